"""Weights by hand, for tests of what is done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dlextract.judging import networks
from dlextract.judging.features import BUCKETS, features_of, names_of
from dlextract.judging.ranking import RANKING
from dlextract.judging.roles import CHOICES, ROLES
from dlextract.judging.segments import Segment
from dlextract.judging.status import SETTINGS, STATUS
from dlextract.judging.sums import Sums
from dlextract.judging.verdicts import RIGHTNESS, VERDICT
from dlextract.judging.weights import Weights, pack


def weights_for(
    words: Mapping[int, Sequence[str]],
    lines: Sequence[Segment],
    verdict: Mapping[str, float] | None = None,
) -> Weights:
    """Return weights by which the ``words`` speak for their question and nothing else speaks.

    ``verdict`` gives weights for the features of ``VERDICT``; "" is the constant.
    """
    table = np.zeros((BUCKETS, 28))
    rarity = np.zeros(BUCKETS)
    rarity[features_of(lines).bucket] = 16
    for number in range(len(lines)):
        for (kind, bucket), name in names_of(lines, number).items():
            for cq, some in words.items():
                if kind == 0 and name in some:
                    table[bucket, cq - 1] = 30.0
    ranking = np.zeros((28, len(RANKING) + 1))
    ranking[:, 0] = 1.0
    return Weights(
        words=pack(table, rarity, np.full(28, -2.0)),
        status=Sums(STATUS, _rows(STATUS, {"cues in all": 1.0}, SETTINGS)),
        roles=Sums(ROLES, _rows(ROLES, {}, len(CHOICES))),
        networks=Sums(networks.NETWORKS, _rows(networks.NETWORKS, {}, len(networks.CHOICES))),
        ranking=Sums(RANKING, ranking),
        verdict=Sums(VERDICT, _rows(VERDICT, verdict or {})),
        rightness=Sums(RIGHTNESS, _rows(RIGHTNESS, {"stated": 1.0})),
        prior=(0.0,) * 28,
        second=0.5,
        about={"papers": 0},
    )


def _rows(names: Sequence[str], given: Mapping[str, float], count: int = 28) -> np.ndarray:
    row = [given.get(name, 0.0) for name in (*names, "")]
    return np.tile(np.array(row), (count, 1))
