"""``dlextract serve`` as a process of its own, with the real reader."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from dlextract.cli.door import run

pytest.importorskip("starlette", reason="the extra serve is not installed")
pytest.importorskip("uvicorn", reason="the extra serve is not installed")
pytest.importorskip("python_multipart", reason="the extra serve is not installed")
pytest.importorskip("prometheus_client", reason="the extra serve is not installed")

from dlextract.serving.server import listen

pytestmark = pytest.mark.slow
SOON = 120


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from dlextract.cli import main; main()", *arguments]


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the command at a free port and give its process and port, once it says where it listens."""
    with subprocess.Popen(
        command("serve", "--port", "0", "-j", "1", *arguments), stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr
        try:
            line = process.stderr.readline()
            assert line.startswith("dlextract: papers are read at http://127.0.0.1:"), line
            yield process, int(line.split("127.0.0.1:")[1].split(".")[0])
        finally:
            process.kill()


def send(port: int, paper: Path) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)) as connection:
        connection.request("POST", f"/papers?name={paper.name}", paper.read_bytes())
        answer = connection.getresponse()
        return answer.status, answer.read()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_sigterm_loses_no_paper_that_is_being_read(example: Path) -> None:
    got: list[tuple[int, bytes]] = []
    with serving("--model", "none") as (process, port):
        sending = threading.Thread(target=lambda: got.append(send(port, example)))
        sending.start()
        pause = threading.Event()
        while not reading(port):
            pause.wait(0.02)
        process.send_signal(signal.SIGTERM)
        sending.join(SOON)
        assert process.wait(SOON) == 0
        assert process.stderr and process.stderr.read() == ""
    ((status, body),) = got
    assert status == 200
    assert json.loads(body)["paper"]["source"] == example.name


def reading(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)) as connection:
        connection.request("GET", "/health")
        return bool(json.loads(connection.getresponse().read())["reading"])


def test_what_cannot_be_served_is_said_in_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> tuple[int, str]:
        code = run(["serve", "-j", "1", *arguments])
        out, err = capfd.readouterr()
        assert out == ""
        return code, err

    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        code, line = said("--model", "none", "--port", str(port))
    assert code == 2
    assert line.startswith(f"127.0.0.1:{port}: nothing can listen there (")
    assert line.endswith("). Choose another --port.\n")
    wild = "--host 0.0.0.0: it has no name of its own. Add --allow-host NAME, or --allow-host '*'.\n"
    assert said("--host", "0.0.0.0") == (2, wild)
    code, line = said("--port", "0", "--model", str(tmp_path))
    assert code == 2
    assert line.splitlines()[1].startswith(str(tmp_path))
    (tmp_path / "file").touch()
    code, line = said("--port", "0", "--keep", str(tmp_path / "file"))
    assert (code, line.startswith(f"--keep {tmp_path / 'file'}: it cannot be written (")) == (2, True)
