"""Where the name of a thing begins and ends, and which words are no name at all.

The figures are counts on the 2,965 annotated training paragraphs: with the words counted in, and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..records import Mention

_PRAISE = re.compile(
    r"(?:(?:accurate|advanced|automated|automatic|baseline|conventional|custom|efficient|existing|fast|fine-?tuned"
    r"|frozen|generic|hybrid|improved|lightweight|massive|modified|new|novel|original|our|popular|powerful|pre-?trained"
    r"|proposed|rapid|real-time|reliable|robust|simple|standard|the|traditional|trained|vanilla) )+(?=\S)",
    re.IGNORECASE,
)
"""Words before a name that do not belong to it: what they say holds for the paper, not for the thing."""

_NARROWER = re.compile(
    r"(?<![\w-])(?:(?:(?:abstractive|bilingual|conditional|extractive|monolingual|multi-?(?:class|domain|label|lingual"
    r"|modal|object|view)|multi(?:lingual|modal|view)|temporal|unconditional|unconstrained"
    r"|(?:closed|cross|dense|few|fine|free|high|instance|long|low|mono|object|one|open|pixel|point|sentence|document"
    r"|single|species|token|word|zero)-(?:book|class|domain|form|grained|label|level|light|lingual|modal|resource"
    r"|sentence|shot|specific|tail|term|view|vocabulary|wise)) )+)$",
    re.IGNORECASE,
)
"""Words before a task that make it a narrower one ("zero-shot", "document-level": 60 to 2)."""

_DANGLING = re.compile(r"(?:[\s.,;:]+(?:and|are|by|for|from|in|is|of|on|or|that|the|to|was|will|with))*[\s.,;:]*$")
"""What cannot be the end of a task."""

_BARE = re.compile(
    r"(?:classification|clustering|counting|detection|estimation|forecasting|generation|identification|locali[sz]ation"
    r"|prediction|recognition|reconstruction|regression|retrieval|segmentation|tracking)s?",
    re.IGNORECASE,
)
"""Words that are a task only where they stand for it."""

_BEFORE_NOUN = re.compile(
    r" (?!(?:tasks?|problems?|systems?|and|or|of|in|on|for|to|with|by|from|at|as|is|are|was|were|that|which|using|via"
    r"|can|has|have|than|but|when|into|over|between|where|while|be|may|will|if|after|before|through|during|under|without)\b)"
    r"[a-z]"
)
"""What follows where such a word only describes another: "classification accuracy" (0 to 500)."""


_PREFIX = re.compile(
    r"(?<![\w.@/’'-])(?:(?!(?:non|post|pre|re|self|semi|sub)-)(?=[a-z]{0,3}[A-Z0-9]|[a-z]{1,2}-)[\w+]+- ?)+$"
)
"""What stands before a name with a hyphen and belongs to it: "CA-YOLOv5", "vq-wav2vec" (24 to 1)."""

_SUFFIX = re.compile(r"(?:-(?! ?(?:Attack|Based|Level|Like|Style|Team|Trained)) ?(?=[A-Z0-9]|x\d)[\w.+]*\w)+")
"""What stands behind a name with a hyphen and belongs to it: "AmoebaNet-C", but not "CNN-based" (33 to 0)."""

_LEVEL = re.compile(r"(?:(?<=\w)-(?:aware|based|level|shot|specific|wise)|multi-?lingual|monolingual)$", re.IGNORECASE)
"""Ends of words that only narrow a task that is not named behind them."""

_EVENT = re.compile(r"(?: \([A-Z]\w+\))? (?:Challenge|Competition)s?\b")
"""What makes a task the name of an event."""


def bounds(label: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the name at ``start:end`` begins and ends without the words at its edges that are no part of it."""
    if label in {"ARCHITECTURE", "TASK"}:
        words = _PRAISE.match(text[start:end])
        start += words.end() if words else 0
    if label == "TASK":
        dangling = _DANGLING.search(text[start:end])
        if dangling and dangling.start():
            end = start + dangling.start()
    return start, end


def wider(label: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the name at ``start:end`` begins and ends with the words beside it that are a part of it."""
    if label == "TASK":
        words = _NARROWER.search(text, max(0, start - 60), start)
        return words.start() if words else start, end
    if label in {"ARCHITECTURE", "DATASET"}:
        before, behind = _PREFIX.search(text, max(0, start - 40), start), _SUFFIX.match(text, end, end + 40)
        return before.start() if before else start, behind.end() if behind else end
    return start, end


def is_part(label: str, text: str, start: int, end: int) -> bool:
    """Return whether the find of a task is a bare word that describes the noun behind it, or the name of an event."""
    if label != "TASK":
        return False
    return bool(
        _EVENT.match(text, end)
        or _LEVEL.search(text, start, end)
        or (_BARE.fullmatch(text, start, end) and _BEFORE_NOUN.match(text, end))
        or (text[start:end].lower() == "translation" and text.startswith(" quality", end))
    )


def fit(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Return the finds, which do not overlap, widened to the whole name, in order.

    What is only a part of something else is left out. A find does not grow into one of another label; of two with the
    same label that grow into one another only one stays.
    """
    names = [
        mention
        for mention in sorted(mentions, key=lambda m: (m.start, m.end))
        if not is_part(mention.label, text, mention.start, mention.end)
    ]
    fitted: list[Mention] = []
    for number, mention in enumerate(names):
        start, end = wider(mention.label, text, mention.start, mention.end)
        following = names[number + 1] if number + 1 < len(names) else None
        if following is not None and following.label != mention.label and end > following.start:
            end = mention.end
        last = fitted[-1] if fitted else None
        if last is not None and start < last.end:
            if last.label == mention.label:
                fitted[-1] = replace(last, end=max(last.end, end))
                continue
            start = mention.start
        fitted.append(replace(mention, start=start, end=end))
    return fitted
