"""The paper's own DOI, told from those of its data, its code and the works that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dlextract.records import SILENT_ROLES, Section

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]")
_SENTENCE_END = re.compile(r"(?:(?<!\bal)(?<!\b[A-Z])[.!?]\)?\s+(?=[A-Z(\[\d]|https?:|doi\b)|\n|[|•]\s)")
_LABEL = re.compile(r"(?:^|\n)\W*(?:article )?DOI\W*$", re.I)
_LONGEST_SENTENCE = 400

# Of an archive of data and programs, whoever registers there: the paper's own only where it says so.
_ARCHIVED = re.compile(
    r"(?i)10\.(?:5281/|6084/m9|5061/|1594/|7910/dvn|17605/|17632/|24432/|7937/|5066/|3886/|26180/|18434/|13026/|34740/"
    r"|15468/|5880/|48550/.*data)|zenodo|figshare|dryad|pangaea|osf\.io|dataverse|/dvn/|dataset"
)
_OF_THE_PAPER = re.compile(
    r"(?i)\b(?:this (?:article|paper|work|manuscript|document|preprint)|(?:published|final|authenticated|original"
    r"|accepted|definitive|authoritative) (?:\w+ )?(?:version|article|paper|record|publication|form)"
    r"|(?:to |please |how to )?cite\b|citation|version of record|digital object identifier)"
)
_OF_SOMETHING_ELSE = re.compile(
    r"(?i)\b(?:data ?(?:sets?)?|code|software|scripts?|images|recordings|samples|sequences|materials?|models?|weights"
    r"|repositor(?:y|ies)|archived?|deposited|stored|supplement\w*|appendix|protocol|preprint|pre-registered"
    r"|registration|corrigendum|erratum|comment on|dryad|zenodo|figshare|pangaea|osf|dataverse)\b"
)
_PROSE = re.compile(
    r"(?i)\b(?:we|our|is|are|was|were|has|have|had|can|use[ds]?|using|follow(?:s|ed|ing)?|see|from|described|reported"
    r"|proposed|based|according|compared?|shown?)\b"
)


def own_doi(text: str, sections: Sequence[Section], near: int) -> str:
    """Return the first DOI among the first ``near`` characters that stands there as the paper's own ("" if none).

    A paper prints its DOI apart from running text, or in a sentence about itself. In any other sentence, and in the
    references, it belongs to something else.
    """
    for found in _DOI.finditer(text[:near]):
        role = next((s.role for s in sections if s.start <= found.start() < s.end), "")
        if role not in SILENT_ROLES and _is_own(text, found):
            return found.group()
    return ""


def _is_own(text: str, found: re.Match[str]) -> bool:
    start = max(0, found.start() - _LONGEST_SENTENCE)
    for end in _SENTENCE_END.finditer(text, start, found.end()):
        if end.end() <= found.start():
            start = end.end()
    before = text[start : found.start()]
    if _OF_THE_PAPER.search(before):
        return True
    if _LABEL.search(text, max(0, found.start() - 30), found.start()):
        return True
    if _ARCHIVED.search(found.group()) or _OF_SOMETHING_ELSE.search(before):
        return False
    return _PROSE.search(before) is None
