"""What a value belongs to: the stage, model, data set or stretch of epochs that its sentence binds it to."""

from __future__ import annotations

import re
from itertools import pairwise

_NAME = r"(?:[A-Z][\w+@/.-]*|[a-z]+[A-Z0-9][\w+@/.-]*)(?:[ -](?:[A-Z0-9][\w+@/.-]*))*"
_THING = (
    r"(?:stage|phase|step|model|network|net|classifier|detector|generator|discriminator|encoder|decoder|backbone|"
    r"critic|actor|branch|task|dataset|data set|corpus|experiments?|settings?|layers?|head|baselines?|variants?|"
    r"version|module|training|pre-?training|fine-?tuning|finetuning|policy|student|teacher|agent|adapter|images?)"
)
_STAGES = re.compile(
    r"(?i)\b(?:"
    r"(?P<stage>(?:training )?(?:stage|phase|step)[ -](?:\d|one|two|three|[IVX]+\b|[AB]\b)"
    r"|(?:first|second|third|fourth|1st|2nd|3rd|initial|final|last)(?: training)? (?:stage|phase|step)s?(?! of the network)"
    r"|(?:meta-?)?(?:pre-?training|fine-?tuning|finetuning|distillation|linear prob(?:e|ing)|transfer learning)"
    r"|(?:meta|adversarial|self-supervised|supervised|reinforcement|curriculum)[ -](?:training|learning|pre-?training)"
    r"|hyper-?parameter (?:search|tuning)|architecture search|\d+-shot"
    r")(?: stages?| phases?)?"
    r"|(?P<verb>(?:pre-?train|fine-?tune|finetune|re-?train)(?:ed)?)"
    r")\b"
)
_EPOCHS = re.compile(
    r"(?i)\b(?:epochs?\s*\d+\s*(?:-|–|—|to|until)\s*\d+|(?:the )?(?:first|last|next|remaining|final|initial)\s+\d[\d,.kK]*\s*"
    r"(?:epochs|iterations|steps|episodes)|after\s+(?:the\s+)?(?:\d+(?:st|nd|rd|th)?\s+)?(?:epochs?|iterations?)\s*\d*)"
)
_FOR = re.compile(
    rf"\b(?:[Ff]or|[Oo]n|[Dd]uring|[Ww]ith|[Ii]n|[Oo]f|[Ww]hen training)\s+(?:the\s+|our\s+|all\s+)?"
    rf"(?P<name>(?:(?:{_NAME}|[a-z][\w-]*)\s){{0,3}}?(?:{_NAME}|{_THING}))"
    rf"(?P<tail>\s(?:{_THING})\b)?"
)
_RESPECTIVELY = re.compile(r"\b[Rr]espectively\b")
_CLAUSE = re.compile(r"[;:]\s|,\s(?:and|while|whereas|but|which)\s|\.\s|\n")
_LIST_FOR = re.compile(
    r"\b(?:for|on|in|of)\s+(?:the\s+|both\s+)?(?P<items>[^.;()]{3,160}?)(?:,)?\s*(?:respectively|$|[.;])", re.I
)
_NUMBERISH = re.compile(r"[\d.,×^{}−–-]*\d[\d.,×^{}eE−–-]*\s?%?k?")
_GENERIC = re.compile(
    r"(?i)^(?:training|testing|validation|evaluation|optimi[sz]\w*|this|these|that|all|both|each|adam\w*|sgd\w*|rmsprop|adamw|"
    r"\d.*|pytorch|tensorflow|keras|nvidia.*|gpus?|a|an|the|table|fig(?:ure)?|section|eq|appendix|experiments?|settings?|"
    r"images?|layers?|steps?|order|case|practice|total|python|we|model|network|task|dataset|and|l2|l1|relu|cosine|"
    r"stochastic|adadelta|adagrad|nesterov|nadam|adafactor|intel.*|tesla.*|geforce.*|titan.*|rtx.*|quadro.*|google colab|"
    r"cuda|ubuntu|matlab|caffe|cross|dice|mse|equation|algorithm|hyper.*)$"
)
_VERBS = {"pretrain": "pre-training", "finetune": "fine-tuning", "retrain": "retraining"}
_NO_SCOPE = {"RANDOM_SEED", "CODE_LINK", "DATA_LINK"}
_SCOPED = frozenset(
    [
        "LEARNING_RATE",
        "LEARNING_RATE_SCHEDULE",
        "LEARNING_RATE_DECAY",
        "LEARNING_RATE_DECAY_EVERY",
        "LEARNING_RATE_MIN",
        "LEARNING_RATE_MAX",
        "WARMUP",
        "BATCH_SIZE",
        "EPOCHS",
        "ITERATIONS",
        "OPTIMIZER",
        "MOMENTUM",
        "BETA1",
        "BETA2",
        "EPSILON",
        "WEIGHT_DECAY",
        "DROPOUT",
        "LOSS_FUNCTION",
        "ACTIVATION",
        "INPUT_SIZE",
        "EARLY_STOPPING_PATIENCE",
        "GRADIENT_CLIPPING",
        "LABEL_SMOOTHING",
        "TEMPERATURE",
        "NUM_LAYERS",
        "HIDDEN_SIZE",
        "NUM_HEADS",
        "EMBEDDING_SIZE",
        "KERNEL_SIZE",
        "NUM_FILTERS",
        "SEQUENCE_LENGTH",
        "K_FOLDS",
        "TRAIN_SPLIT",
        "VALIDATION_SPLIT",
        "TEST_SPLIT",
        "NUM_RUNS",
        "THRESHOLD",
        "INITIALIZER",
    ]
)


def scope_of(sentence: str, start: int, end: int, label: str, section: str) -> str:
    """Return what the value at ``start:end`` of ``sentence`` belongs to, or "" where nothing is said.

    In order: its place in a "… and …, respectively" list; a range of epochs beside it; a stage of training named in
    its clause or, failing that, in the heading of its section; a named thing that it is said to be "for". Only
    hyperparameters have a scope.
    """
    if label not in _SCOPED:
        return ""
    if _RESPECTIVELY.search(sentence, end) and (item := _respective(sentence, start, end)):
        return item
    left, right = _clause(sentence, start, end)
    if label not in {"EPOCHS", "ITERATIONS", "EARLY_STOPPING_PATIENCE", "WARMUP", "LEARNING_RATE_DECAY_EVERY"}:
        for match in _EPOCHS.finditer(sentence, left, right):
            if (match.end() <= start and start - match.end() <= 30) or (
                match.start() >= end and match.start() - end <= 30
            ):
                return _tidy(match[0]).removeprefix("the ")
    named = _named(sentence, start, end, left, right)
    stage = _stage(sentence, left, right, start) or _stage(sentence, 0, len(sentence), start) or _heading_stage(section)
    if named and stage and named.lower() not in stage.lower():
        return f"{stage}, {named}"
    return named or stage


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    left = 0
    for match in _CLAUSE.finditer(sentence, 0, start):
        left = match.end()
    match_right = _CLAUSE.search(sentence, end)
    return left, match_right.start() if match_right else len(sentence)


def _stage(sentence: str, left: int, right: int, near: int) -> str:
    best, distance = "", 10**9
    for match in _STAGES.finditer(sentence, left, right):
        if re.match(r"(?i)pre-?trained", match[0]) and not re.search(
            r"(?i)\b(?:we|was|were|is|are)\s+(?:\w+ly\s)?$", sentence[: match.start()]
        ):
            continue  # "a pre-trained ResNet" is no stage of this training
        gap = min(abs(match.start() - near), abs(match.end() - near))
        if gap < distance:
            best, distance = _stage_name(match), gap
    return best


def _stage_name(match: re.Match[str]) -> str:
    if match["verb"]:
        verb = re.sub(r"ed$|e$|ed$|-", "", match["verb"].lower())
        return next((name for stem, name in _VERBS.items() if stem.startswith(verb.rstrip("e"))), "")
    name = _tidy(match[0]).lower().replace("finetuning", "fine-tuning").replace("pretraining", "pre-training")
    return re.sub(r"^(first|1st) (?:training )?(stage|phase|step)s?$", r"\2 1", name).replace("second stage", "stage 2")


def _heading_stage(section: str) -> str:
    match = re.search(r"(?i)\b(pre-?training|fine-?tuning|finetuning|(?:stage|phase) (?:\d|[IVX]+\b))\b", section)
    return (
        _tidy(match[0]).lower().replace("finetuning", "fine-tuning").replace("pretraining", "pre-training")
        if match
        else ""
    )


def _named(sentence: str, start: int, end: int, left: int, right: int) -> str:
    """Return the nearest thing that the clause says the value is for: right after it, else at its head."""
    after = re.compile(
        rf"^[^.;:\d]{{0,24}}?\b(?:for|on|in)\s+(?:the\s+|our\s+)?(?P<name>(?:[\w-]+\s){{0,2}}?{_NAME}(?:\s{_THING})?"
        rf"|(?:[\w-]+\s){{0,3}}?{_THING}\b)"
    ).search(sentence[end:right])
    if after and not _generic(after["name"]):
        return _tidy(after["name"])
    before = re.compile(
        rf"^\W*(?:For|On|In|During)\s+(?:the\s+|our\s+)?(?P<name>(?:[\w-]+\s){{0,2}}?{_NAME}(?:\s{_THING})?"
        rf"|(?:[\w-]+\s){{0,3}}?{_THING}\b)(?=,|\s)"
    ).search(sentence[left:start])
    if before and not _generic(before["name"]):
        return _tidy(before["name"])
    return ""


def _generic(name: str) -> bool:
    words = name.split()
    return (
        bool(_GENERIC.match(name.strip()))
        or all(_GENERIC.match(word) for word in words)
        or bool(_GENERIC.match(words[0]) and len(words) > 1 and words[0].lower() not in {"the", "all", "both", "cross"})
    )


def _respective(sentence: str, start: int, end: int) -> str:
    """Return the item of the last list that stands where the value stands in its own list of values."""
    head = sentence[: _RESPECTIVELY.search(sentence, end).start()]  # type: ignore[union-attr]
    lists = list(re.finditer(r"\b(?:for|on|in|of|using)\s+(?:the\s+|both\s+)?(?=[A-Za-z(])", head[end:], re.I))
    if not lists:
        return ""
    items = _items(head[end + lists[-1].end() :])
    values = _values_around(sentence, start, end)
    position = next((i for i, (a, b) in enumerate(values) if a <= start < b or start <= a < end), -1)
    if position < 0 or len(values) != len(items):
        return ""
    return items[position]


def _items(text: str) -> list[str]:
    parts = re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*/\s*", text.strip(" ,("))
    items = [_tidy(re.sub(r"^(?:the|our)\s+", "", part)) for part in parts if part.strip()]
    return [item for item in items if len(item) <= 60]


def _values_around(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the run of values, parted by commas or "and", that the value at ``start:end`` belongs to."""
    values = [match.span() for match in _NUMBERISH.finditer(sentence)]
    here = next((i for i, (a, b) in enumerate(values) if a < end and b > start), -1)
    if here < 0:
        return []
    first = last = here
    joint = re.compile(r"\s*(?:,|and|,\s*and|or|/)\s*")
    gaps = [sentence[b:c] for (_, b), (c, _) in pairwise(values)]
    while first > 0 and joint.fullmatch(gaps[first - 1]):
        first -= 1
    while last < len(gaps) and joint.fullmatch(gaps[last]):
        last += 1
    return values[first : last + 1]


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;:")
