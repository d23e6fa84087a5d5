"""Logs that applications write: free text, and what console.log prints of objects."""

import re

from model import STILL_OPEN, socket, text, utc


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
