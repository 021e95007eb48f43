"""Lets the command line read with the fake reader of the bulk tests."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from caller import Call, Said
from fake_reader import build_fake

from dlextract.cli.door import run


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    """Run the command line in an empty folder; the fake reader and two questions stand for the real ones."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("DLEXTRACT_PATTERNS", raising=False)
    monkeypatch.setattr("dlextract.cli.reader_settings.make_reader", build_fake)
    knowledge = SimpleNamespace(
        questions=[
            SimpleNamespace(cq=20, name="hardware", ask="Which hardware?", labels=("GPU",)),
            SimpleNamespace(cq=24, name="randomness", ask="Which seed?", labels=("RANDOM_SEED",)),
        ],
        patterns={"GPU": None, "RANDOM_SEED": None},
        warnings=(),
    )
    for module in ("options", "about", "reader_settings"):
        monkeypatch.setattr(f"dlextract.cli.{module}.knowledge_of", lambda folders: knowledge)

    def caller(*arguments: str) -> Said:
        code = run(arguments)
        out, err = capfdbinary.readouterr()
        return Said(code, out.decode(), err.decode())

    return caller
