"""A socket and its frames, as the table lays them out."""

import datetime


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


def utc(stamp):
    stamp = stamp.replace(",", ".").replace(" ", "T").rstrip("Z")
    return datetime.datetime.fromisoformat(stamp + "+00:00").timestamp() * 1000
