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
from spacy.util import fix_random_seed, get_minor_version_range

from dlextract._version import __version__
from dlextract.errors import UsageError
from dlextract.evaluation.mentions import MentionScores
from dlextract.evaluation.paragraphs import LABELS, AnnotatedParagraph
from dlextract.pipeline.encoder import EncoderEntities
from dlextract.pipeline.gazetteer import Gazetteer
from dlextract.pipeline.places import BESIDE, BESIDE_KEY, LABELS_KEY, VERSION_KEY, all_marked_by
from dlextract.training.checkpoint import Checkpoint
from dlextract.training.labels import read_for, wanted_labels
from dlextract.training.loop import Epoch, train
from dlextract.training.setup import (
    find_config,
    find_model,
    initialize,
    load_base,
    name_beside,
    new_pipeline,
    notes_on,
    turn_to,
)
from dlextract.training.spacy_examples import Alignment, make_examples

_ENCODER_NEEDS = ("torch", "transformers", "onnx", "onnxruntime", "tokenizers")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is trained, and how; see ``dlextract train --help``. Empty values leave what config or base say.

    ``labels`` are those that the model is to mark, parted by commas; after a ``+`` they are added to the usual ones.
    With a ``base``, which goes on marking its own as before, only those that it does not mark are learnt.
    """

    config: str = "cnn"
    base: str = ""
    backbone: str = ""
    vectors: Path | None = None
    names: Path | None = None
    seed: int | None = None
    epochs: int | None = None
    labels: str = ""


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model: its folder, the scores of its best epoch and how well the corpus lay on its tokens."""

    folder: Path
    scores: MentionScores
    alignment: Alignment


def run_training(
    corpora: Sequence[Path],
    dev: Path,
    output: Path,
    recipe: Recipe,
    report: Callable[[Epoch], None],
    tell: Callable[[str], None] = lambda note: None,
) -> Trained:
    """Train on ``corpora``, keep the epoch that is best on ``dev`` and leave its pipeline in ``output``.

    Until the end everything lies in a folder beside ``output``, hidden by a leading dot; the same call after an
    interruption goes on from the last epoch there. ``tell`` gets sentences for the user.

    Raises:
        UsageError: ``output`` exists, the options contradict one another, or something is not installed.
        ModelError: a corpus, config or base cannot be used.
    """
    if output.exists():
        raise UsageError(str(output), "exists already", "Choose another folder or delete it")
    if recipe.base and (recipe.backbone or recipe.vectors or recipe.names):
        raise UsageError("--base", "brings its own backbone, vectors and names", "Leave those options out")
    base = load_base(recipe.base) if recipe.base else None
    usual = LABELS if base is None else tuple(all_marked_by(find_model(recipe.base)))
    labels = wanted_labels(recipe.labels, usual, recipe.base)
    further = base is not None and not set(labels) <= set(usual)
    if base is not None:
        labels = tuple(x for x in labels if x not in usual) if further else tuple(base.get_pipe("ner").labels)
    paragraphs, notes = read_for(corpora, labels, known=usual if recipe.base else (), marked=usual)
    dev_paragraphs, more = read_for([dev], labels, known=labels, marked=usual)
    for note in (*(notes_on(recipe.base) if recipe.base else ()), *notes, *more):
        tell(note)
    nlp = _pipeline(recipe, base, labels, further=further)
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
    nlp.meta[VERSION_KEY] = f">={__version__}"
    nlp.meta["spacy_version"] = get_minor_version_range(spacy.__version__)
    if further:
        nlp.meta[BESIDE_KEY] = name_beside(recipe.base)
        nlp.meta.pop(LABELS_KEY, None)
    if own := [label for label in labels if label not in LABELS]:
        nlp.meta[LABELS_KEY] = {label: label for label in own}
    work = output.parent / f".{output.name}.training"
    checkpoint = Checkpoint(work, _fingerprint(nlp, recipe.backbone, paragraphs, dev_paragraphs))
    if encoder:
        from dlextract.training.encoder import train_encoder

        scores = train_encoder(nlp, recipe.backbone, examples, dev_paragraphs, checkpoint, report)
    else:
        scores = train(nlp, examples, dev_paragraphs, checkpoint, report)
    if recipe.base and nlp.meta.get(BESIDE_KEY) == BESIDE:
        folder = find_model(recipe.base)
        shutil.copytree(folder if further else folder / BESIDE, checkpoint.best / BESIDE, dirs_exist_ok=True)
    checkpoint.best.rename(output)
    shutil.rmtree(work)
    return Trained(output, scores, alignment)


def _pipeline(recipe: Recipe, nlp: Language | None, labels: Sequence[str], *, further: bool) -> Language:
    if nlp is None:
        return new_pipeline(
            find_config(recipe.config),
            backbone=recipe.backbone,
            vectors=recipe.vectors,
            names=recipe.names,
            seed=recipe.seed,
            epochs=recipe.epochs,
            labels=labels,
        )
    if further:
        turn_to(nlp, labels, recipe.base)
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
