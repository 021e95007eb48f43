"""One word means one thing: no two modules, and no two classes, of one name that mean different things."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "dlextract"
SAME_EVERYWHERE = {
    "app": "the addresses that a server answers",
    "formats": "the formats of one kind of file by their names",
    "guard": "what every request passes",
    "in_worker": "what the worker processes do for a server",
    "server": "a server from its first to its last second",
    "spacy_part": "what a pipeline of spaCy needs of the room",
}
"""Names of modules that stand in several rooms and mean the same in each."""
SAME_CLASSES = {"Guard": "what every request passes"}


def several(named: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the names that more than one place has, with the places."""
    places = defaultdict(list)
    for name, place in named:
        places[name].append(place)
    return {name: found for name, found in places.items() if len(found) > 1}


def modules() -> list[tuple[str, str]]:
    """Return the modules and packages; a command, or a training, is called by what it runs or trains."""
    files = [path.relative_to(SOURCE) for path in sorted(SOURCE.rglob("*.py"))]
    named = [(p.parent.name, str(p.parent)) if p.stem == "__init__" else (p.stem, str(p)) for p in files]
    return [(name, place) for name, place in named if not place.startswith(("cli/", "training/"))]


def classes() -> list[tuple[str, str]]:
    """Return the public classes of all modules."""
    return [
        (node.name, str(path.relative_to(SOURCE)))
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]


def test_no_module_has_the_name_of_another() -> None:
    found = several(modules())
    assert {name: places for name, places in found.items() if name not in SAME_EVERYWHERE} == {}
    assert set(SAME_EVERYWHERE) <= set(found)


def test_no_class_has_the_name_of_another() -> None:
    found = several(classes())
    assert {name: places for name, places in found.items() if name not in SAME_CLASSES} == {}
    assert set(SAME_CLASSES) <= set(found)
