"""A folder of what was read: papers and their records, named by content, for nobody else to read."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from ..errors import OutputError


class Keeper:
    """Puts papers and records into ``folder``, which is made for the user alone where it is not there.

    Raises:
        OutputError: it cannot be made or written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise OutputError(
                f"--keep {folder}", f"it cannot be written ({error.strerror})", "Choose another folder"
            ) from error

    def keep(self, data: bytes, line: bytes) -> None:
        """Keep the paper ``data`` and its record ``line``; what is there already is replaced.

        Raises:
            OSError: they cannot be written.
        """
        name = hashlib.sha256(data).hexdigest()
        self._put(name + (".pdf" if data.lstrip()[:5] == b"%PDF-" else ".txt"), data)
        self._put(name + ".json", line)

    def _put(self, name: str, content: bytes) -> None:
        handle, beside = tempfile.mkstemp(prefix=f".{name}-", dir=self._folder)  # readable by the user alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(beside).replace(self._folder / name)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
