"""Formulas as a line of text: 5 × 10^-4."""

from __future__ import annotations

import re

from dlextract.reading.markup.trees import Element, entity, name

_SPACED = set("=≈≃∼~×·⋅±≤≥<>≪≫∈→←⟶≠≡∝")
_INVISIBLE = re.compile("[\u2061-\u2064]")
_POWER = re.compile(r"[-−–+]?\d+(\.\d+)?")
_MOST_TEX = 20_000

_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta lambda mu nu xi pi rho sigma tau phi varphi chi psi omega"
    " Gamma Delta Theta Lambda Sigma Phi Omega"
)

_SYMBOLS = {
    **dict(zip(_GREEK.split(), "αβγδϵεζηθλμνξπρστφφχψωΓΔΘΛΣΦΩ", strict=True)),
    "times": " × ",
    "cdot": " · ",
    "pm": " ± ",
    "leq": " ≤ ",
    "le": " ≤ ",
    "geq": " ≥ ",
    "ge": " ≥ ",
    "approx": " ≈ ",
    "sim": " ∼ ",
    "in": " ∈ ",
    "to": " → ",
    "rightarrow": " → ",
    "ldots": "…",
    "dots": "…",
    "cdots": "…",
    "infty": "∞",
    "quad": " ",
    "qquad": " ",
    "%": "%",
    "_": "_",
    "&": "&",
    "#": "#",
    "{": "{",
    "}": "}",
}
_WRAPPED = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_STYLED = re.compile(r"\\(?:text|math|operatorname)[a-z]*\*?\s*\{([^{}]*)\}")
_RAISED = re.compile(r"(?<=\d)\s*\^\s*(?:\{\s*([-−–+]?\s?\d+(?:\.\d+)?)\s*\}|(\d))")
_OTHER_RAISED = re.compile(r"\^\s*\{([^{}]*)\}|\^\s*(\S)")
_LOWERED = re.compile(r"_\s*\{([^{}]*)\}|_\s*(\w)")
_SPACES = re.compile(r"\\[,;:! ]|~")
_COMMAND = re.compile(r"\\([A-Za-z]+|[%_&#{}])")


def linear(math: Element) -> str:
    """Return a formula in MathML as a line of text."""
    written = "".join(map(_linear, math)) + (math.text or "" if not len(math) else "")
    alternative = math.get("alttext") or ""
    return " ".join(_INVISIBLE.sub("", written).split()) or tex(alternative)


def _linear(element: Element) -> str:
    tag = name(element)
    if not tag:
        return entity(element)
    parts = list(element)
    if tag in ("annotation", "annotation-xml"):
        return ""
    if tag == "mo":
        sign = (element.text or "").strip()
        return f" {sign} " if sign in _SPACED else sign
    if tag == "mspace":
        return " "
    if tag == "mfrac" and len(parts) == 2:
        return f"{_linear(parts[0])}/{_linear(parts[1])}"
    if tag == "msup" and len(parts) == 2:
        return raise_on(_linear(parts[0]), _linear(parts[1]))
    if tag == "msqrt":
        return "√" + "".join(map(_linear, parts))
    if tag in ("mtr", "mtd"):
        return " " + "".join(map(_linear, parts)) + " "
    return (element.text or "" if tag != "mtext" else f" {element.text or ''} ") + "".join(map(_linear, parts))


def raise_on(base: str, power: str) -> str:
    """Return ``base`` with a raised ``power``: "10^-4", but "m2" for what is no number."""
    squeezed = "".join(power.split())
    if base[-1:].isdigit() and _POWER.fullmatch(squeezed):
        return f"{base}^{squeezed}"
    return base + power


def tex(source: str) -> str:
    """Return a formula in TeX as a line of text; commands that are not known lose their backslash."""
    if len(source) > _MOST_TEX:
        return ""
    inner = _WRAPPED.search(source)
    text = " ".join((inner[1] if inner else source).split())
    text = re.sub(r"^(?:\\\(|\\\[|\$+)|(?:\\\)|\\\]|\$+)$", "", text).strip()
    text = _SPACES.sub(" ", text.replace(r"\left", "").replace(r"\right", ""))
    for _ in range(4):
        before = text
        text = _STYLED.sub(r"\1", _FRACTION.sub(r"\1/\2", text))
        if text == before:
            break
    text = _RAISED.sub(lambda found: "^" + "".join((found[1] or found[2]).split()), text)
    text = re.sub(r"\^(?=[-−–+]?\d)", "\0", text)
    text = _OTHER_RAISED.sub(lambda found: found[1] or found[2] or "", text)
    text = _LOWERED.sub(lambda found: found[1] or found[2] or "", text)
    text = _COMMAND.sub(lambda found: _SYMBOLS.get(found[1], found[1]), text)
    text = re.sub(r"\s*([=<>])\s*", r" \1 ", text.replace("{", "").replace("}", "").replace("\0", "^"))
    return " ".join(text.split())
