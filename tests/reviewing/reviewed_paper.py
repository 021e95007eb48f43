"""A record, and acts on it, that the tests of reviewing share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sample import FAILURE, REPORT

from dlextract.reviewing import Act
from dlextract.writing import to_dict

SHA = "0" * 64
FINGERPRINT = "1.2 sha256:aa dl_ner 0.1"
GPU = "GPU=NVIDIA TITAN X @ stage 1"


def record(**answer: Any) -> dict[str, Any]:
    """Return the sample record; ``answer`` changes its first answer."""
    made = to_dict(REPORT)
    made["answers"][0].update(answer)
    return made


def failure() -> dict[str, Any]:
    """Return the record of a paper that could not be read."""
    return to_dict(FAILURE)


def act(verdict: str, key: str = "hardware", **more: Any) -> Act:
    """Return an act on the sample record, a question's unless the key is that of a fact."""
    kind = "fact" if "=" in key else "question"
    made = Act("anna", "2026-03-01T10:00:00.000Z", SHA, kind, key, verdict, fingerprint=FINGERPRINT)
    return replace(made, **more)
