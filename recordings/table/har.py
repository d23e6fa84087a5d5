"""HAR, and what is packed like it."""

import base64
import json
import zipfile

from model import UNKNOWN, binary, scene_end, socket, text


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
