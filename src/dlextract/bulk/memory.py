"""How much memory a process holds, and a limit on it, on every system."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROC = Path("/proc")


def memory_of(pid: int) -> int:
    """Return the bytes of memory that a process holds now; 0 if it is gone or the system does not say."""
    try:
        if sys.platform == "win32":
            return _windows(pid)
        try:
            pages = (PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        except FileNotFoundError:
            return 0 if (PROC / "self").exists() else _ps(pid)
    except (OSError, ValueError, IndexError, AttributeError, subprocess.SubprocessError):
        return 0


def _ps(pid: int) -> int:
    """Ask ``ps``, where there is no /proc (macOS, BSD)."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, timeout=2, check=False).stdout
    return int(told or 0) << 10


def _windows(pid: int) -> int:
    import ctypes
    from ctypes import c_size_t, c_uint32

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", c_uint32),
            ("page_faults", c_uint32),
            ("peak_working_set", c_size_t),
            ("working_set", c_size_t),
            *((f"quota_{number}", c_size_t) for number in range(4)),
            ("pagefile", c_size_t),
            ("peak_pagefile", c_size_t),
        )

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel.OpenProcess.restype = ctypes.c_void_p
    process = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not process:
        return 0
    counters = Counters()
    counters.size = ctypes.sizeof(counters)
    try:
        known = kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(process), ctypes.byref(counters), counters.size)
    finally:
        kernel.CloseHandle(ctypes.c_void_p(process))
    return int(counters.working_set) if known else 0


def limit_memory(limit: int) -> None:
    """Let allocations of this process beyond ``limit`` bytes fail, where the system can (Linux); write no core files.

    Elsewhere the pool, which watches from outside, is the only limit.
    """
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        if limit and sys.platform == "linux":
            mapped, resident = (int(pages) for pages in (PROC / "self" / "statm").read_text().split()[:2])
            allowed = limit + (mapped - resident) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (allowed, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return


def lift_memory_limit() -> None:
    """Take the limit of ``limit_memory`` away."""
    if sys.platform == "linux":
        try:
            import resource
        except ImportError:
            return
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
