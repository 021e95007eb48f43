"""Logistic regression: over very many hashed features (scikit-learn), and over few named ones with a common prior."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..errors import UsageError
from ..judging.segments import QUESTIONS
from ..judging.sums import Sums

if TYPE_CHECKING:
    from ..judging.arrays import Flags, Floats, Integers

_SUM_STEPS = 60
_CLOSE = 1e-7
_FLAT = 1e-6
_CONSTANT_PULL = 20.0
_NEVER = -20.0


def fit_words(
    line: Integers, bucket: Integers, amount: Integers, gold: Flags, buckets: int, cost: float
) -> tuple[Floats, Floats]:
    """Return weights (buckets × questions) and constants of a classifier for each question.

    Args:
        line, bucket, amount: the features: sentence, number and size.
        gold: what each sentence answers (sentences × questions).
        buckets: how many features there can be.
        cost: of an error; the larger, the closer the fit.

    Raises:
        UsageError: scikit-learn is not installed.
    """
    try:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise UsageError("train judges", "scikit-learn is missing", "pip install 'dlextract[train]'") from error
    used = np.unique(bucket)
    column = np.searchsorted(used, bucket)
    table = csr_matrix((amount, (line, column)), shape=(len(gold), len(used)))
    weights = np.zeros((buckets, QUESTIONS))
    shift = np.full(QUESTIONS, -8.0)
    for number in range(QUESTIONS):
        if gold[:, number].any() and not gold[:, number].all():
            model = LogisticRegression(C=cost, solver="liblinear", max_iter=60, random_state=0)
            model.fit(table, gold[:, number])
            weights[used, number] = model.coef_[0]
            shift[number] = float(model.intercept_[0])
    return weights, shift


def fit_sum(
    table: Floats,
    truth: Floats,
    which: Integers,
    names: Sequence[str],
    first: float,
    pull: float,
    count: int = QUESTIONS,
) -> Sums:
    """Return sums fitted for all cases together, then for each question or kind with the common weights as prior.

    Columns are brought to one size for the fit; the weights are for the table as it is.

    Args:
        table: cases × names.
        truth: what is right of each case.
        which: its question or kind, counted from 1.
        names: of the columns.
        first: how strongly the common weights are drawn to nought.
        pull: how strongly those of a question or kind are drawn to the common ones.
        count: how many questions or kinds there are.
    """
    middle, size = table.mean(axis=0), table.std(axis=0)
    size = np.where(size < _FLAT, 1.0, size)
    full = np.hstack([(table - middle) / size, np.ones((len(table), 1))])
    common = _newton(full, truth, np.zeros(full.shape[1]), np.full(full.shape[1], first))
    weights = np.tile(common, (count, 1))
    drawn = np.full(full.shape[1], pull)
    drawn[-1] = _CONSTANT_PULL
    for number in range(1, count + 1):
        some = which == number
        if some.any():
            weights[number - 1] = _newton(full[some], truth[some], common, drawn)
    weights[:, -1] -= (weights[:, :-1] * middle / size).sum(axis=1)
    weights[:, :-1] /= size
    return Sums(tuple(names), weights)


def fit_choice(table: Floats, truth: Integers, names: Sequence[str], cost: float, count: int) -> Sums:
    """Return one sum for each of ``count`` choices, so that the largest one is most likely the right choice.

    Args:
        table: cases × names.
        truth: number of the right choice of each case, counted from 1.
        names: of the columns.
        cost: of an error; the larger, the closer the fit.
        count: how many choices there are.
    """
    weights = np.zeros((count, len(names) + 1))
    weights[:, -1] = _NEVER
    if not len(truth):
        return Sums(tuple(names), weights)
    middle, size = table.mean(axis=0), table.std(axis=0)
    size = np.where(size < _FLAT, 1.0, size)
    seen = np.unique(truth)
    if len(seen) == 1:
        weights[seen[0] - 1, -1] = 0.0
    if len(seen) > 1:
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=cost, max_iter=500).fit((table - middle) / size, truth)
        slopes, constants = model.coef_, model.intercept_
        if len(seen) == 2:
            slopes, constants = np.stack([-slopes[0] / 2, slopes[0] / 2]), np.array([-1, 1]) * constants[0] / 2
        weights[seen - 1, :-1] = slopes / size
        weights[seen - 1, -1] = constants - (slopes * middle / size).sum(axis=1)
    return Sums(tuple(names), weights)


def _newton(table: Floats, truth: Floats, prior: Floats, pull: Floats) -> Floats:
    """Return the weights that fit best, drawn to ``prior``, by Newton's method with halved steps."""
    weights: Floats = prior.copy()
    loss = _loss(table, truth, weights, prior, pull)
    for _ in range(_SUM_STEPS):
        chance = np.exp(-np.logaddexp(0.0, -(table @ weights)))
        slope = table.T @ (chance - truth) + pull * (weights - prior)
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > _CLOSE and _loss(table, truth, weights - size * step, prior, pull) > loss:
            size /= 2
        weights = weights - size * step
        new = _loss(table, truth, weights, prior, pull)
        if loss - new < _CLOSE * max(1.0, abs(loss)):
            break
        loss = new
    return weights


def _loss(table: Floats, truth: Floats, weights: Floats, prior: Floats, pull: Floats) -> float:
    odds: Floats = table @ weights
    return float((np.logaddexp(0.0, odds) - truth * odds).sum() + 0.5 * (pull * (weights - prior) ** 2).sum())
