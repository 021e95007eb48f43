"""The cache of what can be computed again."""

from pathlib import Path

import pytest

from dlextract import cache, regexes


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DLEXTRACT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_stored_is_found_again(folder: Path) -> None:
    value = {"a": (1, 2.5, None, b"x", ["y"], frozenset({"z"}))}
    assert cache.load("kind", "name") is None
    assert cache.store("kind", "name", value)
    assert cache.load("kind", "name") == value
    assert cache.load("other", "name") is None
    assert [path.name for path in folder.iterdir()] == ["kind-name.bin"]


def test_only_the_newest_files_of_a_kind_are_kept(folder: Path) -> None:
    for number in range(15):
        assert cache.store("kind", f"{number:02}", number)
    assert len(list(folder.glob("kind-*.bin"))) == 12


def test_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DLEXTRACT_CACHE", "off")
    assert not cache.store("kind", "name", 1)
    assert cache.load("kind", "name") is None
    assert not folder.exists()


def test_the_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert cache.folder() == tmp_path / "cache"
    monkeypatch.delenv("DLEXTRACT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache.folder() == Path("/somewhere/dlextract")


def test_keys_differ() -> None:
    assert len({cache.key("a", "b"), cache.key("ab"), cache.key("b", "a"), cache.key("a", "b")}) == 3


def test_regexes_are_the_same_after_a_visit_to_the_cache(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    for name, value in (("_ready", {}), ("_known", {}), ("_file", ""), ("_fresh", 0), ("_ENOUGH", 2)):
        monkeypatch.setattr(regexes, name, value)
    patterns = [r"(?i)learning (?P<value>\w+)", r"(?:(?P<value>\d+),? ?)+", r"\bé[^a-c]{2,}+(?<=x)"]
    texts = ["Learning rates", "16, 32", "ééxxx", ""]

    def found() -> list[object]:
        matches = [regexes.compiled(pattern).search(text) for pattern in patterns for text in texts]
        return [match and (match.span(), match.capturesdict()) for match in matches]

    regexes.use_cache()
    fresh = found()
    regexes.keep()
    assert len(list(folder.glob("regexes-*.bin"))) == 1
    monkeypatch.setattr(regexes, "_ready", {})
    monkeypatch.setattr(regexes, "_file", "")
    regexes.use_cache()
    monkeypatch.setattr(regexes, "_compile", None)
    assert found() == fresh
