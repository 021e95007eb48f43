"""A running server over the fake reader, and a client that says exactly what it is told to."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from fake_reader import FakeReader

from dlextract.bulk.desk import Desk
from dlextract.bulk.pool import Limits
from dlextract.serving.app import Service, Settings
from dlextract.serving.server import listen, serve

SOON = 60


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem, which must be one line of the right type."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.body.count(b"\n") == 1
        problem = self.json
        assert problem["status"] == self.status
        return problem["code"]


@dataclass
class Server:
    """A server that runs in this process."""

    port: int
    desk: Desk
    stop: threading.Event
    thread: threading.Thread

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=SOON)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request; in names of headers _ stands for -."""
        connection = self.connect()
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            got = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, got, answer.read())
        finally:
            connection.close()

    def read(self, text: str | bytes, path: str = "/papers", **headers: str) -> Answer:
        body = text.encode() if isinstance(text, str) else text
        return self.ask("POST", path, body, **{"Content_Type": "text/plain", **headers})


@contextmanager
def running(
    settings: Settings | None = None,
    jobs: int = 1,
    places: int = 4,
    limits: Limits | None = None,
    build: Any = FakeReader,
) -> Iterator[Server]:
    """Run a server at a free port until the context is left."""
    stop = threading.Event()
    with listen("127.0.0.1", 0) as socket, Desk(build, jobs, limits or Limits(), places) as desk:
        port = socket.getsockname()[1]
        app = Service(desk, settings or Settings()).app()
        thread = threading.Thread(target=serve, args=(app, desk, socket, stop), daemon=True)
        thread.start()
        try:
            yield Server(port, desk, stop, thread)
        finally:
            stop.set()
            thread.join(SOON)
            assert not thread.is_alive()


def form(content: bytes, name: str = 'filename="paper.pdf"', more: bytes = b"") -> tuple[bytes, str]:
    """Return the body of a form with one file, and its media type."""
    head = f'--edge\r\nContent-Disposition: form-data; name="paper"; {name}\r\n\r\n'.encode()
    return more + head + content + b"\r\n--edge--\r\n", "multipart/form-data; boundary=edge"


__all__ = ["SOON", "Answer", "Server", "Settings", "form", "replace", "running"]
