"""A lock on an open file that keeps other processes out, and goes when the file is closed or its process dies."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

from ..errors import OutputError

_FAR_HALF = 1 << 30
"""Windows keeps others from reading what is locked: so the lock lies on a byte that no file reaches (2 to the 62nd)."""
_NO_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EROFS)
"""How file systems say that they cannot sync, which is no loss."""
_LOCKED = 33  # ERROR_LOCK_VIOLATION


def locked(path: Path) -> BinaryIO:
    """Open ``path`` for reading and appending, unbuffered, and lock it; it is made if it does not exist.

    Raises:
        OutputError: another process has it.
        OSError: it cannot be opened.
    """
    while True:
        file = path.open("a+b", buffering=0)
        if not lock(file):
            file.close()
            raise OutputError(str(path), "another dlextract is writing it", "Wait for it, or choose another output")
        if is_at(file, path):  # another process may have put a new file in its place since it was opened
            return file
        file.close()


def is_at(file: BinaryIO, path: Path) -> bool:
    """Tell whether the open ``file`` is the one that ``path`` names now."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return False


def write_all(file: BinaryIO, data: bytes) -> None:
    """Write ``data`` to an unbuffered ``file``, however many calls that takes."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def sync(file: BinaryIO) -> None:
    """See to it that what was written to ``file`` is on the disk, as far as its file system can do that.

    Raises:
        OSError: it is not.
    """
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def lock(file: BinaryIO) -> bool:
    """Lock ``file``; return False if another process has it. A file system that knows no locks lets everybody in."""
    try:
        import fcntl
    except ImportError:
        return _windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def _windows(file: BinaryIO) -> bool:
    try:
        import ctypes
        import msvcrt

        # msvcrt.locking counts in 32 bits only.
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
        handle = msvcrt.get_osfhandle(file.fileno())  # type: ignore[attr-defined,unused-ignore]
        if kernel.LockFile(ctypes.c_void_p(handle), 0, _FAR_HALF, 1, 0):
            return True
        return int(ctypes.get_last_error()) != _LOCKED  # type: ignore[attr-defined,unused-ignore]
    except (ImportError, AttributeError, OSError):
        return True
