"""Events of the Chrome DevTools Protocol."""

import base64
import json

from model import STILL_OPEN, UNKNOWN, binary, socket, text


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
