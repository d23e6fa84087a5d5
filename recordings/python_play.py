"""Plays scenes with Python's websockets, whose own debug log is the recording.

    python_play.py client BASE SCENES    BASE: the URL without its query
    python_play.py server PORT           until it is killed
"""

import asyncio
import base64
import json
import logging
import pathlib
import sys
import urllib.parse

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed, InvalidStatus

SCENES = json.loads(pathlib.Path(__file__).with_name("scenes.json").read_text("utf-8"))


async def act(step, socket):
    if "text" in step:
        await socket.send(step["text"])
    elif "burst" in step:
        for text in step["burst"]:
            await socket.send(text)
    elif "fragments" in step:
        await socket.send(step["fragments"])
    elif "binary" in step:
        await socket.send(base64.b64decode(step["binary"]))
    elif "ping" in step:
        await socket.ping(step["ping"])
    elif "close" in step:
        await socket.close(*step["close"])
    elif "destroy" in step:
        socket.transport.abort()


async def play(steps, socket):
    received = 0
    for step in steps:
        while received < step["after"]:
            await socket.recv()
            received += 1
        await asyncio.sleep(step.get("wait", 5) / 1000)
        await act(step, socket)
    async for _ in socket:
        pass
    await socket.wait_closed()


async def client(base, scenes):
    for name in scenes.split(","):
        scene = SCENES[name]
        compression = "deflate" if scene.get("deflate") else None
        try:
            async with connect(f"{base}?scene={name}", compression=compression) as socket:
                await play(scene["client"], socket)
        except (ConnectionClosed, InvalidStatus) as error:
            logging.error("chat ended: %s", error)


async def server(port):
    async def handle(socket):
        query = urllib.parse.urlsplit(socket.request.path).query
        scene = SCENES[urllib.parse.parse_qs(query)["scene"][0]]
        try:
            await play(scene["server"], socket)
        except ConnectionClosed as error:
            logging.error("chat ended: %s", error)

    async with serve(handle, "127.0.0.1", int(port), compression=None):
        await asyncio.Future()


logging.basicConfig(format="%(asctime)s %(levelname)-8s %(name)s %(message)s", level=logging.DEBUG)
logging.getLogger("asyncio").setLevel(logging.WARNING)
asyncio.run({"client": client, "server": server}[sys.argv[1]](*sys.argv[2:]))
