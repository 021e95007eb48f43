"""One training from files to a folder: what ``dlextract train`` does."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import fix_random_seed

from dlextract._version import __version__
from dlextract.errors import UsageError
from dlextract.evaluation.mentions import MentionScores
from dlextract.evaluation.paragraphs import AnnotatedParagraph, read_corpus
from dlextract.pipeline.encoder import EncoderEntities
from dlextract.pipeline.gazetteer import Gazetteer
from dlextract.training.checkpoint import Checkpoint
from dlextract.training.loop import Epoch, train
from dlextract.training.setup import find_config, initialize, load_pipeline, new_pipeline
from dlextract.training.spacy_examples import Alignment, make_examples

_ENCODER_NEEDS = ("torch", "transformers", "onnx", "onnxruntime", "tokenizers")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is trained, and how; see ``dlextract train --help``. Empty values leave what config or base say."""

    config: str = "cnn"
    base: str = ""
    backbone: str = ""
    vectors: Path | None = None
    names: Path | None = None
    seed: int | None = None
    epochs: int | None = None


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model: its folder, the scores of its best epoch and how well the corpus lay on its tokens."""

    folder: Path
    scores: MentionScores
    alignment: Alignment


def run_training(
    corpora: Sequence[Path], dev: Path, output: Path, recipe: Recipe, report: Callable[[Epoch], None]
) -> Trained:
    """Train on ``corpora``, keep the epoch that is best on ``dev`` and leave its pipeline in ``output``.

    Until the end everything lies in a folder beside ``output``, hidden by a leading dot; the same call after an
    interruption goes on from the last epoch there.

    Raises:
        UsageError: ``output`` exists, the options contradict one another, or something is not installed.
        ModelError: a corpus, config or base cannot be used.
    """
    if output.exists():
        raise UsageError(str(output), "exists already", "Choose another folder or delete it")
    if recipe.base and (recipe.backbone or recipe.vectors or recipe.names):
        raise UsageError("--base", "brings its own backbone, vectors and names", "Leave those options out")
    paragraphs = [paragraph for corpus in corpora for paragraph in read_corpus(corpus)]
    dev_paragraphs = read_corpus(dev)
    nlp = _pipeline(recipe)
    encoder = isinstance(nlp.get_pipe("ner"), EncoderEntities)
    lacking = [name for name in _ENCODER_NEEDS if encoder and find_spec(name) is None]
    if lacking:
        raise UsageError("--config encoder", f"{lacking[0]} is not installed", "Run: pip install 'dlextract[encoder]'")
    fix_random_seed(nlp.config["training"]["seed"] or 0)
    features = [name for name, component in nlp.pipeline if isinstance(component, Gazetteer)]
    examples, alignment = make_examples(nlp, paragraphs, features)
    if not recipe.base:
        initialize(nlp, examples[:100])
        nlp.config["initialize"]["vectors"] = None
    nlp.meta.update(name=output.name, version="0.1.0", description="Mentions in papers on deep learning")
    work = output.parent / f".{output.name}.training"
    checkpoint = Checkpoint(work, _fingerprint(nlp, recipe.backbone, paragraphs, dev_paragraphs))
    if encoder:
        from dlextract.training.encoder import train_encoder

        scores = train_encoder(nlp, recipe.backbone, examples, dev_paragraphs, checkpoint, report)
    else:
        scores = train(nlp, examples, dev_paragraphs, checkpoint, report)
    checkpoint.best.rename(output)
    shutil.rmtree(work)
    return Trained(output, scores, alignment)


def _pipeline(recipe: Recipe) -> Language:
    if not recipe.base:
        return new_pipeline(
            find_config(recipe.config),
            backbone=recipe.backbone,
            vectors=recipe.vectors,
            names=recipe.names,
            seed=recipe.seed,
            epochs=recipe.epochs,
        )
    nlp = load_pipeline(recipe.base)
    if recipe.seed is not None:
        nlp.config["training"]["seed"] = recipe.seed
    if recipe.epochs is not None:
        nlp.config["training"]["max_epochs"] = recipe.epochs
    return nlp


def _fingerprint(nlp: Language, backbone: str, *corpora: Sequence[AnnotatedParagraph]) -> str:
    """Return a hash of everything that the result depends on."""
    digest = hashlib.sha256(f"{__version__} {spacy.__version__} {backbone}".encode())
    digest.update(nlp.config.to_str().encode())
    for _, component in nlp.pipeline:
        if isinstance(component, Gazetteer):
            digest.update(component.to_bytes())
        elif not isinstance(component, EncoderEntities):  # its network is that of the backbone
            digest.update(component.model.to_bytes())
    for corpus in corpora:
        digest.update(b"corpus")
        for paragraph in corpus:
            marks = (paragraph.spans, paragraph.optional, sorted(paragraph.complete), paragraph.shares)
            digest.update(repr((paragraph.text, marks)).encode())
    return digest.hexdigest()
