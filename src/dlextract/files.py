"""Files of other people, opened with care: regular ones only, and never more of them than is allowed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

LARGEST = 1 << 30
"""Bytes of the largest paper."""

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def odd_kind(mode: int) -> str:
    """Return what ``st_mode`` says a file is, in words; "" for a regular file."""
    kind = stat.S_IFMT(mode)
    return "" if kind == stat.S_IFREG else _KINDS.get(kind, "no regular file")


def open_regular(path: str | Path, most: int = LARGEST) -> BinaryIO:
    """Return the file at ``path``, links followed, open for reading.

    Raises:
        OSError: it cannot be opened, is a pipe, device, socket or folder, or holds more than ``most`` bytes;
            ``strerror`` says which.
    """
    _check(Path(path).stat(), path, most)
    # Something else may have taken its place since; a pipe without a writer must not stop us even then.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        _check(os.fstat(handle), path, most)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_regular(path: str | Path, most: int = LARGEST) -> bytes:
    """Return the content of the file at ``path``.

    Raises:
        OSError: as ``open_regular``.
    """
    with open_regular(path, most) as file:
        data = file.read(most + 1)
    if len(data) > most:  # it has grown, or its size is not what the system says (as under /proc)
        raise _too_large(path, most)
    return data


def _check(found: os.stat_result, path: str | Path, most: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if kind := odd_kind(found.st_mode):
        raise OSError(errno.EINVAL, f"{kind}, not a file", str(path))
    if found.st_size > most:
        raise _too_large(path, most)


def _too_large(path: str | Path, most: int) -> OSError:
    return OSError(errno.EFBIG, f"more than {most / (1 << 20):.0f} MB", str(path))
