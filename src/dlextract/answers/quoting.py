"""Sentences as an answer says them: whole, without marks of lists, and never without what they point back to."""

from __future__ import annotations

import regex

from ..records import Evidence, Paper
from ..words import WordRegex

_MOST_BEFORE = 2
_REACH = 600
"""Characters in which the sentence before is looked for."""

_MOSTLY = 0.8
_WORDS = regex.compile(r"[\p{L}\d]{4,}")
_MARK = regex.compile(r"^(?:(?:[•●▪■◦‣∙·*–—♯-]\s*)+|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s+(?=\p{Lu}))")
_BROKEN = regex.compile(r"(?<=\p{Ll})- (?!(?:and|or|to|as|versus|vs|but)\b)(?=\p{Ll})")
_POINTS_BACK = regex.compile(
    r"(?:It|They|Its|Their|(?:This|These|Those|Such) (?:(?:also|then|not|\p{Ll}+ly) )?(?:is|are|was|were|has|have|had"
    r"|can|could|will|would|may|might|should|must|does|do|did|allow(?:s|ed)?|ensure[sd]?|mean[st]?|leads?|led"
    r"|ma[kd]es?|help(?:s|ed)?|gives?|gave|include[sd]?|result(?:s|ed)?|consist(?:s|ed)?|contain(?:s|ed)?)"
    r"|(?:Each|Both) (?:is|are|was|were|has|have|had|consist(?:s|ed)?|contain(?:s|ed)?)"
    r"|To (?:do (?:this|so|that)|this (?:end|aim))|For (?:this|that)(?: purpose| reason| end)?"
    r"|(?:In|By) (?:doing so|this way))\b"
)
_PLACE = (
    r"(?:Supplementary |Suppl?\. )?(?:Fig(?:ure|s)?|Tab(?:le|s)?|Eq(?:uation|n|s)?|Sec(?:tion|t)?|Appendix|Algorithm)"
    r"s?\.? ?\(?(?:[A-Z]|[A-Z]?\d+[a-z]?(?:\.\d+)*)\b\)?"
)
_NO_CITATION = (
    r"range|ranges|interval|shape|sizes?|dimensions?|filters|units|of|to|in|from|between|within|are|is|at|by|see|and|or|as|on"
    r"|with|than|like|[Ff]ollowing|[=∈×]"
)
"""What stands before numbers in brackets that belong to the sentence."""

_POINTS_OUT = regex.compile(
    rf"\s?\((?i:(?:see|cf\.|e\.g\.) (?:also )?)?{_PLACE}(?:(?:,| and|[–-]) ?(?:{_PLACE}|[A-Z]?\d+[a-z]?))*\)"
    r"|,? and (?:the|its|their) (?:\p{Ll}+ )?\p{Ll}+ (?:is|are|was|were|can be) (?:shown|seen|given|listed|presented)"
    rf" in {_PLACE}(?=[.,;]|$)"
    r"|(?<!\b(?:is|are|was|were|be))[,;]? (?:(?:as|also) )?"
    r"(?:shown|seen|illustrated|depicted|visuali[sz]ed|summari[sz]ed|listed|detailed)"
    rf" in {_PLACE}(?=[.,;]|$)"
    rf"|[,;] (?:see|cf\.) (?:also )?{_PLACE}(?=[.,;]|$)"
    rf"|(?<!\b(?:{_NO_CITATION}))(?<=[\p{{L}}\d%.,)’\"”]) ?\[[1-9]\d{{0,2}}(?: ?[,;–-] ?[1-9]\d{{0,2}})*\](?!\()"
)
"""What sends the reader elsewhere: a figure, a table, an equation, a number of the bibliography."""

_LINKS_BACK = regex.compile(
    r"(?:As (?:(?:was|is|already|can be|briefly) )*"
    r"(?:mentioned|described|noted|stated|discussed|explained|shown|seen)"
    rf"(?: (?:above|before|below|earlier|previously)| (?:in|from) {_PLACE})"
    r"|(?:Then|Thereafter|Finally|Next|Subsequently|Therefore|Thus|Hence|Moreover|Furthermore|In addition|Additionally"
    r"|However|Instead|Also|Later|Afterwards?|For instance|For example|Consequently|Accordingly|Again|Similarly"
    r"|Likewise|Besides|Nevertheless|Nonetheless|Unfortunately|Importantly|In contrast|By contrast|On the other hand"
    r"|First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Fourth(?:ly)?|Fifth(?:ly)?|After (?:this|that)"
    r"|In (?:a|the) (?:first|second|third|next|last|final) step"
    r"|Specifically|In particular|Last but not least|Overall|Lastly)"
    r"|To (?:alleviate|address|examine|explore|test|avoid|overcome|mitigate|investigate|verify) (?:this|these|that)"
    r"(?: \p{Ll}+)?"
    r"),\s+(?=\S)"
)
"""An opening that ties a sentence to those before it."""

_OPENING = WordRegex("answer_opening")
"""An opening that says where a sentence stands, not what it says: a heading, the number of a figure."""

_PLAIN_WORD = regex.compile(r"\p{Ll}+(?![\w-])")
_RUNS_ON = regex.compile(r"\p{Ll}{2,}\b|[,;:()\]]")
_HANGS = WordRegex("answer_hangs")
"""The last word of a sentence that goes on elsewhere."""

_CAPTION = regex.compile(r"(?:Fig(?:ure|s?\.)?|Tab(?:le|\.)|Algorithm) ?\S{1,5}[.:|] ")
_BREAKS_OFF = ("…", "=", "/")
_START = regex.compile(r"[.!?][\])”\"]?\s+(?=[\p{Lu}(\[“\"])|\n")
_ENDS = regex.compile(r"[.!?][\])”\"]?$")


def whole(evidence: Evidence) -> str:
    """Return the sentence of ``evidence`` on one line, without a mark of a list and with broken words made whole.

    One that a footnote or the end of a page breaks off ends in "…".
    """
    said = _plain(_row(evidence.quote) if evidence.section == "table" else evidence.quote)
    return f"{said.rstrip(' ,;:(')} …" if said.endswith((",", ";", ":", "(")) or _HANGS.search(said) else said


def is_sentence(evidence: Evidence) -> bool:
    """Tell whether ``evidence`` stands in the running text, in no table and no caption."""
    return evidence.section not in ("table", "caption") and not _CAPTION.match(evidence.quote)


def repeats(sentence: str, other: str) -> bool:
    """Tell whether nearly all words of the shorter of two sentences stand in the longer one."""
    words, others = ({word.casefold() for word in _WORDS.findall(text)} for text in (sentence, other))
    return len(words & others) >= _MOSTLY * min(len(words), len(others))


def points_back(sentence: str) -> bool:
    """Tell whether ``sentence`` begins with a pronoun, whose noun stands in a sentence before."""
    return _POINTS_BACK.match(sentence) is not None


def stands_alone(sentence: str) -> bool:
    """Tell whether ``sentence`` begins as sentences do, with what it is about, and does not break off."""
    return not points_back(sentence) and not _RUNS_ON.match(sentence) and not sentence.endswith(_BREAKS_OFF)


def with_lead(evidence: Evidence, paper: Paper) -> str:
    """Return the sentence of ``evidence``, with those before it (two at most) that say what its pronoun means.

    It comes alone where it needs none, and where none stands before it in the same paragraph.
    """
    said = whole(evidence)
    start, before = evidence.quote_start, ""
    for _ in range(_MOST_BEFORE):
        if not points_back(before or said):
            break
        found = _before(paper.text, start)
        if found is None:
            break
        start, before = found
        said = f"{before} {said}"
    return said


def _before(text: str, start: int) -> tuple[int, str] | None:
    """Return where the sentence before ``start`` begins, and that sentence; None where there is none."""
    low = max(0, start - _REACH)
    end = low + len(text[low:start].rstrip())
    if not _ENDS.search(text, low, end) or "\n\n" in text[end:start]:
        return None
    starts = [found.end() for found in _START.finditer(text, low, end)]
    if not starts and low > 0:
        return None
    begin = starts[-1] if starts else low
    return begin, _plain(text[begin:end])


def _row(quote: str) -> str:
    """Return a row of a table as what it names, and its values."""
    name, _, values = quote.strip().partition("\t")
    return f"{name.rstrip(':')}: {', '.join(values.split(chr(9)))}" if values else quote


def _plain(quote: str) -> str:
    """Return ``quote`` as a sentence by itself: no mark of a list, no heading, no opening that ties it, no pointers."""
    said = _BROKEN.sub("", _MARK.sub("", " ".join(quote.split())))
    for opening in (_OPENING, _LINKS_BACK):
        if tied := opening.match(said):
            said = said[tied.end() :]
            said = said[0].upper() + said[1:] if _PLAIN_WORD.match(said) else said
    return str(_POINTS_OUT.sub("", said))
