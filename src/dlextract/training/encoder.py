"""Trains a transformer encoder to mark entities, with PyTorch, and exports it for onnxruntime.

The recipe: word pieces of an encoder that somebody else has trained (``--backbone``); to the embedding of each piece
those of its word's shape and gazetteer tag are added, which begin at zero. The first piece of a word, with both
embeddings beside it, goes through one hidden layer to the BILUO tags. AdamW, the encoder with a tenth of the rate of
the rest; the rate rises over the first tenth of the steps and falls evenly. The table of word pieces stays as it is.
Batches hold texts of about one length; of the texts without a mention each epoch leaves out some.
"""

from __future__ import annotations

import io
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from spacy.language import Language
from spacy.training import Example
from torch import nn

from ..errors import ModelError
from ..evaluation.mentions import MentionScores, score_mentions
from ..evaluation.paragraphs import AnnotatedParagraph
from ..pipeline.encoder import (
    Alphabet,
    EncoderEntities,
    Window,
    batches,
    make_alphabet,
    padded,
    shape_of,
)
from ..pipeline.tags import tags_of
from .checkpoint import Checkpoint
from .loop import Epoch

_SHAPE, _NAMES, _HIDDEN = 32, 64, 256
_RATE, _HEAD_RATE = 2e-4, 2e-3
_DECAY, _BETAS, _CLIP = 0.01, (0.9, 0.98), 1.0
_WARMUP, _LAST_RATE = 0.1, 0.02
_PIECES_AT_ONCE = 1_536
_KEPT_EMPTY = 0.4
_OFTEN = 3
_UNKNOWN = -100

Item = tuple[Window, tuple[int, ...]]
"""A stretch and the tag of each of its words; ``_UNKNOWN`` where it is not known."""


class Tagger(nn.Module):  # type: ignore[misc]
    """The network: inputs as ``pipeline.encoder.padded`` makes them, scores of ``tags`` tags per piece."""

    def __init__(self, encoder: Any, shapes: int, names: int, tags: int, dropout: float) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.shape_in, self.names_in = nn.Embedding(shapes, width), nn.Embedding(names, width)
        nn.init.zeros_(self.shape_in.weight)
        nn.init.zeros_(self.names_in.weight)
        self.shape, self.names = nn.Embedding(shapes, _SHAPE), nn.Embedding(names, _NAMES)
        self.head = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(width + _SHAPE + _NAMES, _HIDDEN),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(_HIDDEN, tags),
        )

    def forward(self, ids: Any, mask: Any, shapes: Any, names: Any) -> Any:
        """Return the scores, texts × pieces × tags."""
        given = self.encoder.get_input_embeddings()(ids) + self.shape_in(shapes) + self.names_in(names)
        read = self.encoder(inputs_embeds=given, attention_mask=mask).last_hidden_state
        return self.head(torch.cat([read, self.shape(shapes), self.names(names)], dim=-1))


def load_backbone(name: str) -> tuple[Any, Any]:
    """Return encoder and word pieces (a ``tokenizers.Tokenizer``) of the folder ``name``.

    Raises:
        ModelError: it is no folder of a transformer with its tokenizer.
    """
    from transformers import AutoModel, AutoTokenizer

    if not name or not Path(name).is_dir():
        raise ModelError(name or "--backbone", "there is no such folder", "Give the folder of a transformer")
    try:
        encoder = AutoModel.from_pretrained(name, attn_implementation="eager", local_files_only=True)
        pieces = AutoTokenizer.from_pretrained(name, local_files_only=True).backend_tokenizer
    except Exception as error:  # a damaged or foreign folder fails in many ways
        message = " ".join(str(error).split())[:200]
        raise ModelError(name, f"this transformer cannot be loaded ({message})", "Give another folder") from error
    return encoder, pieces


def train_encoder(
    nlp: Language,
    backbone: str,
    examples: Sequence[Example],
    dev: Sequence[AnnotatedParagraph],
    checkpoint: Checkpoint,
    report: Callable[[Epoch], None],
) -> MentionScores:
    """Train the encoder of ``nlp`` and return the scores of its best epoch, whose pipeline is ``checkpoint.best``.

    Seed, dropout and epochs are those of the pipeline's config. Goes on where an interrupted training ended.
    """
    settings = nlp.config["training"]
    seed, epochs = settings["seed"] or 0, settings["max_epochs"]
    torch.manual_seed(seed)
    encoder, pieces = load_backbone(backbone)
    component: EncoderEntities = nlp.get_pipe("ner")
    alphabet = _alphabet(examples, pieces)
    items = list(_items(examples, alphabet, component.labels))
    tagger = Tagger(
        encoder,
        len(alphabet.shapes) + 1,
        len(alphabet.names) + 1,
        len(tags_of(component.labels)),
        settings["dropout"],
    )
    component.use(alphabet, lambda inputs: _predict(tagger, inputs))
    steps = _Steps(tagger, epochs * len(list(_batches(items, seed, 0))))
    state = _load(checkpoint, tagger, steps)
    scores: MentionScores | None = None
    while state["epoch"] < epochs:
        torch.manual_seed(seed * 1000 + state["epoch"])
        tagger.train()
        loss = sum(steps.step(batch) for batch in _batches(items, seed, state["epoch"]))
        tagger.eval()
        scores = score_mentions(dev, nlp.pipe(paragraph.text for paragraph in dev), component.labels)
        better = scores.micro.f1 > state["best"]
        state["epoch"] += 1
        if better:
            state["best"] = scores.micro.f1
            component.network = export(tagger)
            checkpoint.keep(nlp)
        _save(checkpoint, tagger, steps, state)
        report(Epoch(state["epoch"], epochs, loss, scores, better))
    import spacy

    best = spacy.load(checkpoint.best)
    return score_mentions(dev, best.pipe(paragraph.text for paragraph in dev), component.labels)


class _Steps:
    """The optimizer with its rates."""

    def __init__(self, tagger: Tagger, total: int) -> None:
        self.tagger = tagger
        frozen = tagger.encoder.get_input_embeddings().weight
        frozen.requires_grad_(False)
        inner = [p for p in tagger.encoder.parameters() if p.requires_grad]
        known = {id(p) for p in tagger.encoder.parameters()}
        outer = [p for p in tagger.parameters() if id(p) not in known]
        self.optimizer = torch.optim.AdamW(
            [{"params": inner, "lr": _RATE}, {"params": outer, "lr": _HEAD_RATE}], betas=_BETAS, weight_decay=_DECAY
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: _share(step / max(1, total)))
        self._loss = nn.CrossEntropyLoss(ignore_index=_UNKNOWN)

    def step(self, batch: Sequence[Item]) -> float:
        """Learn from one batch; return its loss."""
        inputs = {name: torch.from_numpy(values) for name, values in padded([stretch for stretch, _ in batch]).items()}
        wanted = torch.full(inputs["ids"].shape, _UNKNOWN)
        for row, (stretch, tags) in enumerate(batch):
            wanted[row, list(stretch.first)] = torch.tensor(tags)
        loss = self._loss(self.tagger(**inputs).flatten(0, 1), wanted.flatten())
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.tagger.parameters(), _CLIP)
        self.optimizer.step()
        self.schedule.step()
        return float(loss.detach())


def _share(done: float) -> float:
    """Return the share of the highest rate after a share of the steps."""
    if done < _WARMUP:
        return done / _WARMUP
    return max(_LAST_RATE, 1 - (1 - _LAST_RATE) * (done - _WARMUP) / (1 - _WARMUP))


def _alphabet(examples: Sequence[Example], pieces: Any) -> Alphabet:
    shapes: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for example in examples:
        for token in example.predicted:
            shapes[shape_of(token.text)] += 1
            names[token.tag_] += 1
    names.pop("", None)
    return make_alphabet(_numbers(shapes), _numbers(names), pieces)


def _numbers(counts: Counter[str]) -> dict[str, int]:
    return {text: place for place, text in enumerate(sorted(t for t, n in counts.items() if n >= _OFTEN), start=1)}


def _items(examples: Sequence[Example], alphabet: Alphabet, labels: Sequence[str]) -> Iterator[Item]:
    number = {tag: place for place, tag in enumerate(tags_of(labels))}
    for example in examples:
        tags = [_UNKNOWN if token.ent_iob_ == "" else 0 for token in example.reference]
        for ent in example.reference.ents:
            places = "U" if len(ent) == 1 else "B" + "I" * (len(ent) - 2) + "L"
            for token, place in zip(ent, places, strict=True):
                tags[token.i] = number[f"{place}-{ent.label_}"]
        for stretch in alphabet.stretches(example.predicted):
            yield stretch, tuple(tags[word] for word in stretch.words)


def _batches(items: Sequence[Item], seed: int, epoch: int) -> Iterator[list[Item]]:
    """Yield the batches of an epoch: texts of about one length together, the batches in any order."""
    rng = random.Random(f"{seed}/{epoch}")
    kept = [item for item in items if any(tag > 0 for tag in item[1]) or rng.random() < _KEPT_EMPTY]
    kept.sort(key=lambda item: (len(item[0].ids), rng.random()))
    made = list(batches(kept, lambda item: len(item[0].ids), _PIECES_AT_ONCE))
    rng.shuffle(made)
    yield from made


def _predict(tagger: Tagger, inputs: Any) -> Any:
    with torch.inference_mode():
        return tagger(**{name: torch.from_numpy(values) for name, values in inputs.items()}).numpy()


def export(tagger: Tagger) -> bytes:
    """Return the network for onnxruntime, its weights as 8-bit integers, its sums as 32-bit floats."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = ["ids", "mask", "shapes", "names"]
    example = tuple(torch.ones((2, 8), dtype=torch.int64) for _ in names)
    axes = {name: {0: "texts", 1: "pieces"} for name in [*names, "scores"]}
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            tagger.eval(),
            example,
            str(whole),
            input_names=names,
            output_names=["scores"],
            dynamic_axes=axes,
            dynamo=False,
        )
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8)
        return small.read_bytes()


def _save(checkpoint: Checkpoint, tagger: Tagger, steps: _Steps, state: dict[str, Any]) -> None:
    """Write the state after an epoch; the one before stays until this one is whole."""
    buffer = io.BytesIO()
    torch.save(
        {
            "fingerprint": checkpoint.fingerprint,
            "state": state,
            "tagger": tagger.state_dict(),
            "optimizer": steps.optimizer.state_dict(),
            "schedule": steps.schedule.state_dict(),
        },
        buffer,
    )
    checkpoint.folder.mkdir(parents=True, exist_ok=True)
    draft = checkpoint.folder / "encoder.new"
    draft.write_bytes(buffer.getvalue())
    draft.replace(checkpoint.folder / "encoder.pt")


def _load(checkpoint: Checkpoint, tagger: Tagger, steps: _Steps) -> dict[str, Any]:
    """Fill network and optimizer from the last epoch, if it is one of this training."""
    fresh = {"epoch": 0, "best": -1.0}
    path = checkpoint.folder / "encoder.pt"
    if not path.is_file():
        return fresh
    saved = torch.load(path, weights_only=True)
    if saved["fingerprint"] != checkpoint.fingerprint:
        return fresh
    tagger.load_state_dict(saved["tagger"])
    steps.optimizer.load_state_dict(saved["optimizer"])
    steps.schedule.load_state_dict(saved["schedule"])
    state: dict[str, Any] = saved["state"]
    return state
