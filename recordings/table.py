"""Drafts tests/recordings/table.json: table.py FOLDER > DRAFT.json

Knows nothing of guestlint, and takes the shortest way through each file that works for the recordings here: a second
opinion, no reader. What it prints is read against the raw files before it becomes the table.
"""

import base64
import datetime
import json
import pathlib
import re
import struct
import sys
import zipfile
import zlib

FOLDER = pathlib.Path(sys.argv[1])
HEAD = 40
UNKNOWN = {"kind": "unknown"}
STILL_OPEN = {"kind": ["open", "unknown"]}  # nothing says that it ended, and the recording stopped


def text(direction, payload, size=None):
    return [direction, "text", len(payload.encode()) if size is None else size, payload[:HEAD]]


def binary(direction, payload):
    return [direction, "binary", len(payload), payload.hex()]


def socket(frames, end, url=None, status=None, times=(), **more):
    entry = {"url": url, "status": status, "frames": frames}
    if times:
        entry["first"], entry["last"] = round(min(times)), round(max(times))
    return {k: v for k, v in {**entry, "end": end, **more}.items() if v is not None}


def scene_end(url):
    return STILL_OPEN if url.endswith("=open") else UNKNOWN


# --- HAR

SIDES = {"send": "client", "receive": "server"}


def har_messages(messages):
    frames, times = [], []
    for m in messages:
        if m["type"] in SIDES:
            side = SIDES[m["type"]]
            frames.append(text(side, m["data"]) if m["opcode"] == 1 else binary(side, base64.b64decode(m["data"])))
            times.append(m["time"] if m["time"] > 1e11 else m["time"] * 1000)
    return frames, times


def har_entry(entry, side_file):
    upgrade = any(h["name"].lower() == "upgrade" for h in entry["request"]["headers"])
    if not (entry.get("_resourceType") == "websocket" or upgrade):
        return None
    messages = entry.get("_webSocketMessages", [])
    if name := entry["response"]["content"].get("_file"):
        if name.endswith("l"):
            messages = [json.loads(line) for line in side_file(name).splitlines()]
    url, status = entry["request"]["url"], entry["response"]["status"]
    told = json.dumps(messages) + str(entry["response"].get("_failureText"))
    if status != 101:
        assert status == 403 or "response code: 403" in told
        return socket([], {"kind": "refused", "status": 403}, url, 403)
    frames, times = har_messages(messages)
    return socket(frames, scene_end(url), url, 101, times)


def har(content, side_file=None):
    entries = [har_entry(e, side_file) for e in json.loads(content)["log"]["entries"]]
    return [e for e in entries if e]


def har_zip(path):
    with zipfile.ZipFile(path) as archive:
        return har(archive.read("har.har"), lambda name: archive.read(name).decode())


def trace_zip(path):
    with zipfile.ZipFile(path) as archive:
        lines = archive.read("trace.network").decode().splitlines()
        snapshots = [json.loads(line)["snapshot"] for line in lines]
        entries = [har_entry(s, lambda name: archive.read(name).decode()) for s in snapshots]
    return [e for e in entries if e]


def messages_alone(values):
    frames, times = har_messages(values)
    return [socket(frames, UNKNOWN, times=times)]


# --- CDP


def cdp(events):
    sockets = {}
    for event in events:
        method, p = event["method"], event["params"]
        if not method.startswith("Network.webSocket"):
            continue
        s = sockets.setdefault(p["requestId"], {"frames": [], "times": [], "end": STILL_OPEN})
        name = method.removeprefix("Network.webSocket")
        if name == "Created":
            s["url"] = p["url"]
        elif name == "WillSendHandshakeRequest":
            s["offset"] = p["wallTime"] - p["timestamp"]
        elif name == "HandshakeResponseReceived":
            s["status"] = p["response"]["status"]
        elif name in ("FrameSent", "FrameReceived"):
            side, r = ("client" if name == "FrameSent" else "server"), p["response"]
            data = r["payloadData"]
            s["frames"].append(text(side, data) if r["opcode"] == 1 else binary(side, base64.b64decode(data)))
            s["times"].append((p["timestamp"] + s["offset"]) * 1000)
        elif name == "FrameError":
            assert p["errorMessage"].endswith("response code: 403")
            s["end"], s["status"] = {"kind": "refused", "status": 403}, 403
        elif name == "Closed" and s["end"] is STILL_OPEN:
            s["end"] = UNKNOWN
    return [socket(s["frames"], s["end"], s["url"], s.get("status"), s["times"]) for s in sockets.values()]


def chromedriver(entries):
    return cdp([json.loads(e["message"])["message"] for e in entries])


# --- bytes on the wire: NetLog, pcap


def http_head(stream):
    head, _, rest = bytes(stream).partition(b"\r\n\r\n")
    return head.decode().split("\r\n"), rest


def wire_frames(data):
    """Frames of one direction: (offset of its end, fin, compressed, opcode, payload)."""
    at = 0
    while at < len(data):
        first, second = data[at], data[at + 1]
        size, at = second & 127, at + 2
        if size == 126:
            size, at = struct.unpack(">H", data[at : at + 2])[0], at + 2
        mask = b""
        if second & 128:
            mask, at = data[at : at + 4], at + 4
        payload = data[at : at + size]
        if mask:
            payload = bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
        at += size
        yield at, bool(first & 128), bool(first & 64), first & 15, payload


def wire_socket(chunks, scheme):
    """Chunks of both directions in order: (time, from client, bytes)."""
    sides = {True: bytearray(), False: bytearray()}
    marks = {True: [], False: []}
    for when, client, data in chunks:
        sides[client] += data
        marks[client].append((len(sides[client]), when))
    (request, _), (response, _) = http_head(sides[True]), http_head(sides[False])
    host = next(line.split(": ")[1] for line in request if line.lower().startswith("host"))
    url, status = f"{scheme}://{host}{request[0].split()[1]}", int(response[0].split()[1])
    if status != 101:
        return socket([], {"kind": "refused", "status": status}, url, status)
    found = []
    for client, stream in sides.items():
        head_size = bytes(stream).index(b"\r\n\r\n") + 4
        inflate = zlib.decompressobj(-15)
        message = None
        for order, (end, fin, squeezed, opcode, payload) in enumerate(wire_frames(bytes(stream[head_size:]))):
            when = next(t for size, t in marks[client] if size >= end + head_size)
            index = next(i for i, c in enumerate(chunks) if c[1] == client and c[0] == when)
            if opcode in (1, 2):
                message = [opcode, squeezed, b""]
            if opcode <= 2:
                message[2] += payload
            if opcode > 2:
                found.append((index, order, client, opcode, payload, when))
            elif fin:
                opcode, squeezed, data = message
                data = inflate.decompress(data + b"\0\0\xff\xff") if squeezed else data
                found.append((index, order, client, opcode, data, when))
    found.sort(key=lambda f: f[:2])
    frames, times, end = [], [], None
    for _, _, client, opcode, data, when in found:
        side = "client" if client else "server"
        if opcode in (1, 2):
            frames.append(text(side, data.decode()) if opcode == 1 else binary(side, data))
            times.append(when)
        elif opcode == 8 and not end:
            end = {"kind": "closed", "by": side}
            if data:
                end |= {"code": struct.unpack(">H", data[:2])[0], "reason": data[2:].decode()}
    return socket(frames, end or {"kind": "dropped"}, url, status, times)


def netlog(content):
    log = json.loads(content)
    names = {v: k for k, v in log["constants"]["logEventTypes"].items()}
    offset = int(log["constants"]["timeTickOffset"])
    tls = "SSL_SOCKET_BYTES_SENT" in {names[e["type"]] for e in log["events"]}
    prefix = "SSL_SOCKET_BYTES_" if tls else "SOCKET_BYTES_"
    sources = {}
    for e in log["events"]:
        name, p = names[e["type"]], e.get("params", {})
        if name.startswith(prefix) and "bytes" in p:
            chunk = (offset + int(e["time"]), name.endswith("SENT"), base64.b64decode(p["bytes"]))
            sources.setdefault(e["source"]["id"], []).append(chunk)
    scheme = "wss" if tls else "ws"
    return [wire_socket(c, scheme) for c in sources.values() if b"upgrade: websocket" in c[0][2].lower()]


def netlog_headers(content):
    """Default mode: no payload, but each frame's header."""
    log = json.loads(content)
    names = {v: k for k, v in log["constants"]["logEventTypes"].items()}
    offset = int(log["constants"]["timeTickOffset"])
    sockets = {}
    for e in log["events"]:
        name, p, source = names[e["type"]], e.get("params", {}), e["source"]["id"]
        if name == "URL_REQUEST_START_JOB" and p.get("url", "").startswith("ws"):
            sockets[source] = {"url": p["url"], "frames": [], "times": [], "end": {"kind": "dropped"}, "status": 101}
        elif name in ("WEBSOCKET_SENT_FRAME_HEADER", "WEBSOCKET_RECV_FRAME_HEADER"):
            s, side = sockets[source], "client" if "SENT" in name else "server"
            if p["opcode"] in (1, 2):
                s["frames"].append([side, "text" if p["opcode"] == 1 else "binary", p["payload_length"], None])
            elif p["opcode"] == 0:
                s["frames"][-1][2] += p["payload_length"]
            elif p["opcode"] == 8 and s["end"]["kind"] == "dropped":
                s["end"] = {"kind": "closed", "by": side}
            if p["opcode"] < 8:
                s["times"].append(offset + int(e["time"]))
        elif name == "WEBSOCKET_UPGRADE_FAILURE":
            assert p["message"].endswith("response code: 403")
            sockets[source]["end"], sockets[source]["status"] = {"kind": "refused", "status": 403}, 403
    return [socket(s["frames"], s["end"], s["url"], s["status"], s["times"]) for s in sockets.values()]


def pcap(content):
    """Loopback, IPv4, nothing lost or out of order."""
    magic, *_ = struct.unpack("<I", content[:4])
    unit = {0xA1B2C3D4: 1e6, 0xA1B23C4D: 1e9}[magic]
    at, streams = 24, {}
    while at < len(content):
        seconds, fraction, size, _ = struct.unpack("<IIII", content[at : at + 16])
        packet = content[at + 16 : at + 16 + size]
        at += 16 + size
        ip = packet[14:]
        total, tcp = struct.unpack(">H", ip[2:4])[0], ip[(ip[0] & 15) * 4 :]
        source, target = struct.unpack(">HH", tcp[:4])
        data = ip[(ip[0] & 15) * 4 + (tcp[12] >> 4) * 4 : total]
        client = target == 8733
        if data:
            when = seconds * 1000 + fraction / unit * 1000
            streams.setdefault(source if client else target, []).append((when, client, data))
    return [wire_socket(chunks, "ws") for chunks in streams.values()]


# --- tshark


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


# --- mitmproxy


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


# --- text


def utc(stamp):
    stamp = stamp.replace(",", ".").replace(" ", "T").rstrip("Z")
    return datetime.datetime.fromisoformat(stamp + "+00:00").timestamp() * 1000


ANNOUNCED = re.compile(r"(Sending|Received) binary: (\d+) bytes|(-->|<--) <(\d+) bytes>")
SENT, RECEIVED = ("Sending: ", "--> "), ("Received: ", "<-- ")


def app_log(content, timed):
    sockets = []
    for line in content.splitlines():
        when = utc(line.split(" ")[0]) if timed else None
        if m := re.search(r"[Cc]onnecting to (\S+)", line):
            sockets.append({"url": m[1], "frames": [], "times": [], "end": STILL_OPEN, "status": None})
            continue
        s = sockets[-1]
        frame = None
        if m := ANNOUNCED.search(line):
            side = "client" if (m[1] or m[3]) in ("Sending", "-->") else "server"
            frame = [side, "binary", int(m[2] or m[4]), None]
        else:
            for marks, side in ((SENT, "client"), (RECEIVED, "server")):
                for mark in marks:
                    if mark in line and not frame:
                        frame = text(side, line.split(mark, 1)[1])
        if frame:
            s["frames"].append(frame)
            s["times"] += [when] if timed else []
        elif "403" in line:
            s["end"], s["status"] = {"kind": "refused", "status": 403}, 403
        elif m := re.search(r'closed with code: (\d+), reason: (.*), wasClean|closed: code=(\d+) reason="(.*)"', line):
            code, reason = int(m[1] or m[3]), m[2] or m[4]
            if s["status"] != 403:
                s["end"] = {"kind": "dropped" if code == 1006 else "closed", "code": code}
                s["end"] |= {"reason": reason} if reason else {}
    return [socket(s["frames"], s["end"], s["url"], s["status"], s["times"]) for s in sockets]


def inspect_log(content):
    sockets = []
    for chunk in re.split(r"^Connecting: ", content, flags=re.M)[1:]:
        url = re.search(r"url: '(.*?)'", chunk)[1]
        frames = []
        for m in re.finditer(r"^(Sending|Received): (?:\{\s+type: '(\w+)'|(Uint8Array|<Buffer))", chunk, flags=re.M):
            side = "client" if m[1] == "Sending" else "server"
            frames.append([side, "binary" if m[3] else "text", None, None, m[2]] if m[2] else [side, "binary", None, None])
        m = re.search(r"^Closed: \{ code: (\d+), reason: '(.*)' \}", chunk, flags=re.M)
        code, reason = int(m[1]), m[2]
        end = {"kind": "dropped" if code == 1006 else "closed", "code": code}
        end |= {"reason": reason} if reason else {}
        refused = "response: 403" in chunk
        sockets.append(socket(frames, {"kind": "refused", "status": 403} if refused else end, url, 403 if refused else None))
    return sockets


def rows(records):
    """The node client's JSON lines, as dictionaries."""
    sockets = {}
    for r in records:
        s = sockets.setdefault(r["socket"], {"frames": [], "times": [], "end": UNKNOWN, "url": None, "status": None})
        if r["event"] == "open":
            s["url"], s["status"] = r["url"], r["status"]
        elif r["event"] in ("send", "recv"):
            side = "client" if r["event"] == "send" else "server"
            data = r["data"]
            s["frames"].append(binary(side, base64.b64decode(data)) if r.get("opcode") == 2 else text(side, data))
            s["times"].append(r["time"])
        elif r["event"] == "error":
            assert r["message"].endswith("403")
            s["end"], s["status"] = {"kind": "refused", "status": 403}, 403
        elif s["status"] != 403:
            s["end"] = {"kind": "dropped" if r["code"] == 1006 else "closed", "code": r["code"]}
            s["end"] |= {"reason": r["reason"]} if r["reason"] else {}
    return [socket(s["frames"], s["end"], s["url"], s["status"], s["times"]) for s in sockets.values()]


def log_lines(texts):
    return rows(sorted((json.loads(t) for t in texts), key=lambda r: r["time"]))


def csv_rows(content):
    import csv, io

    return log_lines([r["Message"] for r in csv.DictReader(io.StringIO(content))][:: -1 if newest_first(content) else 1])


def newest_first(content):
    lines = content.splitlines()
    return lines[1] > lines[-1]


def in_order(values, time):
    return values if time(values[0]) <= time(values[-1]) else values[::-1]


def datadog(content):
    data = in_order(json.loads(content)["data"], lambda d: d["attributes"]["timestamp"])
    return rows([{**d["attributes"]["attributes"], "time": utc(d["attributes"]["timestamp"])} for d in data])


def insights(content):
    results = [{f["field"]: f["value"] for f in r} for r in json.loads(content)["results"]]
    return log_lines([r["@message"] for r in in_order(results, lambda r: r["@timestamp"])])


def elastic(content):
    hits = json.loads(content)["hits"]["hits"]
    return log_lines([h["_source"]["message"] for h in in_order(hits, lambda h: h["_source"]["@timestamp"])])


PYTHON_FRAME = re.compile(r"([<>]) (TEXT|CONT|BINARY) (.*) \[(?:text, )?(\d+) bytes(, continued)?\]$")


def python_log(content):
    sockets = []
    for line in content.splitlines():
        m = re.match(r"(\S+ \S+) \w+ +(\S+) (.*)$", line)
        when, logger, told = utc(m[1]), m[2], m[3]
        out, back = ("client", "server") if logger.endswith("client") else ("server", "client")
        if told == "= connection is CONNECTING":
            sockets.append({"frames": [], "times": [], "end": None, "url": None, "status": None, "path": None, "shortened": []})
        if not sockets:
            continue
        s = sockets[-1]
        side = out if told[0] == ">" else back
        if g := re.match(r"[<>] GET (\S+) ", told):
            s["path"] = g[1]
        elif g := re.match(r"[<>] Host: (.*)", told):
            s["url"] = f"ws://{g[1]}{s['path']}"
        elif g := re.match(r"[<>] HTTP/1.1 (\d+)", told):
            s["status"] = int(g[1])
        elif g := PYTHON_FRAME.match(told):
            kind, shown, size = g[2], g[3], int(g[4])
            if kind == "BINARY":
                frame = binary(side, bytes.fromhex(shown.replace(" ", "")))
            else:
                payload = eval(shown)  # Python's own repr, of a file that was just recorded
                if kind == "CONT":
                    before = s["frames"].pop()
                    s["times"].pop()
                    payload, size = before[4] + payload, before[2] + size
                frame = [side, "text", size, payload[:HEAD], payload]
                if len(payload.encode()) != size:
                    s["shortened"].append(len(s["frames"]) + 1)
            s["frames"].append(frame)
            s["times"].append(when)
        elif not s["end"] and (g := re.match(r"[<>] CLOSE (?:(\d+) \(.*?\) ?(.*)|'') \[", told)):
            s["end"] = {"kind": "closed", "by": side}
            s["end"] |= {"code": int(g[1])} if g[1] else {}
            s["end"] |= {"reason": g[2]} if g[2] else {}
    result = []
    for s in sockets:
        end = {"kind": "refused", "status": s["status"]} if s["status"] != 101 else s["end"] or {"kind": "dropped"}
        frames = [f[:4] for f in s["frames"]]
        result.append(socket(frames, end, s["url"], s["status"], s["times"], shortened=s["shortened"] or None))
    return result


def wscat(content):
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", content)
    frames, end, status = [], STILL_OPEN, None
    for line in re.split(r"[\r\n]+", plain):
        while line.startswith("> >") or line.startswith("> <"):
            line = line[2:]
        if m := re.match(r'Disconnected \(code: (\d+), reason: "(.*)"\)', line.removeprefix("> ")):
            end = {"kind": "dropped" if m[1] == "1006" else "closed", "code": int(m[1])}
            end |= {"reason": m[2]} if m[2] else {}
        elif "Unexpected server response: 403" in line:
            end, status = {"kind": "refused", "status": 403}, 403
        elif line.startswith("< Received p") or line.startswith("> /"):
            continue  # -P's notice of a ping; --slash's command
        elif line.startswith("< ") or line.startswith("> ") and line[2:].strip():
            frames.append(text("server" if line[0] == "<" else "client", line[2:]))
    return [socket(frames, end, None, status)]


def wscat_piped(content):
    frames = [text("unknown", line.split("> ")[-1]) for line in content.splitlines() if line.strip("> ")]
    return [socket(frames, UNKNOWN)]


def websocat_log(content):
    frames = []
    for m in re.finditer(r'^(READ|WRITE) (\d+) (".*")$', content, flags=re.M):
        payload = json.loads(m[3])
        if payload:
            frames.append(text("client" if m[1] == "READ" else "server", payload.rstrip("\n")))
    return [socket(frames, UNKNOWN)]


def websocat_verbose(content):
    return [socket([], {"kind": "closed" if "Received WebSocket close" in content else "dropped"}, None, 101)]


def main():
    read = lambda name: (FOLDER / name).read_text("utf-8")
    raw = lambda name: (FOLDER / name).read_bytes()
    # Bytes, so that a CR keeps its place.
    exact = lambda name: raw(name).decode("utf-8")
    lines = lambda name: [json.loads(line) for line in read(name).splitlines()]
    table = {
        "browser-console/puppeteer.txt": app_log(read("browser-console/puppeteer.txt"), True),
        "cdp/events.json": cdp(json.loads(read("cdp/events.json"))),
        "cdp/events.ndjson": cdp(lines("cdp/events.ndjson")),
        "chrome-devtools/all-scenes.har": har(read("chrome-devtools/all-scenes.har")),
        "chrome-devtools/console-saved.log": app_log(read("chrome-devtools/console-saved.log"), False),
        "chrome-devtools/messages-alone.json": messages_alone(json.loads(read("chrome-devtools/messages-alone.json"))),
        "chromedriver/performance-log.json": chromedriver(json.loads(read("chromedriver/performance-log.json"))),
        "chromedriver/performance-log.ndjson": chromedriver(lines("chromedriver/performance-log.ndjson")),
        "mitmproxy/all-scenes.flow": mitmproxy(raw("mitmproxy/all-scenes.flow")),
        "mitmproxy/all-scenes.har": har(read("mitmproxy/all-scenes.har")),
        "netlog/default.json": netlog_headers(read("netlog/default.json")),
        "netlog/everything.json": netlog(read("netlog/everything.json")),
        "netlog/everything-tls.json": netlog(read("netlog/everything-tls.json")),
        "node/inspect.log": inspect_log(read("node/inspect.log")),
        "node/pino.ndjson": rows(lines("node/pino.ndjson")),
        "node/plain.log": app_log(read("node/plain.log"), True),
        "playwright/attached/session.har": har(read("playwright/attached/session.har"), lambda n: read(f"playwright/attached/{n}")),
        "playwright/embedded.har": har(read("playwright/embedded.har")),
        "playwright/trace.zip": trace_zip(FOLDER / "playwright/trace.zip"),
        "playwright/zipped.har.zip": har_zip(FOLDER / "playwright/zipped.har.zip"),
        "python-websockets/client-full.log": python_log(read("python-websockets/client-full.log")),
        "python-websockets/client-shortened.log": python_log(read("python-websockets/client-shortened.log")),
        "python-websockets/server-full.log": python_log(read("python-websockets/server-full.log")),
        "tshark/all-scenes.pcap": pcap(raw("tshark/all-scenes.pcap")),
        "tshark/all-scenes.pcapng": pcap(raw("tshark/all-scenes.pcap")),  # made from it by editcap
        "tshark/closed-mixed.json": tshark_json(read("tshark/closed-mixed.json")),
        "tshark/closed-mixed-no-duplicate-keys.json": tshark_json(read("tshark/closed-mixed-no-duplicate-keys.json")),
        "tshark/dropped-every-packet.json": tshark_json(read("tshark/dropped-every-packet.json"), True),
        "tshark/http-websocket.ek.ndjson": tshark_ek(read("tshark/http-websocket.ek.ndjson")),
        "tshark/websocket-only.json": tshark_json(read("tshark/websocket-only.json")),
        "websocat/log-closed.txt": websocat_log(read("websocat/log-closed.txt")),
        "websocat/log-dropped.txt": websocat_log(read("websocat/log-dropped.txt")),
        "websocat/verbose-closed.stderr.txt": websocat_verbose(read("websocat/verbose-closed.stderr.txt")),
        "websocat/verbose-dropped.stderr.txt": websocat_verbose(read("websocat/verbose-dropped.stderr.txt")),
        "wrapped/cloudwatch-insights-newest-first.json": insights(read("wrapped/cloudwatch-insights-newest-first.json")),
        "wrapped/cloudwatch-log-events.json": log_lines([e["message"] for e in json.loads(read("wrapped/cloudwatch-log-events.json"))["events"]]),
        "wrapped/cloudwatch-subscription.json": log_lines([e["message"] for e in json.loads(read("wrapped/cloudwatch-subscription.json"))["logEvents"]]),
        "wrapped/datadog-newest-first.csv": csv_rows(read("wrapped/datadog-newest-first.csv")),
        "wrapped/datadog-newest-first.json": datadog(read("wrapped/datadog-newest-first.json")),
        "wrapped/datadog.csv": csv_rows(read("wrapped/datadog.csv")),
        "wrapped/docker-json-file.log": log_lines([json.loads(line)["log"] for line in read("wrapped/docker-json-file.log").splitlines()]),
        "wrapped/elastic-hits-newest-first.json": elastic(read("wrapped/elastic-hits-newest-first.json")),
        "wrapped/elastic-hits.json": elastic(read("wrapped/elastic-hits.json")),
        "wscat/piped-closed.txt": wscat_piped(read("wscat/piped-closed.txt")),
        **{f"wscat/tty-{n}.txt": wscat(exact(f"wscat/tty-{n}.txt")) for n in ("closed", "dropped", "left", "mixed", "refused")},
    }
    print(layout(table))


def layout(table):
    """One line a frame: a table that can be read, and whose changes can."""
    parts = []
    for name, sockets in table.items():
        shown = []
        for s in sockets:
            fields = []
            for key, value in s.items():
                if key == "frames" and value:
                    value = "[\n" + ",\n".join("        " + dump(f) for f in value) + "\n      ]"
                else:
                    value = dump(value)
                fields.append(f"      {json.dumps(key)}: {value}")
            shown.append("    {\n" + ",\n".join(fields) + "\n    }")
        parts.append(f"  {json.dumps(name)}: [\n" + ",\n".join(shown) + "\n  ]")
    return "{\n" + ",\n".join(parts) + "\n}"


def dump(value):
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
