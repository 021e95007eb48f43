"""Annotated papers → fitted weights of the judges, with figures cross-validated over whole papers.

The recipe: (0) clusters of the words, from the sentences alone; (1) a logistic classifier per question over hashed
words, clusters, places and finds, on all papers; (2) its scores on
the papers of each fold come from the other folds; (3) a logistic sum per kind of thing tells what the authors use from
what they mention, over cues, places and these scores, a choice among sets of roles what a data set served for, and a
small network reads the words around data sets and networks beside these sums; (4)
a logistic sum per question over the scores and what the rules found ranks the sentences; (5) another one tells whether
the paper answers at all, (6) a third whether the first sentence shown is right. The sums of (3) to (6), but for the
roles, are fitted for all kinds or questions together, then for each with the common weights as prior, and only on
papers that no rule was written with: on the others the rules look too good.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..judging import networks, roles
from ..judging.bench import LEAST, chance_of, overrules
from ..judging.clusters import WordClusters
from ..judging.features import BUCKETS, WEIGHTS, Features, features_of
from ..judging.ranking import RANKING, RuleFinds, counting, found_by_rules, rows
from ..judging.segments import QUESTIONS, words_of
from ..judging.sentence_network import SentenceNetwork, WordVectors
from ..judging.status import rows as status_rows
from ..judging.sums import Sums
from ..judging.verdicts import RIGHTNESS, VERDICT, rightness_row, row
from ..judging.weights import Weights, WordWeights, both, pack
from ..knowledge import Knowledge, Question
from ..records import Answer, Fact
from ..words import using
from .clusters import KnownWords, clusters_of, known_words
from .fact_judges import SeenFacts, fit_facts, roles_given, seen_facts, statuses_given
from .judge_records import Case, Draft, JudgeRecipe, Outcome, Roles, Ruled, Status
from .logistic import fit_sum, fit_words
from .sentence_network import train_network, word_vectors

if TYPE_CHECKING:
    from ..judging.arrays import Flags, Floats

LEAST_SENTENCES = 3
"""Features of fewer sentences are left out."""

_RARITY = 16
_MOST_RARE = 250


@dataclass(frozen=True, slots=True)
class _Ready:
    """A case with what is computed once; ``drafts`` and ``facts`` are those after the judging of status."""

    case: Case
    features: Features
    gold: Flags
    sets: Floats
    nets: Floats
    facts: tuple[Fact, ...] = ()
    drafts: tuple[Answer, ...] = ()
    found: RuleFinds = field(default_factory=lambda: RuleFinds((), {}))


def ready(case: Case, knowledge: Knowledge, clusters: WordClusters) -> _Ready:
    """Return ``case`` with its features and a table of what answers what (lines × questions)."""
    gold = np.zeros((len(case.lines), QUESTIONS), dtype=bool)
    for cq, numbers in case.answers.items():
        gold[list(numbers), cq - 1] = True
    seen = (case.facts, case.found, case.paper)
    with using(knowledge.words):
        return _Ready(case, features_of(case.lines, clusters), gold, roles.rows(*seen), networks.rows(*seen))


def train_judges(
    cases: Sequence[Case],
    knowledge: Knowledge,
    draft: Draft,
    settings: JudgeRecipe,
    about: Mapping[str, Any],
    tell: Callable[[str], None],
) -> Outcome:
    """Return the weights fitted on all ``cases``, and what weights of the other folds decide on each unseen paper."""
    known = known_words((words_of(line.text) for case in cases for line in case.lines), settings.seed)
    clusters = clusters_of(known, settings.seed)
    vectors = vectors_of(known)
    tell(f"{len(clusters.codes)} words in {len(clusters.fine_names)} clusters")
    prepared = [ready(case, knowledge, clusters) for case in cases]
    folds = fold_of(prepared, settings)
    scores: dict[str, Floats] = {}
    for fold in range(settings.folds):
        inside = _some([item for item in prepared if folds[item.case.name] != fold], settings)
        outside = [item for item in prepared if folds[item.case.name] == fold]
        scores |= scores_of(outside, *fit_sentences(inside, vectors, settings, tell))
        tell(f"fold {fold + 1} of {settings.folds}: words")
    words, network = fit_sentences(_some(prepared, settings), vectors, settings, tell)
    judges = replace(words, clusters=clusters), network
    return fit_on_scores(prepared, folds, scores, judges, knowledge, draft, settings, about, tell)


def vectors_of(known: KnownWords) -> WordVectors | None:
    """Return the vectors that networks look at; None where there are none."""
    return word_vectors(known.words, known.vectors.astype(np.float32)) if known.words else None


def fit_sentences(
    prepared: Sequence[_Ready], vectors: WordVectors | None, settings: JudgeRecipe, tell: Callable[[str], None]
) -> tuple[WordWeights, SentenceNetwork | None]:
    """Return the classifier over words, one per question, and the networks that read them in their order."""
    words = fit_words_of(prepared, settings)
    if vectors is None or not settings.network.members:
        return words, None
    papers = [(item.case.lines, item.gold) for item in prepared]
    return words, train_network(papers, vectors, settings.network, settings.seed, tell)


def scores_of(prepared: Sequence[_Ready], words: WordWeights, network: SentenceNetwork | None) -> dict[str, Floats]:
    """Return for each paper the log odds that its sentences answer each question (lines × questions)."""
    scores = {item.case.name: words.scores(item.features) for item in prepared}
    if network is None:
        return scores
    return {
        item.case.name: both(scores[item.case.name], network.scores(item.case.lines), network.share)
        for item in prepared
    }


def fit_on_scores(
    prepared: Sequence[_Ready], folds: Mapping[str, int], scores: Mapping[str, Floats],
    judges: tuple[WordWeights, SentenceNetwork | None], knowledge: Knowledge, draft: Draft, settings: JudgeRecipe,
    about: Mapping[str, Any], tell: Callable[[str], None],
) -> Outcome:  # fmt: skip
    """Return the outcome of the ``judges`` of sentences; ``scores`` are by judges that had not seen the paper."""
    questions = knowledge.questions
    seen = {item.case.name: _seen(item, scores[item.case.name], judges[1], knowledge) for item in prepared}
    settled: list[_Ready] = []
    judged: list[Status] = []
    given: list[Roles] = []
    for fold in range(settings.folds):
        inside = _some([item for item in prepared if folds[item.case.name] != fold], settings)
        fitted = fit_facts([seen[item.case.name] for item in inside], judges[1], knowledge, settings, tell)
        for item in prepared:
            if folds[item.case.name] == fold:
                facts, assigned = fitted.judged(seen[item.case.name], knowledge)
                settled.append(_with(item, assigned, draft))
                if not item.case.seen:
                    judged += statuses_given(item.case, facts, knowledge)
                    given += roles_given(item.case, settled[-1].facts)
        tell(f"fold {fold + 1} of {settings.folds}: status")
    ruled: list[Ruled] = []
    for fold in range(settings.folds):
        inside = _some([item for item in settled if folds[item.case.name] != fold], settings)
        sums = _fit_sums(inside, scores, questions, settings)
        for item in settled:
            if folds[item.case.name] == fold and not item.case.seen:
                ruled += _rule(item, scores[item.case.name], sums, questions, settings)
        tell(f"fold {fold + 1} of {settings.folds}: sums")
    last = fit_facts([seen[item.case.name] for item in _some(prepared, settings)], judges[1], knowledge, settings, tell)
    ranking, verdict, rightness, prior = _fit_sums(_some(settled, settings), scores, questions, settings)
    weights = Weights(
        words=judges[0],
        network=judges[1],
        candidates=last.candidates,
        status=last.status,
        roles=last.roles,
        networks=last.networks,
        ranking=ranking,
        verdict=verdict,
        rightness=rightness,
        prior=prior,
        second=settings.second,
        about=about,
    )
    return Outcome(weights, tuple(ruled), tuple(judged), tuple(given), {i.case.name: i.facts for i in settled})


def _seen(item: _Ready, scores: Floats, network: SentenceNetwork | None, knowledge: Knowledge) -> SeenFacts:
    case = item.case
    table = status_rows(case.facts, case.found, case.paper, case.lines, scores, knowledge)
    return seen_facts(case, (table, item.sets, item.nets), scores, network)


def _with(item: _Ready, judged: Sequence[Fact], draft: Draft) -> _Ready:
    """Return ``item`` with the facts as they are ``judged``, and what the rules answer by these."""
    facts = tuple(replace(fact, id=f"f{number}") for number, fact in enumerate(judged, 1))
    drafts, _ = draft(facts, item.case.paper)
    return replace(item, facts=facts, drafts=drafts, found=found_by_rules(item.case.lines, facts, drafts))


def fold_of(prepared: Sequence[_Ready], settings: JudgeRecipe) -> dict[str, int]:
    """Return the fold of each paper, by name: unseen and seen ones are spread alike."""
    chance = random.Random(settings.seed)
    folds: dict[str, int] = {}
    for seen in (False, True):
        names = sorted(item.case.name for item in prepared if item.case.seen == seen)
        chance.shuffle(names)
        folds |= {name: place % settings.folds for place, name in enumerate(names)}
    return folds


def _some(prepared: Sequence[_Ready], settings: JudgeRecipe) -> list[_Ready]:
    """Return the share of the papers that is learnt from, for a learning curve."""
    if settings.share >= 1:
        return list(prepared)
    chosen = sorted(prepared, key=lambda item: item.case.name)
    random.Random(settings.seed + 1).shuffle(chosen)
    return chosen[: max(2, round(settings.share * len(chosen)))]


def fit_words_of(prepared: Sequence[_Ready], settings: JudgeRecipe) -> WordWeights:
    """Return the classifier over words, one per question."""
    offsets = np.cumsum([0, *(item.features.lines for item in prepared)])
    line = np.concatenate([i.features.line + o for i, o in zip(prepared, offsets[:-1], strict=True)])
    bucket = np.concatenate([item.features.bucket for item in prepared])
    kind = np.concatenate([item.features.kind for item in prepared])
    seen = np.bincount(bucket, minlength=BUCKETS)
    rarity = np.rint(_RARITY * (1 + np.log((offsets[-1] + 1) / (seen + 1))))
    rarity = np.where(seen < LEAST_SENTENCES, 0, np.clip(rarity, 1, _MOST_RARE)).astype(np.uint8)
    amount = WEIGHTS[kind] * rarity[bucket]
    kept = amount > 0
    line, bucket, amount = line[kept], bucket[kept], amount[kept].astype(np.float64)
    length = np.sqrt(np.bincount(line, weights=amount * amount, minlength=offsets[-1]))
    gold = np.concatenate([item.gold for item in prepared])
    weights, shift = fit_words(line, bucket, amount / length[line], gold, BUCKETS, settings.words_cost)
    return pack(weights, rarity, shift)


def _fit_sums(
    prepared: Sequence[_Ready], scores: Mapping[str, Floats], questions: Sequence[Question], settings: JudgeRecipe
) -> tuple[Sums, Sums, Sums, tuple[float, ...]]:
    unseen = [item for item in prepared if not item.case.seen]
    prior = _prior(prepared)
    ranking = _fit_ranking(unseen, scores, questions, settings)
    table, truth, right = [], [], []
    which = []
    for item in unseen:
        for question in questions:
            ranked, features = _features(item, scores[item.case.name], ranking, question, prior)
            table.append(features)
            truth.append(item.case.stated[question.cq])
            right.append((ranked, bool(item.gold[int(np.argmax(ranked)), question.cq - 1])))
            which.append(question.cq)
    verdict = fit_sum(np.array(table), np.array(truth), np.array(which), VERDICT, 0.5, settings.verdict_pull)
    more, good, asked = [], [], []
    for number, (ranked, is_right) in enumerate(right):
        item = unseen[number // len(questions)]
        odds = float(verdict(which[number], table[number][None])[0])
        if odds >= 0:
            more.append(rightness_row(odds, ranked, item.found, which[number]))
            good.append(is_right)
            asked.append(which[number])
    rightness = fit_sum(np.array(more), np.array(good), np.array(asked), RIGHTNESS, 0.3, settings.verdict_pull)
    return ranking, verdict, rightness, prior


def _prior(prepared: Sequence[_Ready]) -> tuple[float, ...]:
    prior = []
    for cq in range(1, QUESTIONS + 1):
        stated = sum(item.case.stated[cq] for item in prepared)
        prior.append(round(float(np.log((stated + 1) / (len(prepared) - stated + 1))), 4))
    return tuple(prior)


def _fit_ranking(
    unseen: Sequence[_Ready], scores: Mapping[str, Floats], questions: Sequence[Question], settings: JudgeRecipe
) -> Sums:
    table, truth, which = [], [], []
    chance = np.random.default_rng(settings.seed)
    for item in unseen:
        drafts = {draft.cq: draft for draft in item.drafts}
        for question in questions:
            words = counting(scores[item.case.name], item.case.lines, question)
            features = rows(words, item.case.lines, item.found, question, drafts[question.cq])
            gold = item.gold[:, question.cq - 1]
            likely = (features[:, 3] > -1.7) | (features[:, 6:9].sum(axis=1) > 0) | gold
            kept = likely | (chance.random(len(gold)) < 0.05)
            table.append(features[kept])
            truth.append(gold[kept])
            which.append(np.full(int(kept.sum()), question.cq))
    return fit_sum(
        np.concatenate(table), np.concatenate(truth), np.concatenate(which), RANKING, 0.1, settings.ranking_pull
    )


def _features(
    item: _Ready, scores: Floats, ranking: Sums, question: Question, prior: Sequence[float]
) -> tuple[Floats, Floats]:
    drafts = {draft.cq: draft for draft in item.drafts}
    words = counting(scores, item.case.lines, question)
    ranked = ranking(question.cq, rows(words, item.case.lines, item.found, question, drafts[question.cq]))
    return ranked, row(words, ranked, item.found, question, drafts, item.facts, prior[question.cq - 1])


def _rule(
    item: _Ready, scores: Floats, sums: tuple[Sums, Sums, Sums, tuple[float, ...]], questions: Sequence[Question],
    settings: JudgeRecipe,
) -> list[Ruled]:  # fmt: skip
    ranking, verdict, rightness, prior = sums
    drafts = {draft.cq: draft for draft in item.drafts}
    ruled = []
    for question in questions:
        cq = question.cq
        ranked, features = _features(item, scores, ranking, question, prior)
        odds = float(verdict(cq, features[None])[0])
        right = float(rightness(cq, rightness_row(odds, ranked, item.found, cq)[None])[0])
        order = np.argsort(-ranked, kind="stable")[:2]
        shown = [int(n) for p, n in enumerate(order) if p == 0 or chance_of(float(ranked[n])) >= settings.second]
        gold = item.gold[:, cq - 1]
        likely = chance_of(right) >= LEAST and (drafts[cq].stated or chance_of(float(ranked.max())) >= LEAST)
        stated = overrules(odds, drafts[cq].stated) and likely
        ruled.append(
            Ruled(
                name=item.case.name,
                cq=cq,
                stated=stated,
                chance=chance_of(right) if stated else chance_of(-odds),
                shown=tuple(bool(gold[n]) for n in shown) if stated else (),
                truly=item.case.stated[cq],
                by_rules=drafts[cq].stated,
                by_rules_shown=tuple(bool(gold[n]) for n in item.found.shown.get(cq, ())[:2]),
            )
        )
    return ruled
