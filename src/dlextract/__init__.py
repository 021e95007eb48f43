"""Says what a deep-learning paper states: hardware, data, architectures, hyperparameters and 28 answers.

    from dlextract import Extractor

    report = Extractor().read("paper.pdf")

The names below are the public interface; importing this package imports nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .bulk.library import Limits, read_many
    from .errors import DlextractError, ModelError, OutputError, PaperError, PatternError, UsageError
    from .extractor import Extractor
    from .records import Answer, Evidence, Fact, Paper
    from .report import Failure, Report
    from .writing import SCHEMA_VERSION, to_dict
    from .writing.frames import to_pandas

_HOMES = {
    "Answer": "records",
    "DlextractError": "errors",
    "Evidence": "records",
    "Extractor": "extractor",
    "Fact": "records",
    "Failure": "report",
    "Limits": "bulk.library",
    "ModelError": "errors",
    "OutputError": "errors",
    "Paper": "records",
    "PaperError": "errors",
    "PatternError": "errors",
    "Report": "report",
    "SCHEMA_VERSION": "writing",
    "UsageError": "errors",
    "read_many": "bulk.library",
    "to_dict": "writing",
    "to_pandas": "writing.frames",
}

__all__ = [
    "SCHEMA_VERSION",
    "Answer",
    "DlextractError",
    "Evidence",
    "Extractor",
    "Fact",
    "Failure",
    "Limits",
    "ModelError",
    "OutputError",
    "Paper",
    "PaperError",
    "PatternError",
    "Report",
    "UsageError",
    "__version__",
    "read_many",
    "to_dict",
    "to_pandas",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
