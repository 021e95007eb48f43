"""A transformer encoder as NER, run by onnxruntime: slower than the shipped network, and better at unlisted names.

The encoder reads word pieces without case; what a word looks like and which known names cover it (the tags of the
gazetteer) are added to the embedding of each of its pieces. The first piece of a word speaks for the word. Entities are
the best sequence of BILUO tags that fits together (Viterbi); the score of one is the smallest probability among its
tags, made a chance by a curve of its label.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from ..doc_keys import SHARES_OF_LABELS
from ..errors import ModelError
from .curves import on_curve
from .tags import SPANS, check_tags, entities, shares_of_labels

STRETCH = 190
"""Word pieces that are read together, at most; a longer text is cut behind full stops where it has some."""

_PIECES = 12
_SHAPE = 6
_AT_ONCE = 4_096
_NETWORK, _PIECES_FILE, _SETTINGS = "encoder.onnx", "tokenizer.json", "settings.json"
_INSTALL = "Install it: pip install 'dlextract[accurate]'"
_NO_MEMORY = "bad_alloc"
"""What onnxruntime says where it gets no memory."""

Item = TypeVar("Item")

Predict = Callable[[Mapping[str, Any]], Any]
"""Inputs by name (``ids``, ``mask``, ``shapes``, ``names``; texts × pieces) → scores, texts × pieces × tags."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words of one doc that are read together.

    ``words`` are their token numbers; ``first`` is the place of each one's first piece in ``ids``, which begins and
    ends with the encoder's own marks. ``shapes`` and ``names`` have a number per piece.
    """

    words: tuple[int, ...]
    first: tuple[int, ...]
    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    names: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What the network knows of words: numbers of shapes and of gazetteer tags (0: none of these), and the pieces."""

    shapes: Mapping[str, int]
    names: Mapping[str, int]
    pieces: Any
    begin: int
    end: int
    unknown: int

    def stretches(self, doc: Doc) -> Iterator[Window]:
        """Yield the stretches of ``doc`` in order; white space is in none."""
        tokens = [(token.i, token.text) for token in doc if not token.is_space]
        distinct = list(dict.fromkeys(text for _, text in tokens))
        encoded = self.pieces.encode_batch(distinct, add_special_tokens=False)
        ids = {text: (code.ids[:_PIECES] or [self.unknown]) for text, code in zip(distinct, encoded, strict=True)}
        begin = 0
        while begin < len(tokens):
            stop, size, full_stop = begin, 0, 0
            while stop < len(tokens) and size + len(ids[tokens[stop][1]]) <= STRETCH:
                size += len(ids[tokens[stop][1]])
                stop += 1
                if tokens[stop - 1][1] == ".":
                    full_stop = stop
            if stop < len(tokens) and full_stop:
                stop = full_stop
            yield self._stretch(doc, tokens[begin:stop], ids)
            begin = stop

    def _stretch(self, doc: Doc, tokens: Sequence[tuple[int, str]], ids: Mapping[str, Sequence[int]]) -> Window:
        pieces, first, shapes, names = [self.begin], [], [0], [0]
        for number, text in tokens:
            first.append(len(pieces))
            some = ids[text]
            pieces += some
            shapes += [self.shapes.get(shape_of(text), 0)] * len(some)
            names += [self.names.get(doc[number].tag_, 0)] * len(some)
        return Window(
            tuple(number for number, _ in tokens),
            tuple(first),
            (*pieces, self.end),
            (*shapes, 0),
            (*names, 0),
        )


def shape_of(word: str) -> str:
    """Return what a word looks like: "Xxx-dd" for "ResNet-50", six signs at most."""
    return "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word[:_SHAPE])


def padded(stretches: Sequence[Window]) -> dict[str, Any]:
    """Return the inputs of the network for some stretches, as long as the longest of them."""
    longest = max(len(stretch.ids) for stretch in stretches)
    batch = {name: np.zeros((len(stretches), longest), dtype="int64") for name in ("ids", "mask", "shapes", "names")}
    for row, stretch in enumerate(stretches):
        size = len(stretch.ids)
        batch["ids"][row, :size] = stretch.ids
        batch["mask"][row, :size] = 1
        batch["shapes"][row, :size] = stretch.shapes
        batch["names"][row, :size] = stretch.names
    return batch


class EncoderEntities:
    """Marks entities: ``doc.ents``, and with their chances ``doc.spans[SPANS]``.

    Its parts come from a model folder (``from_disk``) or from a training (``use``).
    """

    def __init__(self) -> None:
        self.labels: tuple[str, ...] = ()
        self.alphabet: Alphabet | None = None
        self.network = b""
        self.curves: dict[str, tuple[float, float]] = {}
        self._predict: Predict | None = None

    def add_label(self, label: str) -> int:
        """Let the network that is trained mark ``label``, too."""
        self.labels = (*self.labels, label) if label not in self.labels else self.labels
        return 1

    def use(self, alphabet: Alphabet, predict: Predict) -> None:
        """Read with ``predict`` from now on."""
        self.alphabet, self._predict = alphabet, predict

    def __call__(self, doc: Doc) -> Doc:
        """Mark the entities of one doc."""
        self._mark([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Mark the entities of docs, ``batch_size`` of them at once."""
        stream = iter(stream)
        while docs := list(islice(stream, batch_size)):
            self._mark(docs)
            yield from docs

    def scores(self, docs: Sequence[Doc]) -> list[list[tuple[tuple[int, ...], Any]]]:
        """Return for each doc its stretches: the numbers of their words, and the scores of their tags (words × tags).

        Raises:
            ModelError: there is no network yet.
        """
        if self.alphabet is None or self._predict is None:
            raise ModelError("encoder", "this network has not been trained", "Train it with dlextract train")
        work = [(number, stretch) for number, doc in enumerate(docs) for stretch in self.alphabet.stretches(doc)]
        read: list[list[tuple[tuple[int, ...], Any]]] = [[] for _ in docs]
        work.sort(key=lambda item: len(item[1].ids))
        for batch in batches(work, lambda item: len(item[1].ids), _AT_ONCE):
            values = self._predict(padded([stretch for _, stretch in batch]))
            for (number, stretch), row in zip(batch, values, strict=True):
                read[number].append((stretch.words, row[list(stretch.first)]))
        return [sorted(stretches, key=lambda stretch: stretch[0][:1]) for stretches in read]

    def _mark(self, docs: Sequence[Doc]) -> None:
        for doc, stretches in zip(docs, self.scores(docs), strict=True):
            spans: list[Span] = []
            chances: list[float] = []
            shares = np.full((len(doc), len(self.labels)), np.nan, dtype="float32")
            for words, rows in stretches:
                shares[list(words)] = shares_of_labels(rows)
                for label, start, end, share in entities(rows, self.labels):
                    spans.append(Span(doc, words[start], words[end - 1] + 1, label=label))
                    chances.append(self._chance(label, share))
            doc.user_data[SHARES_OF_LABELS] = shares
            doc.ents = spans
            doc.spans[SPANS] = spans
            doc.spans[SPANS].attrs["scores"] = chances

    def _chance(self, label: str, share: float) -> float:
        return on_curve(share, self.curves[label]) if label in self.curves else share

    def to_disk(self, path: Path | str, *, exclude: Sequence[str] = ()) -> None:
        """Write network, word pieces and settings into the folder ``path``."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        settings: dict[str, Any] = {"labels": self.labels, "curves": self.curves}
        if self.alphabet is not None:
            (folder / _PIECES_FILE).write_text(self.alphabet.pieces.to_str(), encoding="utf-8")
            settings |= {"shapes": dict(self.alphabet.shapes), "names": dict(self.alphabet.names)}
        (folder / _NETWORK).write_bytes(self.network)
        (folder / _SETTINGS).write_text(json.dumps(settings, ensure_ascii=False, indent=0), encoding="utf-8")

    def from_disk(self, path: Path | str, *, exclude: Sequence[str] = ()) -> EncoderEntities:
        """Read what ``to_disk`` wrote.

        Raises:
            ModelError: onnxruntime or tokenizers is missing, a file is damaged, or there is too little memory.
        """
        folder = Path(path)
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise ModelError(str(folder), f"this model needs {error.name}, which is not installed", _INSTALL) from error
        try:
            settings = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
            self.labels = tuple(settings["labels"])
            self.curves = {label: (float(a), float(b)) for label, (a, b) in settings["curves"].items()}
            pieces = Tokenizer.from_str((folder / _PIECES_FILE).read_text(encoding="utf-8"))
            self.network = (folder / _NETWORK).read_bytes()
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1  # the workers are the parallel part, and sums keep their order
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(self.network, options, providers=["CPUExecutionProvider"])
            check_tags(session.get_outputs()[0].shape[-1], self.labels)
            self.use(make_alphabet(settings["shapes"], settings["names"], pieces), _runner(session))
        except Exception as error:  # damaged files fail in many ways
            message = " ".join(str(error).split())[:200]
            what, todo = f"this network cannot be read ({message})", "Install or train it again"
            if isinstance(error, MemoryError) or _NO_MEMORY in message:
                what, todo = "there is too little memory for this network", "Give more (--memory), or take dl_ner"
            raise ModelError(str(folder), what, todo) from error
        return self


def make_alphabet(shapes: Mapping[str, int], names: Mapping[str, int], pieces: Any) -> Alphabet:
    """Return the alphabet with the marks of the word pieces ``pieces``, a ``tokenizers.Tokenizer``."""
    pieces.no_padding()
    pieces.no_truncation()

    def mark(*written: str) -> int:
        known = [pieces.token_to_id(text) for text in written]
        return int(next(number for number in known if number is not None))

    return Alphabet(shapes, names, pieces, mark("[CLS]", "<s>"), mark("[SEP]", "</s>"), mark("[UNK]", "<unk>"))


def _runner(session: Any) -> Predict:
    return lambda inputs: session.run(None, dict(inputs))[0]


def batches(items: Iterable[Item], length: Callable[[Item], int], most: int) -> Iterator[list[Item]]:
    """Yield items, which come in the order of their length, in batches of ``most`` pieces, padding included."""
    batch: list[Item] = []
    for item in items:
        if batch and (len(batch) + 1) * length(item) > most:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


@Language.factory("dlextract_encoder", assigns=["doc.ents", "doc.spans"])  # type: ignore[untyped-decorator]
def make_encoder(nlp: Language, name: str) -> EncoderEntities:
    """Return an encoder without a network; it comes from the model folder or from a training."""
    return EncoderEntities()
