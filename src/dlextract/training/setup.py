"""Builds the pipeline that is to be trained: a new one from a config or a trained one to go on with."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import load_model_from_config
from thinc.api import Config

from dlextract.errors import ModelError
from dlextract.evaluation.paragraphs import LABELS
from dlextract.pipeline import encoder  # noqa: F401  (it registers its factory)
from dlextract.pipeline.configs import read_config, refuse_code
from dlextract.pipeline.gazetteer import Gazetteer
from dlextract.pipeline.places import BESIDE, FINDERS, LABELS_KEY, Places, meta_of, places_of
from dlextract.pipeline.tagger import TagEntities
from dlextract.resources import shipped
from dlextract.training.name_lists import read_names

_INSTALL = "Run: pip install 'dlextract[transformers]'"

SHIPPED = "dl_ner"
"""Name of the model that comes with dlextract."""


def find_config(name: str) -> Path:
    """Return the file of the config ``name``: "cnn", "transformer" or a path.

    Raises:
        ModelError: there is none.
    """
    folder = shipped("models") / "training"
    for path in (folder / f"{name}.cfg", Path(name)):
        if path.is_file():
            return path
    known = ", ".join(sorted(path.stem for path in folder.glob("*.cfg")))
    raise ModelError(name, "there is no such config", f"Give a file or one of {known}")


def find_model(name: str) -> Path:
    """Return the folder of the model ``name``: a path, or the name of a shipped model.

    Raises:
        ModelError: the folder is missing or holds no spaCy pipeline.
    """
    for path in (Path(name), shipped("models") / name):
        if (path / "config.cfg").is_file():
            return path
    what = "is no folder of a spaCy pipeline (no config.cfg)" if Path(name).exists() else "there is no such model"
    raise ModelError(name, what, f"Give the folder of a model or {SHIPPED}")


def load_pipeline(name: str) -> Language:
    """Return the trained pipeline ``name`` (see ``find_model``).

    It must mark all of ``LABELS``, unless its meta says what its labels stand for.

    Raises:
        ModelError: it cannot be loaded by this spaCy or lacks labels.
    """
    path = find_model(name)
    meta = meta_of(path)
    try:
        refuse_code(read_config(path), path / "config.cfg")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W09[45]\]")  # another version: said below, if it matters
            nlp = spacy.load(path)
    except ModelError:
        raise
    except Exception as error:  # a damaged or foreign model fails in many ways
        made_with = f" (made for spaCy {meta['spacy_version']})" if meta.get("spacy_version") else ""
        raise ModelError(
            str(path),
            f"cannot be loaded by spaCy {spacy.__version__}: {_first_line(error)}{made_with}",
            "Train it again with this version",
        ) from error
    labels = {label for finder in FINDERS if nlp.has_pipe(finder) for label in nlp.get_pipe(finder).labels}
    lacking = [label for label in LABELS if label not in labels]
    if lacking and not (labels and nlp.meta.get(LABELS_KEY)):
        todo = f'Give a model that dlextract trained, or say in its meta.json what stands for what: "{LABELS_KEY}"'
        raise ModelError(str(path), f"does not mark {', '.join(lacking)}", todo)
    return nlp


def new_pipeline(
    config: Path,
    *,
    backbone: str = "",
    vectors: Path | None = None,
    names: Path | None = None,
    seed: int | None = None,
    epochs: int | None = None,
    labels: Sequence[str] = LABELS,
) -> Language:
    """Return an untrained pipeline as ``config`` describes it.

    Args:
        backbone: name or folder of the transformer, for configs that have one.
        vectors: folder of a spaCy pipeline with vectors; the shipped model's where None.
        names: the known names: see ``read_names``; the shipped model's where None.
        labels: what it is to mark.

    Raises:
        ModelError: the config cannot be used, or a part that it needs is missing.
    """
    try:
        settings = Config().from_disk(config)
        parts = settings["components"]
        if "transformer" in parts and find_spec("spacy_transformers") is None:
            raise ModelError(str(config), "needs spacy-transformers, which is not installed", _INSTALL)
        if vectors is not None and not (vectors / "vocab" / "vectors").is_file():
            raise ModelError(str(vectors), "holds no word vectors", "Give the folder of a spaCy pipeline that has some")
        if backbone and not _is_encoder(settings):
            if "transformer" not in parts:
                raise ModelError(str(config), "has no transformer that a backbone could replace", "Leave it out")
            parts["transformer"]["model"]["name"] = backbone
        if seed is not None:
            settings["training"]["seed"] = seed
        if epochs is not None:
            settings["training"]["max_epochs"] = epochs
        if _wants_vectors(settings):
            settings.setdefault("initialize", {})["vectors"] = str(vectors or find_model(SHIPPED))
        nlp = load_model_from_config(settings, auto_fill=True)
    except ModelError:
        raise
    except Exception as error:  # config errors of thinc, catalogue and pydantic share no base
        raise ModelError(
            str(config), f"cannot be used: {_first_line(error)}", "Compare it with models/training/cnn.cfg"
        ) from error
    for _, component in nlp.pipeline:
        if isinstance(component, Gazetteer):
            component.replace(read_names(names or find_model(SHIPPED) / "gazetteer"))
    ner = nlp.get_pipe("ner")
    for label in labels:
        ner.add_label(label)
    return nlp


def notes_on(name: str) -> tuple[str, ...]:
    """Return sentences for the user about the model ``name``: made for something newer, marks of no use.

    Raises:
        ModelError: there is none, or its meta says what cannot be.
    """
    return places_in(find_model(name)).notes


def places_in(folder: Path) -> Places:
    """Return what the labels of the model in ``folder`` stand for.

    Raises:
        ModelError: its meta says what cannot be.
    """
    from dlextract.patterns import load_knowledge

    return places_of(folder, {}, load_knowledge([shipped("patterns")]))


def load_base(name: str) -> Language:
    """Return the trained pipeline ``name`` (see ``load_pipeline``) to go on with.

    Raises:
        ModelError: it cannot be loaded or gone on with.
    """
    given = places_in(find_model(name)).given
    if foreign := [label for label, place in given.items() if label != place]:
        what = f"its label {foreign[0]} stands for {given[foreign[0]] or 'nothing'}"
        raise ModelError(name, what, "Go on from one that dlextract trained")
    nlp = load_pipeline(name)
    if not nlp.has_pipe("ner"):
        raise ModelError(name, "this model has no ner", "Go on from one that dlextract trained")
    return nlp


def name_beside(base: str) -> str:
    """Return how the meta of a model names the model ``base`` beside which it reads: a shipped one, or a copy of it."""
    folder = find_model(base).resolve()
    return folder.name if folder.parent == shipped("models").resolve() else BESIDE


def turn_to(nlp: Language, labels: Sequence[str], base: str) -> None:
    """Let the trained pipeline ``base`` learn to mark ``labels`` in place of its own.

    Raises:
        ModelError: its network cannot.
    """
    ner = nlp.get_pipe("ner")
    if not isinstance(ner, TagEntities):
        raise ModelError(
            base, f"this model cannot learn {', '.join(labels)} as well", "Start without --base, or from dl_ner"
        )
    ner.turn_to(labels)


def initialize(nlp: Language, examples: Sequence[Example]) -> None:
    """Give the network of ``nlp``, which ``new_pipeline`` made, its weights: random ones, and those of its backbone.

    Raises:
        ModelError: the backbone is not there, needs a net that cannot be reached, or is none.
    """
    if "transformer" not in nlp.pipe_names:
        nlp.initialize(lambda: examples)
        return
    backbone = str(nlp.config["components"]["transformer"]["model"]["name"])
    if backbone.startswith((".", "/", "~")) and not Path(backbone).is_dir():
        raise ModelError(backbone, "there is no such folder", "Give the folder of a transformer")
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)  # it tells of each try
    try:
        nlp.initialize(lambda: examples)
    except Exception as error:  # a damaged folder and a hub fail in many ways
        message = f"this transformer cannot be loaded ({_first_line(error)[:200]})"
        advice = "Give the folder of one, or the name of one on a hub that can be reached"
        raise ModelError(backbone, message, advice) from error


def _is_encoder(settings: Config) -> bool:
    return bool(settings["components"].get("ner", {}).get("factory") == "dlextract_encoder")


def _wants_vectors(settings: Config) -> bool:
    embed = settings["components"].get("tok2vec", {}).get("model", {}).get("embed", {})
    return bool(embed.get("include_static_vectors"))


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else type(error).__name__
