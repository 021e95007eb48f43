"""Reads the known names that a gazetteer marks."""

from __future__ import annotations

import json
from pathlib import Path

from dlextract.errors import ModelError


def read_names(path: Path) -> dict[str, list[str]]:
    """Return kind → names from the gazetteer of a model (a JSON file) or a folder of lists.

    A folder holds ``KIND.jsonl`` files with one ``{"name": …, "ambiguous": true|false}`` a line. The kind of a name is
    the first letter of its file's name in upper case, followed by "?" where the name is ambiguous.

    Raises:
        ModelError: there is nothing to read, or a line has another form.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else []
    if not files:
        return _from_model(path)
    names: dict[str, list[str]] = {}
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                name, ambiguous = row["name"], row.get("ambiguous", False)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ModelError(
                    f"{file}:{number}", "is no name", 'The form is {"name": "…", "ambiguous": false}'
                ) from error
            names.setdefault(file.stem[0].upper() + ("?" if ambiguous else ""), []).append(name)
    return names


def _from_model(path: Path) -> dict[str, list[str]]:
    try:
        names = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            str(path), "holds no names", "Give a folder of lists of names or a model's gazetteer"
        ) from error
    if not isinstance(names, dict):
        raise ModelError(str(path), "holds no names", "Give a folder of lists of names or a model's gazetteer")
    return names
