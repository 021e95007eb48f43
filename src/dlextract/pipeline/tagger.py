"""A NER that says of each word how likely each tag is: what spaCy calls a tagger, with the entities that the tags make.

Tags are BILUO tags of the labels. Entities are the best sequence of tags that fits together; the score of one is the
smallest probability among its tags, made a chance by a curve of its label. Unlike a transition-based recogniser it can
learn from probabilities ("B-TASK 0.6, O 0.4") as well as from marks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from spacy.attrs import IS_SPACE
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Linear, Maxout, Model, chain, with_array

from ..doc_keys import SHARES_OF_LABELS
from .curves import on_curve
from .network import BlasOps
from .tags import SPANS, Array, Found, check_tags, entities_between, shares_of_words, tags_of

Network: TypeAlias = Model[Any, Any]

SHARES = "dlextract.shares"
"""Key of a reference's ``user_data`` for what is only likely: token → the share of each tag, in their order."""

OPEN = "dlextract.open"
"""Key of a reference's ``user_data``: tokens in no mention that is marked, and the labels that they may still be of."""

_TARGETS = "dlextract.targets"

_RARE = -4.0
"""What the network gives at first to the tags of a label that it has not been trained for."""

FACTORY = "dlextract_tagger"


@registry.architectures("dlextract.Tagger.v1")  # type: ignore[untyped-decorator]
def build_tagger(tok2vec: Network, hidden: int, nO: int | None = None) -> Network:
    """Return a network of one hidden layer above ``tok2vec``: a score per word and tag."""
    head = chain(
        Maxout(nO=hidden, nI=tok2vec.maybe_get_dim("nO"), nP=2, dropout=0.0, normalize=True), Linear(nO=nO, nI=hidden)
    )
    for node in head.walk():
        node.ops = BlasOps() if type(node.ops).__name__ == "NumpyOps" else node.ops
    model: Network = chain(tok2vec, with_array(head))
    model.set_ref("output", head.layers[-1])
    return model


class TagEntities(TrainablePipe):  # type: ignore[misc]
    """Marks entities by the tags of words: ``doc.ents``, and with their chances ``doc.spans[SPANS]``."""

    def __init__(self, vocab: Vocab, model: Network, name: str = "ner") -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {"labels": [], "curves": {}}

    @property
    def labels(self) -> tuple[str, ...]:
        """What it marks, in the order of its tags."""
        return tuple(self.cfg["labels"])

    @property
    def label_data(self) -> tuple[str, ...]:
        """The labels, as spaCy asks for them."""
        return self.labels

    def add_label(self, label: str) -> int:
        """Let the network that is trained mark ``label``, too."""
        if label in self.labels:
            return 0
        self.cfg["labels"] = [*self.labels, label]
        return 1

    def turn_to(self, labels: Iterable[str]) -> None:
        """Let the trained network mark ``labels`` in place of its own; it gives them little until it knows them."""
        self.cfg.update(labels=list(labels), curves={})
        output, tags = self.model.get_ref("output"), len(tags_of(self.labels))
        other: Network = Linear(nO=tags, nI=output.get_dim("nI"))
        other.ops = output.ops
        other.set_param("W", np.zeros((tags, output.get_dim("nI")), dtype="float32"))
        other.set_param("b", np.array([0.0] + [_RARE] * (tags - 1), dtype="float32"))
        self.model.replace_node(output, other)

    def initialize(self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None) -> None:
        """Make the network ready to be trained, with the labels that it knows."""
        self.model.get_ref("output").set_dim("nO", len(tags_of(self.labels)), force=True)
        self.model.initialize(X=[example.predicted for example in list(get_examples())[:10]])

    def predict(self, docs: Iterable[Doc]) -> list[Array]:
        """Return the scores of each doc, tokens × tags."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            return [np.zeros((0, len(tags_of(self.labels))), dtype="float32") for _ in docs]
        scores: list[Array] = self.model.predict(docs)
        return scores

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[Array]) -> None:
        """Mark what the scores say."""
        for doc, rows in zip(docs, scores, strict=True):
            space = doc.to_array(IS_SPACE) > 0
            found = list(self.found(rows, space))
            doc.user_data[SHARES_OF_LABELS] = self.shares(rows, space)
            spans = [Span(doc, start, end, label=label) for label, start, end, _ in found]
            doc.ents = spans
            doc.spans[SPANS] = spans
            doc.spans[SPANS].attrs["scores"] = [chance for *_, chance in found]

    def found(self, scores: Array, space: Array) -> Iterator[Found]:
        """Yield the entities of a text by the scores of its tokens; white space is in none's edges."""
        for label, first, stop, share in entities_between(scores, space, self.labels):
            yield label, first, stop, self.chance(label, share)

    def shares(self, scores: Array, space: Array) -> Array:
        """Return the share of each label at each token, tokens × labels; of white space NaN."""
        return shares_of_words(scores, space)

    def chance(self, label: str, share: float) -> float:
        """Return how likely an entity whose least likely tag has this share is right."""
        curve = self.cfg["curves"].get(label)
        return on_curve(share, tuple(curve)) if curve else share

    def from_disk(self, path: Path | str, *, exclude: Sequence[str] = ()) -> TagEntities:
        """Read what ``to_disk`` wrote.

        Raises:
            ValueError: the network has other tags than its labels ask for.
        """
        super().from_disk(path, exclude=exclude)
        check_tags(self.model.get_ref("output").get_dim("nO"), self.labels)
        return self

    def get_loss(self, examples: Iterable[Example], scores: Sequence[Array]) -> tuple[float, list[Array]]:
        """Return the loss (cross-entropy) and the gradient of the scores."""
        loss, gradients = 0.0, []
        for example, rows in zip(examples, scores, strict=True):
            wanted, known = self._targets(example.reference)
            shares = np.exp(rows - rows.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            tokens, labels = example.reference.user_data.get(OPEN, ((), ()))
            if tokens:
                possible = shares[tokens] * self._possible(labels)
                wanted[tokens], known[tokens] = possible / (possible.sum(axis=1, keepdims=True) + 1e-9), 1
            gradients.append(((shares - wanted) * known[:, None]).astype("float32"))
            loss -= float((wanted * np.log(shares + 1e-9)).sum(axis=1) @ known)
        return loss, gradients

    def _possible(self, labels: Collection[str]) -> Array:
        """Return 1 for the tags of ``labels`` and for none at all, 0 for the others."""
        some: Array = np.array([tag == "O" or tag[2:] in labels for tag in tags_of(self.labels)], dtype="float32")
        return some

    def _targets(self, reference: Doc) -> tuple[Array, Array]:
        """Return the share that each tag should have (tokens × tags) and which tokens are known (1 or 0)."""
        kept = reference.user_data.get(_TARGETS)
        number = {tag: place for place, tag in enumerate(tags_of(self.labels))}
        if kept is None:
            kept = np.array([-1 if token.ent_iob_ == "" else 0 for token in reference], dtype="int16")
            for ent in reference.ents:
                places = "U" if len(ent) == 1 else "B" + "I" * (len(ent) - 2) + "L"
                kept[ent.start : ent.end] = [number[f"{place}-{ent.label_}"] for place in places]
            reference.user_data[_TARGETS] = kept
        wanted = np.zeros((len(kept), len(number)), dtype="float32")
        wanted[np.arange(len(kept)), np.maximum(kept, 0)] = 1
        known = (kept >= 0).astype("float32")
        likely: Mapping[int, Array] = reference.user_data.get(SHARES, {})
        for token, shares in likely.items():
            wanted[token], known[token] = shares, 1
        return wanted, known


@Language.factory(  # type: ignore[untyped-decorator]
    FACTORY, default_config={"model": None}, assigns=["doc.ents", "doc.spans"]
)
def make_tagger(nlp: Language, name: str, model: Network) -> TagEntities:
    """Return a tagger whose network is to be trained or loaded."""
    return TagEntities(nlp.vocab, model, name)
