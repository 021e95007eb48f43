"""Whose settings the rows of a table are."""

from __future__ import annotations

import pytest

from dlextract.finding.table_owners import owner_hints

OWN, THEIRS = "", "mentioned"


@pytest.mark.parametrize(
    ("names", "heading", "caption", "expected"),
    [
        (["Hill et al. [3]", "OwlNet (2019)", "Baseline", "Ours"], "Method", "Settings.", [THEIRS, THEIRS, OWN, OWN]),
        (["Hill et al. [3]", "Wood & Moor (2019)", "OwlNet"], "Method", "Settings.", [THEIRS, THEIRS, OWN]),
        (["Hill et al. [3]", "OwlNet [4]"], "Method", "Settings.", [OWN, OWN]),
        (["OwlNet (2019)", "BatNet (2020)"], "Model", "Settings.", [OWN, OWN]),
        (["Hill (2019)", "Wood (2020)"], "Study", "Settings.", [THEIRS, THEIRS]),
        (["OwlNet", "BatNet"], "Model", "Settings reported in earlier studies.", [THEIRS, THEIRS]),
        (["OwlNet", "BatNet"], "Model", "Settings used in this paper.", [OWN, OWN]),
    ],
)
def test_rows_are_the_authors_own_or_those_of_others(
    names: list[str], heading: str, caption: str, expected: list[str]
) -> None:
    assert owner_hints(names, heading, caption) == expected
