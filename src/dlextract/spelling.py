"""Text as it is compared with other text."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\W_]+")


def squash(text: str) -> str:
    """Return the letters and digits of ``text`` in lower case: "ResNet-50" and "resnet 50" are one."""
    return _BETWEEN.sub("", text).lower()


def folded(text: str) -> str:
    """Return ``text`` in lower case with single spaces."""
    return " ".join(text.lower().split())
