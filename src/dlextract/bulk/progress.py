"""Progress on standard error, and the log."""

from __future__ import annotations

import json
import shutil
import sys
import time
from datetime import datetime, timezone
from typing import TextIO

from .tally import Tally, duration

EVERY_ON_TERMINAL = 0.1
EVERY_ELSEWHERE = 30.0


class Progress:
    """Tells how far a run is: one line that changes on a terminal, a line every 30 s elsewhere.

    Args:
        total: papers in all.
        stream: where to say it; None to be silent.
        log: takes one JSON line per event; None for no log.
    """

    def __init__(self, total: int, stream: TextIO | None = None, log: TextIO | None = None) -> None:
        self._total = total
        self._stream = stream
        self._log = log
        self._terminal = bool(stream and stream.isatty())
        self._began = self._said = time.monotonic()
        self._width = 0

    def happened(self, event: str, source: str, tally: Tally, **more: str | float) -> None:
        """Take note of one paper."""
        if self._log:
            told = {"time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"), "event": event}
            try:
                self._log.write(json.dumps({**told, "source": source, **more}) + "\n")
                self._log.flush()
            except OSError as error:
                self.clear()
                sys.stderr.write(f"--log: it cannot be written ({error.strerror}). The papers are read without it.\n")
                self._log = None
        now = time.monotonic()
        if self._stream and now - self._said >= (EVERY_ON_TERMINAL if self._terminal else EVERY_ELSEWHERE):
            self._said = now
            self._say(self.line(tally, now - self._began))

    def line(self, tally: Tally, seconds: float) -> str:
        """Return the progress after ``seconds`` in one line."""
        worked = tally.read + tally.failures
        rate = worked / seconds if seconds else 0.0
        parts = [f"{tally.done}/{self._total}"]
        if tally.failures:
            parts.append(f"{tally.failures} failed")
        if worked:
            parts += [f"{rate * 60:.0f}/min", f"{duration((self._total - tally.done) / rate)} left"]
        return " · ".join(parts)

    def clear(self) -> None:
        """Take the changing line away."""
        if self._stream and self._terminal and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def _say(self, line: str) -> None:
        assert self._stream
        if self._terminal:
            line = line[: shutil.get_terminal_size().columns - 1]
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._stream.write(line + "\n")
        self._stream.flush()
