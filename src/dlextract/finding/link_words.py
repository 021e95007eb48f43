"""The small words of statements: what links a name with its value, and what tells that a value is another's."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LINKS = _words(
    "of to at as is are was were be been being with a an the its their our we use uses used using value values set "
    "fixed chosen selected kept held maintained left remains remained stays initially initial initialised initialized "
    "equal equals constant constantly default defaults about approximately around only up both all either adopted "
    "employed has had have empirically also then determined specified configured starting started starts start begins "
    "began beginning typically always manually experimentally respectively here tried try tested test explored "
    "considered searched varied tuned sampled log uniformly randomly drawn taken picked selecting choosing among "
    "amongst candidates candidate following these sizes rates options choose chose apply applied it this one that per "
    "gpu = : ( ) [ ≈ ~ ∼ ≡ ∈ := ; - ←"
)
"""Words and marks that may stand between a name and its value."""

SET_LINKS = _words("in from over ranging range within space grid interval set")
"""What links a name with a list or a range, not with one value."""

NO_VALUE_AFTER = _words(
    "table tables figure figures fig figs section sections sec eq eqs equation equations chapter algorithm appendix "
    "ref refs step stage phase supplementary listing line page pages version theorem lemma experiment no epoch layer "
    "python pytorch tensorflow cuda keras"
)
"""Words before the number of a thing: "Table 3", "version 2"."""

CHOICES = _words("picked pick chose choose chosen selected settled use used using kept took take adopted best")
"""Words between what was searched and what was taken."""

SCOPES = _words("for in on during when ( per with")
"""Words that say what a value belongs to."""

LATER = _words("afterwards afterward thereafter later then subsequently")

PARTS = _words(", and or ; & but while whereas")
"""What parts two values of one name."""

VERBS = LATER | _words(
    "is was has does this thus its as gives yields works performs leads results improves uses makes provides achieves "
    "shows allows seems produces requires remains becomes includes besides always plus across versus perhaps"
)
"""Words that end in s and are no nouns that a number counts."""

SEARCHED = re.compile(
    r"(?i)\b(?:tun(?:ed|ing|e)|search\w*|explor\w+|tr(?:y|ied|ying)|test(?:ed|ing)?|sweep\w*|swept|grids?|candidates?|"
    r"var(?:ied|ies|y|ying)|ranges?|ranging|sampled|(?:chosen|selected|picked) (?:from|among|between)|considered|"
    r"compared?|experimented|investigated|examined|choices?|options)\b"
)
"""Words that tell that several values were tried."""

CONTRAST = re.compile(r"(?i)\W*(?:unlike|in contrast to|contrary to|as opposed to|whereas|while|other than)\b")
"""How a sentence begins that sets others' choice against the authors' own."""

CHANGED = re.compile(r"(?i)\b(?:increas|rais|enlarg|extend|lower|reduc|decreas|chang|shrink)\w*\b")
"""Words that say that a setting has another value than elsewhere."""

IN_CASE = re.compile(r"\s*\((?:in (?:the )?case of|for|on|in|during)\s(?:the\s)?([^()]{2,40})\)")
"""What a value belongs to, in brackets behind it."""

NUMERIC = re.compile(
    r"(?i)\d|[½¼¾⅓⅔]|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\w+teen|\w+ty|hundred|thousand|million|"
    r"dozen|half|quarter|third)\b"
)
"""Something that may be a number."""
