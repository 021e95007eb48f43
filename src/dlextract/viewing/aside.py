"""A process aside that does one thing at a time and is ended where that takes too long or kills it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, BinaryIO, TypeVar, cast

from ..bulk.memory import limit_memory
from ..bulk.worker import receive, send, take_standard_streams
from ..errors import DlextractError, PaperError

Result = TypeVar("Result")

_MEMORY = 2 << 30
"""Bytes that the process may take."""


class Aside:
    """Calls functions in a process of its own, which is started with the first call; a context manager.

    May be used from any thread; calls wait for one another.

    Args:
        seconds: what one call may take.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Aside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._end()

    def call(self, where: str, function: Callable[..., Result], *arguments: Any) -> Result:
        """Return ``function(*arguments)``; all of it can be pickled. ``where`` names the paper in messages.

        Raises:
            DlextractError: the function raised it.
            PaperError: it raised something else, took too long, or the process died of it.
        """
        with self._lock:
            process = self._started()
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            clock = threading.Timer(self.seconds, stop)
            clock.daemon = True
            clock.start()
            try:
                send(cast(BinaryIO, process.stdin), (function, arguments))
                done, result = receive(cast(BinaryIO, process.stdout))
            except (EOFError, OSError) as error:
                self._end()
                what = f"it takes more than {self.seconds:g} seconds" if late.is_set() else "its reader died of it"
                raise PaperError(where, what) from error
            except BaseException:  # an answer that is still to come must not be taken for that of the next call
                self._end()
                raise
            finally:
                clock.cancel()
        if done:
            answer: Result = result
            return answer
        raise result if isinstance(result, DlextractError) else PaperError(where, f"it cannot be read ({result})")

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            code = f"import sys; sys.path[:] = {sys.path!r}; from dlextract.viewing.aside import main; main()"
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=os.name == "posix",  # Ctrl-C in the terminal is for the parent, which ends this one
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    cast(BinaryIO, stream).close()
        self._process = None


def main() -> None:
    """Serve until standard input ends."""
    inbox, outbox = take_standard_streams()
    limit_memory(_MEMORY)
    while True:
        try:
            function, arguments = receive(inbox)
        except (EOFError, OSError):
            return
        try:
            answer: tuple[bool, Any] = True, function(*arguments)
        except DlextractError as error:
            answer = False, error
        except Exception as error:
            answer = False, f"{type(error).__name__}: {error}"
        send(outbox, answer)
