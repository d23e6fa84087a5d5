"""mitmproxy's flow file."""

from model import binary, socket, text


def tnetstring(data, at):
    colon = data.index(b":", at)
    size = int(data[at:colon])
    body, kind = data[colon + 1 : colon + 1 + size], chr(data[colon + 1 + size])
    if kind in "]}":
        values, inner = [], 0
        while inner < len(body):
            value, inner = tnetstring(body, inner)
            values.append(value)
        value = values if kind == "]" else dict(zip(values[::2], values[1::2]))
    else:
        value = {",": bytes, ";": bytes.decode, "#": int, "^": float, "!": lambda b: b == b"true", "~": lambda _: None}[kind](body)
    return value, colon + size + 2


def mitmproxy(content):
    at, sockets = 0, []
    while at < len(content):
        flow, at = tnetstring(content, at)
        r, status, ws = flow["request"], flow["response"]["status_code"], flow["websocket"]
        url = f"ws://{r['host']}:{r['port']}{r['path'].decode()}"
        if not ws:
            sockets.append(socket([], {"kind": "refused", "status": status}, url, status))
            continue
        frames, times = [], []
        for opcode, client, data, when, *_ in ws["messages"]:
            side = "client" if client else "server"
            frames.append(text(side, data.decode()) if opcode == 1 else binary(side, data))
            times.append(when * 1000)
        if ws["close_code"] == 1006:
            end = {"kind": "dropped", "code": 1006}
        else:
            end = {"kind": "closed", "code": ws["close_code"], "by": "client" if ws["closed_by_client"] else "server"}
            if ws["close_reason"]:
                end["reason"] = ws["close_reason"]
        sockets.append(socket(frames, end, url, status, times))
    return sockets
