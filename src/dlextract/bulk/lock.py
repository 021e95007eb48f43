"""A lock on an open file that keeps other processes out, and goes when the file is closed or its process dies."""

from __future__ import annotations

from typing import BinaryIO

_FAR_HALF = 1 << 30
"""Windows keeps others from reading what is locked: so the lock lies on a byte that no file reaches (2 to the 62nd)."""
_LOCKED = 33  # ERROR_LOCK_VIOLATION


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
