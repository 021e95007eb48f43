"""Plain text (a file or standard input) → ``Paper``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dlextract.errors import PaperError
from dlextract.reading.characters import plain
from dlextract.reading.claims import with_claims
from dlextract.reading.doi import own_doi
from dlextract.reading.hyphens import Vocabulary, address_goes_on
from dlextract.reading.language import foreign, language_of
from dlextract.reading.passages import are_passages
from dlextract.reading.printed_checklists import mark_checklists
from dlextract.reading.sections import HeadingRoles, SectionRoles, bare
from dlextract.records import Line, Page, Paper, Section

_DAMAGE = re.compile(
    r"‚[àÄâÜ]|√[ó±®©ºÑ∂ß]|[ùÃâ][êëîïñúùûü†ëÄ¢°º®]|â€|Ã[\x80-\xBF–—‘’“”•…€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]|¬[µ±∞]|œÄ|Œ[±≤≥º]"
)
_CID = re.compile(r"\(cid:\d+\)")
_SOFT_BREAK = re.compile(r"-?\xad+[ \t]*\n(?=[ \t]*\S)")
_FRONT = 1500
"""Characters among which the paper's own DOI stands."""


def read_text(text: str, *, source: str, headings: Mapping[str, tuple[str, ...]]) -> Paper:
    """Return the paper that ``text`` holds: damaged characters mended, line ends joined, short lines kept apart.

    Raises:
        PaperError: there is no text.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    # Half a surrogate pair, as in JSON that was cut, is no character.
    text = mend(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    blocks = [
        [re.sub(r"\s+", " ", plain(_CID.sub("", line))).strip() for line in block.split("\n") if line.strip()]
        for block in re.split(r"\n[ \t]*\n", text)
    ]
    blocks = [block for block in blocks if block]
    if not blocks:
        raise PaperError(source, "there is no text in it", "Give a paper with text")
    whole, lines, placed = _laid_out(blocks, HeadingRoles(headings))
    if are_passages(placed, len(whole)):
        placed = tuple(replace(section, role="other") for section in placed)
    placed = mark_checklists(whole, placed)
    language = language_of(whole)
    return with_claims(
        Paper(
            source=source,
            sha256=digest,
            text=whole,
            doi=own_doi(whole, placed, _FRONT),
            language=language,
            pages=(Page(1, 0, len(whole)),),
            lines=lines,
            sections=placed,
            warnings=tuple(foreign(whole, language)),
        )
    )


def _laid_out(
    blocks: Sequence[Sequence[str]], roles: HeadingRoles
) -> tuple[str, tuple[Line, ...], tuple[Section, ...]]:
    """Return the text of the blocks, parted by empty lines, with its lines and its sections."""
    vocabulary = Vocabulary(line for block in blocks for line in block)
    naming = SectionRoles(roles)
    parts: list[str] = []
    lines: list[Line] = []
    sections: list[Section] = []
    length = 0
    usual = sorted(len(line) for block in blocks for line in block)[int(0.7 * sum(map(len, blocks)))]
    for block in blocks:
        if length:
            parts.append("\n\n")
            length += 2
        if len(block) <= 2 and _is_heading(" ".join(block), roles):
            title = " ".join(block)
            sections.append(Section(length, length + len(title), length, title, naming.next(title)))
        elif not sections:
            sections.append(Section(length, length, length, "", "other"))
        short = len(block) > 1 and sorted(map(len, block))[len(block) // 2] < 0.6 * min(max(usual, 45), 60)
        if sum(line[:1].islower() for line in block[1:]) >= 0.5 * (len(block) - 1):
            short = False
        for index, line in enumerate(block):
            glue = ""
            if index + 1 < len(block):
                glue = "\n" if short else " "
                if line.endswith("-") and len(line) > 1 and line[-2] not in " -":
                    joined = vocabulary.join(line, block[index + 1])
                    if joined == line[:-1] + block[index + 1]:
                        line, glue = line[:-1], ""
                    elif joined == line + block[index + 1]:
                        glue = ""
                elif address_goes_on(line, block[index + 1]):
                    glue = ""
            lines.append(Line(length, length + len(line), 1, (0.0, 0.0, 0.0, 0.0), kind="table" if short else "body"))
            parts.append(line + glue)
            length += len(line) + len(glue)
    ends = [section.start for section in sections[1:]] + [length]
    placed = tuple(
        Section(item.start, item.body, end, item.title, item.role) for item, end in zip(sections, ends, strict=True)
    )
    return "".join(parts), tuple(lines), placed


def _is_heading(text: str, roles: HeadingRoles) -> bool:
    number, words = bare(text)
    if roles.is_main(text):
        return True
    return bool(number) and words[:1].isupper() and len(words.split()) <= 12 and text.rstrip()[-1] not in ".,;:"


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a byte-order mark, or else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut off inside a character is still UTF-8.
        cut = error.reason == "unexpected end of data"
        return data.decode("utf-8", "replace") if cut else data.decode("cp1252", "replace")


def mend(text: str) -> str:
    """Undo mojibake (UTF-8 read as Mac Roman, Latin-1 or Windows-1252) and unify line ends.

    A soft hyphen is printed at the end of a line alone.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").removeprefix("\ufeff")
    if _DAMAGE.search(text):
        import ftfy

        text = "\n".join(_mend_line(line, ftfy.fix_text) for line in text.split("\n"))
    return _SOFT_BREAK.sub("-\n", text).replace("\xad", "")


def _mend_line(line: str, fix: object) -> str:
    if not _DAMAGE.search(line):
        return line
    for codec in ("mac_roman", "cp1252", "latin-1"):
        try:
            return line.encode(codec).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    assert callable(fix)
    return str(fix(line))
