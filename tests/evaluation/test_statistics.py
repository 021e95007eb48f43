from __future__ import annotations

import pytest

from dlextract.evaluation.statistics import interval, kappa


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], 1.0),
        ([(True, True), (False, False)], 1.0),
        ([(True, False), (False, True)], -1.0),
        ([(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15, 0.4),
    ],
)
def test_kappa(pairs: list[tuple[bool, bool]], expected: float) -> None:
    assert kappa(pairs) == pytest.approx(expected)


def test_the_interval_holds_the_figure_and_follows_its_seed() -> None:
    items = [0, 1] * 50
    low, high = interval(items, lambda drawn: sum(drawn) / len(drawn), seed=3)
    assert 0.35 < low < 0.45 < 0.55 < high < 0.65
    assert (low, high) == interval(items, lambda drawn: sum(drawn) / len(drawn), seed=3)
    assert interval([], lambda drawn: 1.0) == (0.0, 0.0)
