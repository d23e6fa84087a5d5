"""Bytes as they were on the wire: NetLog and pcap."""

import base64
import json
import struct
import zlib

from model import binary, socket, text


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
