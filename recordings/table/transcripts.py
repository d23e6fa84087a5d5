"""What command-line clients and libraries print."""

import ast
import json
import re

from model import HEAD, STILL_OPEN, UNKNOWN, binary, socket, text, utc


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
                payload = ast.literal_eval(shown)
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
