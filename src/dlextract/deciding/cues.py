"""What the authors did with a thing that is mentioned: the cues around a find, weighed.

Every cue of ``patterns/context.yaml`` is looked up once per sentence; each find in the sentence then collects the
cues that stand where the cue must stand (before it in its clause, after it, near it, anywhere in the sentence, or in
the section). The weights of cues for ``used`` count up, those for ``mentioned`` count down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..candidates import Step, Verdict, likelihood
from ..knowledge import Cue
from ..records import Mention, Paper
from ..regexes import Limited
from ..sieve import sieve_of

_CLAUSE_BREAK = re.compile(r"[;:]\s|\s[–—]\s|,\s(?:which|while|whereas|but|although|and we|however)\b")
_ABOUT = ("title", "abstract")
_NEAR = 40
_BEFORE = 160


class Context:
    """Judges finds by the cues of one knowledge; a cue that takes too long is given up, so it is made for each paper.

    Args:
        cues: the cues, in the order of their file.
    """

    def __init__(self, cues: Sequence[Cue]) -> None:
        ready = [(cue, Limited(cue.regex)) for cue in cues]
        limits = {limit for cue in cues for limit in (cue.values, cue.found_by) if limit}
        self._steps = {cue.name: Step(cue.name, f"{cue.gives} {cue.weight:+g}", cue.place) for cue in cues}
        self._limits = {limit: Limited(limit) for limit in limits}
        self._section_cues = [pair for pair in ready if pair[0].scope == "section"]
        self._paper_cues = [pair for pair in ready if pair[0].scope == "paper"]
        self._inside = [pair for pair in ready if pair[0].scope not in ("section", "paper")]
        self._sieve = sieve_of(tuple(cue.regex for cue, _ in self._inside))

    def of(self, paper: Paper) -> PaperContext:
        """Return the judge for one paper, which remembers what it looked up."""
        return PaperContext(self, paper)


def _touches(cue: Cue) -> bool:
    """Tell whether the cue's words must touch the find: ``…$`` before it, ``^…`` after it."""
    return (cue.scope == "before" and cue.regex.endswith("$")) or (cue.scope == "after" and "^" in cue.regex[:6])


class PaperContext:
    """Judges the finds of one paper."""

    def __init__(self, context: Context, paper: Paper) -> None:
        self._inside = context._inside
        self._sieve = context._sieve
        self._section_cues = context._section_cues
        self._limits = context._limits
        self._steps = context._steps
        self._paper = paper
        about = "\n".join([paper.title, *(paper.text[s.start : s.end] for s in paper.sections if s.role in _ABOUT)])
        self._paper_wide = [cue for cue, pattern in context._paper_cues if pattern.search(about)]
        self._sentences: dict[int, tuple[list[tuple[Cue, int, int]], list[tuple[Cue, Limited]]]] = {}
        self._sections: dict[int, list[Cue]] = {}

    def judge(self, mention: Mention, start: int, end: int) -> Verdict:
        """Return the status of ``mention``, which stands in the sentence ``start:end``."""
        return self.verdict(mention, self.cues(mention, start, end))

    def cues(self, mention: Mention, start: int, end: int) -> tuple[Cue, ...]:
        """Return the cues that speak of ``mention``, which stands in the sentence ``start:end``."""
        return tuple(self._cues_for(mention, start, end))

    def verdict(self, mention: Mention, cues: Sequence[Cue]) -> Verdict:
        """Return the status that ``cues`` give ``mention``."""
        roles, steps = _roles(cues), tuple([self._steps[cue.name] for cue in cues])
        if mention.hint:
            odds = 2.0 if mention.hint == "used" else -2.0
            steps = (*steps, Step(mention.found_by, f"{mention.hint}: the rule says so"))
            return Verdict(mention.hint, 0.9 * mention.score, f"rule {mention.found_by}", roles, odds, steps)
        totals = {"used": 0.0, "mentioned": 0.0, "searched": 0.0, "negated": 0.0}
        strongest: dict[str, tuple[float, str]] = {}
        for cue in cues:
            if cue.gives in totals:
                totals[cue.gives] += cue.weight
                if cue.weight > strongest.get(cue.gives, (0.0, ""))[0]:
                    strongest[cue.gives] = (cue.weight, cue.name)
        for status in ("negated", "searched"):
            if totals[status] >= 1:
                probability = min(0.95, 0.5 + 0.2 * totals[status])
                return Verdict(status, probability, strongest[status][1], roles, steps=steps)
        odds = totals["used"] - totals["mentioned"]
        status = "used" if odds >= 0 else "mentioned"
        reason = strongest.get(status, (0.0, "no cue"))[1]
        return Verdict(status, likelihood(abs(odds)), reason, roles, odds, steps)

    def _cues_for(self, mention: Mention, start: int, end: int) -> Iterable[Cue]:
        for cue in (*self._paper_wide, *self._section(mention.start)):
            if self._concerns(cue, mention):
                yield cue
        seen: set[str] = set()
        standing, touching = self._sentence(start, end)
        for cue, cue_start, cue_end in standing:
            if cue.name not in seen and self._stands(cue, cue_start, cue_end, mention) and self._concerns(cue, mention):
                seen.add(cue.name)
                yield cue
        left = self._paper.text[max(start, mention.start - _BEFORE) : mention.start]
        right = self._paper.text[mention.end : min(end, mention.end + _BEFORE)]
        for cue, pattern in touching:
            if (
                cue.name not in seen
                and self._concerns(cue, mention)
                and pattern.search(left if cue.scope == "before" else right)
            ):
                seen.add(cue.name)
                yield cue

    def _concerns(self, cue: Cue, mention: Mention) -> bool:
        if cue.labels and mention.label not in cue.labels:
            return False
        return all(
            not limit or self._limits[limit].fullmatch(text)
            for limit, text in ((cue.values, mention.value), (cue.found_by, mention.origin or mention.found_by))
        )

    def _stands(self, cue: Cue, start: int, end: int, mention: Mention) -> bool:
        if cue.scope == "sentence":
            return True
        if cue.scope == "near":
            return start < mention.end + _NEAR and end > mention.start - _NEAR
        if cue.scope == "inside":
            return start <= mention.start and mention.end <= end
        if cue.scope == "before":
            if end > mention.start + 1 or mention.start - end > _BEFORE:
                return False
            return _CLAUSE_BREAK.search(self._paper.text, end, mention.start) is None
        if cue.scope == "after":
            if start < mention.end - 1 or start - mention.end > _BEFORE:
                return False
            return _CLAUSE_BREAK.search(self._paper.text, mention.end, start) is None
        return False

    def _sentence(self, start: int, end: int) -> tuple[list[tuple[Cue, int, int]], list[tuple[Cue, Limited]]]:
        """Return where cues stand in a sentence, and those that may touch a find in it."""
        found = self._sentences.get(start)
        if found is None:
            sentence = self._paper.text[start:end]
            found = self._sentences[start] = ([], [])
            for number in self._sieve.possible(self._sieve.words_in(sentence)):
                cue, pattern = self._inside[number]
                if _touches(cue):
                    found[1].append((cue, pattern))
                    continue
                matches = pattern.finditer(sentence)
                found[0].extend((cue, start + match.start(), start + match.end()) for match in matches)
        return found

    def _section(self, offset: int) -> list[Cue]:
        section = self._paper.section_at(offset)
        key = section.start if section else -1
        found = self._sections.get(key)
        if found is None:
            name = f"{section.role}: {section.title}" if section else "other: "
            found = [cue for cue, pattern in self._section_cues if pattern.search(name)]
            self._sections[key] = found
        return found


def _roles(cues: Iterable[Cue]) -> tuple[tuple[str, float], ...]:
    weights: dict[str, float] = {}
    for cue in cues:
        if cue.gives.startswith("role:"):
            role = cue.gives[5:]
            weights[role] = weights.get(role, 0.0) + cue.weight
    return tuple(weights.items())
