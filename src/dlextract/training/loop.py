"""Trains a spaCy pipeline on annotated paragraphs, epoch by epoch, and keeps the best one by a second corpus."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language
from spacy.schemas import ConfigSchemaTraining
from spacy.training import Example
from spacy.util import fix_random_seed, registry
from thinc.api import Optimizer

from dlextract.evaluation.mentions import MentionScores, score_mentions
from dlextract.evaluation.paragraphs import LABELS, AnnotatedParagraph
from dlextract.training.checkpoint import Checkpoint

_WARMUP = 100
_LAST_RATE = 0.1


@dataclass(frozen=True, slots=True)
class Epoch:
    """What an epoch brought. ``epoch`` counts from 1; ``loss`` is the sum over the epoch."""

    epoch: int
    epochs: int
    loss: float
    scores: MentionScores
    best: bool


def train(
    nlp: Language,
    examples: Sequence[Example],
    dev: Sequence[AnnotatedParagraph],
    checkpoint: Checkpoint,
    report: Callable[[Epoch], None],
) -> MentionScores:
    """Train ``nlp``, which is initialised, and return the scores of its best epoch.

    The pipeline of that epoch lies in ``checkpoint.best``.

    The ``[training]`` block of the pipeline's config says how: seed, max_epochs, patience (epochs without a better
    score), dropout, optimizer and batcher. The learning rate rises over the first steps and then falls evenly to a
    tenth.

    Every epoch draws its random numbers from the seed and its own number: an interrupted training that goes on ends
    at the same weights as one that was never interrupted.
    """
    settings = registry.resolve(nlp.config.interpolate()["training"], schema=ConfigSchemaTraining)
    seed, epochs, patience = settings["seed"] or 0, settings["max_epochs"], settings["patience"]
    optimizer: Optimizer = settings["optimizer"]
    rate = float(optimizer.learn_rate)
    state: dict[str, Any] = checkpoint.load(nlp, optimizer) or {"epoch": 0, "best": -1.0, "best_epoch": 0, "steps": 0}
    while state["epoch"] < epochs and not (patience and state["epoch"] - state["best_epoch"] >= patience):
        epoch = state["epoch"]
        fix_random_seed(seed * 1000 + epoch)
        order = list(examples)
        random.Random(f"{seed}/{epoch}").shuffle(order)
        batches = list(settings["batcher"](order))
        losses: dict[str, float] = {}
        for index, batch in enumerate(batches):
            share = (epoch + index / len(batches)) / epochs
            warmup = min(1.0, (state["steps"] + 1) / min(_WARMUP, epochs * len(batches) / 10))
            optimizer.learn_rate = rate * warmup * (1 - (1 - _LAST_RATE) * share)
            nlp.update(batch, sgd=optimizer, drop=settings["dropout"], losses=losses)
            state["steps"] += 1
        with nlp.use_params(optimizer.averages or {}):
            scores = score_mentions(dev, nlp.pipe(paragraph.text for paragraph in dev), labels_of(nlp))
            better = scores.micro.f1 > state["best"]
            if better:
                checkpoint.keep(nlp)
        state["epoch"] += 1
        if better:
            state.update(best=scores.micro.f1, best_epoch=state["epoch"])
        checkpoint.save(nlp, optimizer, state)
        report(Epoch(state["epoch"], epochs, float(sum(losses.values())), scores, better))
    return best_scores(checkpoint, dev)


def best_scores(checkpoint: Checkpoint, dev: Sequence[AnnotatedParagraph]) -> MentionScores:
    """Return the scores of the best pipeline that ``checkpoint`` holds."""
    nlp = spacy.load(checkpoint.best)
    return score_mentions(dev, nlp.pipe(paragraph.text for paragraph in dev), labels_of(nlp))


def labels_of(nlp: Language) -> tuple[str, ...]:
    """Return what ``nlp`` marks, in the order in which scores are shown."""
    marked = nlp.get_pipe("ner").labels
    return (*(label for label in LABELS if label in marked), *(label for label in marked if label not in LABELS))
