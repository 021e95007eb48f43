"""What is worked out of the shipped patterns when a wheel is built, as it takes seconds.

Each kind is a file of JSON in ``dlextract/_shipped``: a line with the key of what it was made from, then the value. A
file with another key is as good as none: everything can be worked out again. There are none in a checkout.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ._version import __version__
from .resources import shipped_file


def key(*parts: str | bytes) -> str:
    """Return a name for what follows from ``parts`` and this version of dlextract, whatever the Python."""
    digest = hashlib.sha256(__version__.encode())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(f"\n{len(data)}\n".encode() + data)
    return digest.hexdigest()


def load(kind: str, name: str) -> object | None:
    """Return what came with this installation under the key ``name``, lists, dicts, strings and numbers; or None."""
    path = shipped_file(f"{kind}.json")
    if path is None:
        return None
    try:
        found, _, body = path.read_bytes().partition(b"\n")
        value: object = json.loads(body) if found == name.encode() else None
    except (OSError, ValueError):
        return None
    return value


def store(folder: Path, kind: str, name: str, value: object) -> Path:
    """Write the file that ``load`` reads into ``folder``, and return its path."""
    path = folder / f"{kind}.json"
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(f"{name}\n{body}\n".encode())
    return path
