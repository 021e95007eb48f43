"""Regular files are read, and no more of them than is allowed; nothing else is opened at all."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from dlextract import files

POSIX = pytest.mark.skipif(os.name != "posix", reason="named pipes, devices and sockets")


def refused(path: Path, most: int = files.LARGEST) -> str | None:
    with pytest.raises(OSError) as caught:
        files.read_regular(path, most)
    return caught.value.strerror


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"12345")
    (tmp_path / "link.pdf").symlink_to(path)
    assert files.read_regular(path, 5) == files.read_regular(tmp_path / "link.pdf", 5) == b"12345"
    assert refused(path, 4) == "more than 0 MB"


def test_a_hole_of_many_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "hole.pdf"
    with path.open("wb") as file:
        file.truncate(30 << 30)
    assert refused(path) == "more than 1024 MB"


@POSIX
def test_pipes_devices_sockets_and_folders_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        assert [refused(tmp_path / name) for name in ("pipe", "zero", "socket", ".")] == [
            "a named pipe, not a file",
            "a device, not a file",
            "a socket, not a file",
            "Is a directory",
        ]
    assert refused(tmp_path / "self") == "Too many levels of symbolic links"


@POSIX
def test_a_file_without_a_size_is_read_up_to_its_limit() -> None:
    path = Path("/proc/self/maps")
    if not path.exists():
        pytest.skip("no /proc")
    assert path.stat().st_size == 0
    assert refused(path, 100) == "more than 0 MB"
