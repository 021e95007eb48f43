"""Imports spaCy without its command line, of which nothing is used here: a third of the time that the import takes.

spaCy's package takes one function from its command line, ``spacy.info``, and with it everything that commands need. A
placeholder stands there during the import; whoever asks for ``spacy.cli`` or calls ``spacy.info`` later gets the real
ones.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

_NAMES = ("spacy.cli", "spacy.cli.info")


def import_spacy() -> None:
    """Import spaCy, if nobody has yet."""
    if "spacy" in sys.modules:
        return
    command_line, command = (ModuleType(name) for name in _NAMES)
    command.__dict__["info"] = _info
    command_line.__dict__.update(info=command, __path__=[])
    sys.modules.update(zip(_NAMES, (command_line, command), strict=True))
    try:
        import spacy  # noqa: F401
    finally:
        for name, module in zip(_NAMES, (command_line, command), strict=True):
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _info(*arguments: Any, **options: Any) -> Any:
    """Call the ``info`` of spaCy's command line."""
    from spacy.cli.info import info

    return info(*arguments, **options)
