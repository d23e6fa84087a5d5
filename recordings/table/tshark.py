"""TShark's JSON."""

import json

from model import UNKNOWN, binary, socket, text


def pairs(items):
    """Repeated keys become a list."""
    result = {}
    for key, value in items:
        if key in result:
            before = result[key]
            result[key] = (before if isinstance(before, list) else [before]) + [value]
        else:
            result[key] = value
    return result


def many(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def find(value, key):
    """Every value of a key, however deep."""
    if isinstance(value, dict):
        for k, v in value.items():
            if k == key:
                yield from many(v)
            else:
                yield from find(v, key)
    elif isinstance(value, list):
        for v in value:
            yield from find(v, key)


def tshark(packets, key, data_key, whole):
    """`key` writes a field's name in the format's way. `whole`: are packets without a websocket layer there, too?"""
    sockets = {}
    for layers, when in packets:
        stream = next(find(layers, key("tcp.stream")))
        s = sockets.setdefault(stream, {"frames": [], "times": [], "end": UNKNOWN, "url": None, "status": None})
        for uri in find(layers, key("http.request.full_uri")):
            s["url"] = uri
        for code in find(layers, key("http.response.code")):
            s["status"] = int(code)
        raw = [bytes.fromhex(d.replace(":", "")) for d in find(layers, data_key)]
        fin_flag = next(find(layers, key("tcp.flags.fin")), None)
        for ws in many(layers.get("websocket")):
            one = lambda name: next(find(ws, key(name)), None)
            side = "client" if one("websocket.mask") in ("1", True) else "server"
            opcode, fin = int(one("websocket.opcode")), one("websocket.fin") in ("1", True)
            if opcode in (1, 2) and not fin:
                s["open"] = [side, "text", 0, None]
            if opcode == 0 and fin or opcode in (1, 2) and fin:
                payload = one("websocket.payload.text")
                if opcode == 2:
                    s["frames"].append(binary(side, raw.pop(0)))
                elif "�" in payload or "\x00" in payload or payload[0] != "{":
                    s["frames"].append([side, "text", None, None])  # compressed and fragmented: tshark shows garbage
                else:
                    s["frames"].append(text(side, payload))
                s["times"].append(when)
            elif opcode == 8 and s["end"]["kind"] == "unknown":
                s["end"] = {"kind": "closed", "by": side}
                if code := one("websocket.payload.close.status_code"):
                    s["end"] |= {"code": int(code), "reason": one("websocket.payload.close.reason")}
        if whole and fin_flag in ("1", True) and s["end"]["kind"] == "unknown":
            s["end"] = {"kind": "dropped"}
    result = []
    for s in sockets.values():
        if s["status"] == 403:
            s["end"] = {"kind": "refused", "status": 403}
        url = s["url"] and s["url"].replace("http://", "ws://")
        result.append(socket(s["frames"], s["end"], url, s["status"], s["times"]))
    return result


def tshark_json(content, whole=False):
    packets = [p["_source"]["layers"] for p in json.loads(content, object_pairs_hook=pairs)]
    timed = [(p, float(p["frame"]["frame.time_epoch"]) * 1000) for p in packets]
    return tshark(timed, lambda name: name, "data.data", whole)


def tshark_ek(content):
    lines = [json.loads(line) for line in content.splitlines()]
    packets = [(line["layers"], float(line["timestamp"])) for line in lines if "layers" in line]
    return tshark(packets, lambda name: f"{name.split('.')[0]}_{name.replace('.', '_')}", "data_data_data", False)
