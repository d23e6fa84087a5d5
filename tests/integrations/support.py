"""What the tests of the integrations share: paths, a small repository, and running a step as CI does."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
GUESTLINT = pathlib.Path(os.environ.get("GUESTLINT", TARGET / "debug" / "guestlint")).resolve()
BUILD = TARGET / "integrations"
"""Kept from run to run."""

GOOD = '{"type": "connect", "version": "2.0"}\n'
BAD = '{"type": "startChat", "queueId": "8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263"}\n'
"""GL201: there is no `routingData`."""


def tool(name):
    """A program of the virtual environment that the tests run in."""
    return str(pathlib.Path(sys.executable).parent / name)


def run(command, **options):
    """Runs a command to its end; what it prints comes back as one text."""
    options.setdefault("timeout", 1800)
    return subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        **options,
    )


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="guestlint-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def repository(self, payload):
        """A git repository with one payload, and one file that is none of guestlint's."""
        repository = self.folder / "repository"
        (repository / "chat").mkdir(parents=True)
        (repository / "chat" / "payload.json").write_text(payload)
        (repository / "package.json").write_text('{"name": "page"}\n')
        self.assert_status(0, run(["git", "init", "--quiet", repository]))
        self.assert_status(0, run(["git", "add", "."], cwd=repository))
        return repository

    def assert_status(self, status, result):
        """Shows what was printed where the status is another one."""
        self.assertEqual(status, result.returncode, f"{result.args}:\n{result.stdout}")


def stub(folder, name, script):
    """A program of this name in a folder for the PATH."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def documented(heading):
    """The names in the first table under a heading of docs/ci.md that lists inputs."""
    text = (ROOT / "docs" / "ci.md").read_text().split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = text.split("| input |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return {name.strip(" `") for row in rows for name in row.split("|")[1].split(",")}
