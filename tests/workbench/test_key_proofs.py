"""Headings and names prove the regexes of ``table``, ``edges`` and ``extend``."""

import json
from pathlib import Path

import pytest

from dlextract.build import build_pipeline
from dlextract.patterns import Mistake, load_knowledge
from dlextract.workbench.key_proofs import check_keys


def said(folder: Path, keys: str, **examples: list[str]) -> list[str]:
    """Return what is wrong with the keys of a shipped label."""
    written = json.dumps({"match": ["An [[owl]]."], "ignore": ["A jay."]} | examples)
    (folder / "a.yaml").write_text(f"BIRD:\n  terms: [owl]\n  {keys}\n  examples:\n    {written}\n", "utf-8")
    knowledge = load_knowledge([folder])
    found = check_keys(build_pipeline(knowledge), list(knowledge.patterns.values()), knowledge)
    return [f"{f.place.line}: {f.what}" for f in found if f.error]


UNPROVED = "1: no example of this label is read differently without "


def test_extend_is_proved_by_a_sentence(tmp_path: Path) -> None:
    assert said(tmp_path, "extend: '-2'", match=["An [[owl-2]]."]) == []
    assert said(tmp_path, "extend: '-2'") == [UNPROVED + "extend"]


@pytest.mark.parametrize(
    ("headings", "wrong"),
    [
        (["Owls", "Night birds"], []),
        (["Owls"], [UNPROVED + "the regex 2 of table"]),
        (["Night birds", "Jays"], ["5: this heading is read as nothing", UNPROVED + "the regex 1 of table"]),
    ],
)
def test_headings_prove_those_of_tables(headings: list[str], wrong: list[str], tmp_path: Path) -> None:
    assert sorted(said(tmp_path, "table: ['owls?', 'night birds?']", headings=headings)) == sorted(wrong)


@pytest.mark.parametrize(
    ("edges", "wrong"),
    [
        (["The ⟦old [[owl]]⟧.", "An [[⟦owl⟧-B]].", "An ⟦owl⟧ pellet."], []),
        (["An [[⟦owl⟧-B]].", "An ⟦owl⟧ pellet."], [UNPROVED + "the regex 1 of edges, drop_before"]),
        (["The ⟦old [[owl]]⟧.", "An ⟦owl⟧ pellet."], [UNPROVED + "the regex 1 of edges, add_after"]),
        (["The ⟦old [[owl]]⟧.", "An [[⟦owl⟧-B]]."], [UNPROVED + "the regex 1 of edges, unless"]),
        (
            ["The [[⟦old owl⟧]].", "An ⟦owl⟧-B.", "An [[⟦owl⟧]] pellet."],
            ["5: here the name is 'owl'", "5: here the name is 'owl-B'", "5: here it is no name"],
        ),
    ],
)
def test_names_prove_edges(edges: list[str], wrong: list[str], tmp_path: Path) -> None:
    keys = "edges: {drop_before: 'old ', add_after: '-B', unless: '⟧ pellet'}"
    assert sorted(said(tmp_path, keys, edges=edges)) == sorted(wrong)


@pytest.mark.parametrize("edge", ["An owl.", "An [[owl]].", "An [[⟦owl]].", "An ⟧owl⟦.", "⟦An⟧ ⟦owl⟧."])
def test_one_name_is_marked(edge: str, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"a\.yaml:5:.*: BIRD: one name is needed as a network marks it"):
        said(tmp_path, "edges: {unless: pellet}", edges=[edge])
