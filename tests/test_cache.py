"""The cache of what can be computed again."""

import copyreg
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
import regex

from dlextract import cache, prepared, regexes


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


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what came with an installation."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    monkeypatch.setattr(prepared, "shipped_file", lambda name: folder / name if (folder / name).is_file() else None)
    return folder


def test_what_came_with_an_installation_is_found_under_its_key_alone(shipped: Path) -> None:
    value = {"é": [1, 2.5, None, "\n"]}
    assert prepared.load("kind", prepared.key("a")) is None
    assert prepared.store(shipped, "kind", prepared.key("a"), value) == shipped / "kind.json"
    assert prepared.load("kind", prepared.key("a")) == value
    assert prepared.load("kind", prepared.key("b")) is None
    (shipped / "kind.json").write_bytes((shipped / "kind.json").read_bytes()[:-5])
    assert prepared.load("kind", prepared.key("a")) is None
    assert len({prepared.key("a", "b"), prepared.key("ab"), prepared.key("a\n1\nb"), prepared.key(b"a", "b", "")}) == 4


@pytest.mark.parametrize("compiler", ["the same", "another"])
def test_shipped_regexes_are_used_where_the_same_compiler_is_installed(
    compiler: str, shipped: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("_ready", {}), ("_known", {}), ("_file", ""), ("_fresh", 0), ("_ENOUGH", 1)):
        monkeypatch.setattr(regexes, name, value)
    shown = r"(?i)learning (?P<value>\w+)"
    regexes.prepare(shipped, [shown])
    for name, other in (("_ready", {}), ("_fresh", 0)):
        monkeypatch.setattr(regexes, name, other)
    if compiler == "another":
        monkeypatch.setattr(regexes, "_compiler", lambda: b"another")
    regexes.use_cache()
    match = regexes.compiled(shown).search("Learning rates")
    assert match is not None and match["value"] == "rates"
    regexes.keep()
    fresh = compiler == "another"
    assert (regexes._fresh, len(list(folder.glob("regexes-*.bin")))) == (0, fresh)
    assert list(regexes._known) == ([] if fresh else [shown])


def test_a_regex_made_of_json_has_the_parts_of_the_compiled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = r"(?i)learning (?P<value>\w+)"
    reduce: Any = copyreg.dispatch_table[regex.Pattern]
    made = reduce(regex.compile(shown))
    monkeypatch.setattr(regexes, "_known", {shown: json.loads(json.dumps(regexes._frozen(regex.compile(shown))))})
    seen: list[Any] = []
    monkeypatch.setattr(regexes, "_maker", lambda: lambda *some: seen.append(some) or regex.compile(some[0]))
    assert regexes._thawed(shown) is not None
    assert seen == [made[1]]
    assert [type(part) for part in seen[0]] == [type(part) for part in made[1]]


POSIX = pytest.mark.skipif(os.name != "posix", reason="owners and modes")


def test_types_are_those_that_were_stored() -> None:
    value = {("a", 1): [frozenset({"x"}), (), {}, True, None, 1.5, -(2**70), "\ud800\u2028\0é", b"\xff"], 2: {"t": [1]}}
    assert cache.store("kind", "name", value)
    assert repr(cache.load("kind", "name")) == repr(value)


@POSIX
def test_what_is_stored_is_for_the_user_alone(folder: Path) -> None:
    assert cache.store("kind", "name", 1)
    assert [path.stat().st_mode & 0o777 for path in (folder, folder / "kind-name.bin")] == [0o700, 0o600]


@POSIX
@pytest.mark.parametrize("mode", [0o020, 0o002])
def test_a_file_or_folder_that_others_may_write_is_not_believed(folder: Path, mode: int) -> None:
    assert cache.store("kind", "name", 1)
    (folder / "kind-name.bin").chmod(0o600 | mode)
    assert cache.load("kind", "name") is None
    (folder / "kind-name.bin").chmod(0o600)
    assert cache.load("kind", "name") == 1
    folder.chmod(0o700 | mode)
    assert cache.load("kind", "name") is None
    assert not cache.store("kind", "other", 1)


@POSIX
def test_the_files_of_another_user_are_not_believed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.store("kind", "name", 1)
    owner = folder.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    believed = owner == 0  # root can do anything anyway
    assert (cache.load("kind", "name") == 1, cache.store("kind", "other", 1)) == (believed, believed)
    if owner == 0:
        os.chown(folder / "kind-name.bin", 12345, -1)
        assert cache.load("kind", "name") is None


def test_a_file_under_another_name_is_not_believed(folder: Path) -> None:
    assert cache.store("kind", "name", 1)
    (folder / "kind-name.bin").rename(folder / "kind-other.bin")
    assert cache.load("kind", "other") is None


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"t":1}',
        b'{"x":1}',
        b'{"t":[],"d":[]}',
        b'{"d":[[1,2],[3]]}',
        b'{"d":[[[]],[3]]}',
        b'{"b":"\xc3\xa9"}',
        b"\xff",
        b"9" * 5000,
        b"[\xff\xff\xff\x7f",
    ],
)
def test_a_crafted_file_with_a_right_checksum_is_nothing(folder: Path, body: bytes) -> None:
    assert cache.store("kind", "name", 1)
    path = folder / "kind-name.bin"
    head, _, rest = path.read_bytes().partition(b"\n")
    checksum = hashlib.sha256(b"kind-name.bin\0" + rest.partition(b"\n")[2]).hexdigest().encode()
    assert rest.partition(b"\n")[0] == checksum
    path.write_bytes(head + b"\n" + hashlib.sha256(b"kind-name.bin\0" + body).hexdigest().encode() + b"\n" + body)
    assert cache.load("kind", "name") is None


@POSIX
def test_a_pipe_in_the_cache_stops_nothing(folder: Path) -> None:
    assert cache.store("kind", "other", 1)
    os.mkfifo(folder / "kind-name.bin", 0o600)
    assert cache.load("kind", "name") is None


def test_a_file_that_is_too_large_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.store("kind", "name", "x" * 1000)
    monkeypatch.setattr(cache, "_LARGEST", 1000)
    assert cache.load("kind", "name") is None


def test_two_versions_share_a_folder_and_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = cache.key("a")
    assert cache.store("kind", mine, 1)
    monkeypatch.setattr(cache, "_MADE_BY", ("dlextract cache 2", "0.0.9", "cpython-310"))
    theirs = cache.key("a")
    assert theirs != mine and cache.load("kind", theirs) is None
    assert cache.store("kind", theirs, 2)
    assert (cache.load("kind", mine), cache.load("kind", theirs)) == (1, 2)
