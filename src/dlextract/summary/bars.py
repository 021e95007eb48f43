"""A summary for the terminal: bars that fit into 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from ..statistics import Estimate
from ..writing import Look as Style
from ..writing.quotes import printable
from ..writing.sheet import broken
from .counting import Label, Summary
from .methods import methods

_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_EIGHTHS = " ▏▎▍▌▋▊▉"
_BESIDE = 45
"""Columns that numbers take beside the bar of a question."""

_LONGEST_BAR = 40
_MOST_LOOKS = 20
_IN_YEARS = 4
"""Labels of which the line of a year names the commonest value."""


def as_text(summary: Summary, style: Style) -> str:
    """Return the counts as text that fits into ``style.width`` columns."""
    return "\n".join([*_lines(summary, style), ""])


def _lines(summary: Summary, style: Style) -> Iterator[str]:
    yield from (_styled(line, _BOLD, style) for line in broken(head(summary), style.width, "", ""))
    if summary.questions:
        yield from ("", _styled("What the papers state", _BOLD, style))
        yield from _questions(summary, style)
    for label in summary.labels:
        yield ""
        yield _styled(f"{label.name}: {label.papers} of {len(summary.rows)} papers{_span(label.share)}", _BOLD, style)
        yield from _values(label, len(summary.rows), style)
    if years := list(_years(summary, style)):
        yield from ("", _styled("By year", _BOLD, style), *years)
    if summary.looks:
        yield from ("", _styled(f"Papers that need a look: {len(summary.looks)}", _BOLD, style))
        for look in summary.looks[:_MOST_LOOKS]:
            yield from broken(
                f"{printable(look.row.source)}: {printable('; '.join(look.reasons))}", style.width, "  ", "    "
            )
        if len(summary.looks) > _MOST_LOOKS:
            yield f"  and {len(summary.looks) - _MOST_LOOKS} more, which -f json and -f html list"
    yield from ("", _styled("For a methods section", _BOLD, style), *broken(methods(summary), style.width, "", ""))


def head(summary: Summary) -> str:
    """Return how many papers were read, and of which years."""
    known = [year for year in summary.years if year]
    parts = [f"{len(summary.rows)} paper{'' if len(summary.rows) == 1 else 's'} read"]
    if summary.failed:
        parts.append(f"{len(summary.failed)} not read")
    if summary.copies:
        parts.append(f"{summary.copies} the same as others")
    if known:
        parts.append(f"published {known[0]}" + (f"–{known[-1]}" if known[-1] != known[0] else ""))
    if known and summary.years.get(None):
        parts.append(f"{summary.years[None]} of unknown year")
    return "; ".join(parts)


def _questions(summary: Summary, style: Style) -> Iterator[str]:
    name = max(len(told.name) for told in summary.questions) + 1
    bar = max(8, min(_LONGEST_BAR, style.width - name - _BESIDE))
    beside = "corrected" if any(told.true for told in summary.questions) else ""
    heading = f"{'':{name + bar + 5}} {'papers':>8} {'share':>5} {'95 %':>7} {beside:>15}"
    yield _styled(heading.rstrip(), _DIM, style)
    for told in summary.questions:
        count = f"{told.stated}/{told.papers}"
        true = f"{_percent(told.true.share)}{_span(told.true)}" if told.true else ""
        yield (
            f"{told.cq:>3}  {told.name:<{name}}{bar_of(told.share.share, bar)} "
            f"{count:>8} {_percent(told.share.share)} {_range(told.share):>7} {true:>15}"
        ).rstrip()


def _values(label: Label, papers: int, style: Style) -> Iterator[str]:
    name = min(34, max(len(value.name) for value in label.values))
    bar = max(8, min(_LONGEST_BAR, style.width - name - 25))
    for value in label.values:
        shown = value.name if len(value.name) <= name else value.name[: name - 1] + "…"
        numbers = f"{value.papers:>4} {_percent(value.share.share)} {_range(value.share):>7}"
        yield f"  {shown:<{name}} {bar_of(value.papers / papers, bar)} {numbers}"
    if label.different > len(label.values):
        yield _styled(f"  and {label.different - len(label.values)} others", _DIM, style)


def _years(summary: Summary, style: Style) -> Iterator[str]:
    """Yield a line per year: the papers, and the commonest value of each label among them."""
    known = [year for year in summary.years if year]
    if len(known) < 2:
        return
    for year in known:
        count = summary.years[year]
        told = []
        for label in summary.labels[:_IN_YEARS]:
            best = max(label.values, key=lambda value: value.years.get(year, 0), default=None)
            if best and best.years.get(year):
                told.append(f"{best.name} {best.years[year]}")
        lead = f"  {year}  {count:>4} paper{' ' if count == 1 else 's'}  "
        yield from broken("; ".join(told), style.width, lead, " " * len(lead))


def bar_of(share: float, width: int) -> str:
    """Return a bar of ``width`` columns, ``share`` of it filled to an eighth of a column."""
    eighths = round(min(1.0, max(0.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width, "·")


def _percent(share: float) -> str:
    return f"{100 * share:3.0f} %"


def _range(estimate: Estimate) -> str:
    return f"{100 * estimate.low:.0f}–{100 * estimate.high:.0f}"


def _span(estimate: Estimate) -> str:
    return f" ({_range(estimate)})"


def _styled(text: str, style: str, look: Style) -> str:
    return f"{style}{text}{_RESET}" if look.colours and style else text
