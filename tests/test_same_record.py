"""One paper through every door: the command line, Python, HTTP and an agent's client give the same record."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

pytest.importorskip("prometheus_client", reason="the extra serve is not installed")
pytest.importorskip("mcp", reason="the extra mcp is not installed")

import anyio
from mcp import Client

from dlextract import Extractor, Limits, to_dict
from dlextract.agents.papers import Papers
from dlextract.agents.server import make_server
from dlextract.agents.shelf import Shelf
from dlextract.bulk.desk import Desk
from dlextract.serving.app import Service, Settings
from dlextract.serving.server import listen, serve
from dlextract.viewing import Aside

pytestmark = pytest.mark.slow
SOON = 120


def copy_if_there(source: str, target: str) -> None:
    """Copy a file of the cache, which another test may throw out meanwhile to make room."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


def test_every_door_gives_the_same_record(
    example: Path, extractor: Extractor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = json.loads(json.dumps(to_dict(extractor.read(example.name, example.read_bytes()))))
    command = [sys.executable, "-m", "dlextract", example.name, "--json"]
    said = subprocess.run(command, capture_output=True, cwd=example.parent, timeout=SOON, check=True)
    assert json.loads(said.stdout) == python
    cache = tmp_path / "without records"
    kept = shutil.ignore_patterns("record-*", "*.tmp")
    shutil.copytree(os.environ["DLEXTRACT_CACHE"], cache, ignore=kept, copy_function=copy_if_there)
    monkeypatch.setenv("DLEXTRACT_CACHE", str(cache))
    with Desk(Extractor, 1, Limits(), 4) as desk:
        assert by_an_agent(desk, example) == python
        assert over_http(desk, example) == python


def over_http(desk: Desk, example: Path) -> object:
    stop = threading.Event()
    with listen("127.0.0.1", 0) as socket:
        port = socket.getsockname()[1]
        app = Service(desk, Settings()).app()
        server = threading.Thread(target=serve, args=(app, desk, socket, stop), daemon=True)
        server.start()
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)) as connection:
            connection.request("POST", f"/papers?name={example.name}", example.read_bytes())
            record = json.loads(connection.getresponse().read())
        stop.set()
        server.join(SOON)
    return record


def by_an_agent(desk: Desk, example: Path) -> object:
    async def ask() -> object:
        with Aside(SOON) as aside:
            async with Client(make_server(Papers(Shelf([example.parent]), desk, aside), [])) as client:
                sheet = (await client.call_tool("read_paper", {"paper": example.name})).structured_content
                assert sheet
                uri = f"dlextract://paper/{sheet['paper']}/report"
                return json.loads((await client.read_resource(uri)).contents[0].text)  # type: ignore[union-attr]

    return anyio.run(ask)
