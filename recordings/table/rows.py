"""An application's log as JSON lines, and wrapped by log stores."""

import base64
import csv
import io
import json

from model import UNKNOWN, binary, socket, text, utc


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
