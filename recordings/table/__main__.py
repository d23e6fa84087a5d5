"""Drafts tests/recordings/table.json: python3 recordings/table FOLDER > DRAFT.json

Knows nothing of guestlint, and takes the shortest way through each file that works for the recordings here: a second
opinion, no reader. What it prints is read against the raw files before it becomes the table.
"""

import json
import pathlib
import sys

from applications import app_log, inspect_log
from cdp import cdp, chromedriver
from har import har, har_zip, messages_alone, trace_zip
from mitmproxy import mitmproxy
from rows import csv_rows, datadog, elastic, insights, log_lines, rows
from transcripts import python_log, websocat_log, websocat_verbose, wscat, wscat_piped
from tshark import tshark_ek, tshark_json
from wire import netlog, netlog_headers, pcap

FOLDER = pathlib.Path(sys.argv[1])


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
