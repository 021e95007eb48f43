"""What is checked: the six variables of a reproducibility study, and what a reviewer looks for beyond them.

An item rests on answers to the questions of ``patterns/questions.yaml``; how a paper may say it is written there and
in the label files. Here stands only which of the facts behind an answer count for the item.
"""

from __future__ import annotations

from dataclasses import dataclass

STUDY = "study"
REVIEW = "review"

GROUPS = {STUDY: "Reproducibility study", REVIEW: "Reviewer's checklist"}
"""Group → its heading."""


@dataclass(frozen=True, slots=True)
class Source:
    """One way to a yes: an answer that is stated, and of the facts behind it at least one that counts.

    ``question`` is the name of the question. A fact counts if its label is one of ``labels`` (empty: all), it has the
    ``attribute`` (""; any), ``not_value`` matches neither its value nor its text, a piece of its evidence has a rule
    that ``found_by`` matches and a sentence that ``not_quote`` does not match, and its confidence is ``least``.
    """

    question: str
    labels: tuple[str, ...] = ()
    attribute: str = ""
    found_by: str = ""
    not_value: str = ""
    not_quote: str = ""
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist. ``ask`` is put so that yes is good news; any of ``sources`` is enough.

    ``usual`` is the share of papers for which readers of paper, code and supplement say yes. Where only passages of a
    paper were read and they are silent, it decides (0: silence is a no).
    """

    name: str
    group: str
    ask: str
    sources: tuple[Source, ...]
    usual: float = 0.0


_ON_REQUEST = r"(?i)\brequest"

# Data that only the weights of somebody else's network were made from are not the data of the study.
_PRETRAINED = r"(?i)\bpre-?train|\btransfer learning|\bfine-?tun|\bweights\b|\binitiali[sz]"

# Scenes of a satellite, tiles of a map and metrics' names are no set of data that could be loaded again.
_NO_SET = (
    r"(?i)sentinel|landsat|worldview|geoeye|spot|planet ?scope|pl[eé]iades|modis|google (?:earth|maps)|^google$"
    r"|image-?net|ilsvrc|pubmed"
)

CHECKLIST = (
    Item(
        "dataset_available",
        STUDY,
        "Can others have the data?",
        (
            Source(
                "data_repository",
                found_by=r":DATA_REPOSITORY\b",
                not_value=_ON_REQUEST,
                not_quote=_PRETRAINED,
            ),
            Source("code_repository", not_value=_ON_REQUEST),
            Source(
                "datasets",
                labels=("DATASET",),
                found_by=r"^datasets\.yaml",
                not_value=_NO_SET,
                not_quote=_PRETRAINED,
                least=0.85,
            ),
        ),
    ),
    Item(
        "code_available",
        STUDY,
        "Can others have the code?",
        (Source("code_repository", not_value=_ON_REQUEST), Source("code_link", not_value=_ON_REQUEST)),
    ),
    Item(
        "framework_stated",
        STUDY,
        "Is the software named that the network is built with?",
        (Source("framework"),),
        usual=0.9,
    ),
    Item("architecture_stated", STUDY, "Is the architecture of the network named?", (Source("model"),), usual=0.95),
    Item("hyperparameters_stated", STUDY, "Are hyperparameters of the training given?", (Source("hyperparameters"),)),
    Item(
        "metrics_stated",
        STUDY,
        "Are the metrics named?",
        (Source("metrics"),),
    ),
    Item("hardware", REVIEW, "Is the hardware of the training named?", (Source("hardware"),)),
    Item(
        "framework_version",
        REVIEW,
        "Is a version of the software given?",
        (Source("framework", labels=("FRAMEWORK",), attribute="version"),),
    ),
    Item("training_data", REVIEW, "Are the data named or described?", (Source("datasets"),)),
    Item("data_collection", REVIEW, "Is it told how the data were collected?", (Source("data_collection"),)),
    Item("annotation", REVIEW, "Is it told how the data were labelled?", (Source("annotation"),)),
    Item("preprocessing", REVIEW, "Is the preprocessing of the data told?", (Source("preprocessing"),)),
    Item("data_split", REVIEW, "Is it told how the data were split?", (Source("data_split"),)),
    Item("optimizer", REVIEW, "Is the optimiser named?", (Source("optimizer", labels=("OPTIMIZER",)),)),
    Item("learning_rate", REVIEW, "Is a learning rate given?", (Source("hyperparameters", labels=("LEARNING_RATE",)),)),
    Item("batch_size", REVIEW, "Is a batch size given?", (Source("hyperparameters", labels=("BATCH_SIZE",)),)),
    Item(
        "loss_function",
        REVIEW,
        "Is the loss function named?",
        (Source("hyperparameters", labels=("LOSS_FUNCTION",)),),
    ),
    Item("tuning", REVIEW, "Is it told how hyperparameters were chosen?", (Source("tuning"),)),
    Item("stopping", REVIEW, "Is it told when the training ends?", (Source("stopping"),)),
    Item("random_seed", REVIEW, "Is a random seed, or how chance is handled, told?", (Source("randomness"),)),
    Item(
        "repeated_runs",
        REVIEW,
        "Was the training repeated, in several runs or folds?",
        (
            Source("randomness", labels=("NUM_RUNS",)),
            Source("generalisation", labels=("K_FOLDS",)),
            Source("data_split", labels=("K_FOLDS",)),
        ),
    ),
    Item("unseen_data", REVIEW, "Is it tested on data from elsewhere or held back?", (Source("generalisation"),)),
)
"""The checklist in order; the names of items are unique and stable."""
