from __future__ import annotations

from pathlib import Path

from dlextract.resources import fingerprint


def test_a_fingerprint_follows_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "ner").mkdir()
    (tmp_path / "ner" / "model").write_bytes(b"1")
    first = fingerprint(tmp_path)
    assert first.startswith("sha256:")
    assert len(first) == 71
    (tmp_path / ".hidden").write_bytes(b"2")
    assert fingerprint(tmp_path) == first
    (tmp_path / "ner" / "model").rename(tmp_path / "ner" / "other")
    renamed = fingerprint(tmp_path)
    (tmp_path / "ner" / "other").write_bytes(b"2")
    assert len({first, renamed, fingerprint(tmp_path)}) == 3
