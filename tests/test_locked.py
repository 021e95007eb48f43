"""The lock file has every direct dependency, in the range that pyproject.toml allows, and a hash for each file."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def locked(text: str) -> dict[str, list[tuple[str, int]]]:
    """Return name → (version, number of hashes) for each entry of a requirements file."""
    found: dict[str, list[tuple[str, int]]] = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text):
        if match := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", entry):
            name = re.sub(r"[-_.]+", "-", match[1]).lower()
            found.setdefault(name, []).append((match[2], entry.count("--hash=sha256:")))
    return found


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib")
def test_every_dependency_is_locked_with_hashes_and_in_its_range() -> None:
    import tomllib
    from packaging.requirements import Requirement

    path = ROOT / ".ci" / "requirements.txt"
    if not path.exists():
        pytest.skip("not in this copy")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    tested = re.findall(r"dlextract\[([\w-]+)\]", " ".join(extras["dev"]))
    direct = [*project["dependencies"], *extras["dev"], *(name for extra in tested for name in extras[extra])]
    entries = locked(path.read_text(encoding="utf-8"))
    assert all(hashes for versions in entries.values() for _, hashes in versions)
    for requirement in map(Requirement, direct):
        if requirement.name == "dlextract":
            continue
        versions = entries[re.sub(r"[-_.]+", "-", requirement.name).lower()]
        assert all(requirement.specifier.contains(version) for version, _ in versions), requirement
