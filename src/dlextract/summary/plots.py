"""Bars with intervals as SVG that follows the theme of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..statistics import Estimate
from ..writing.html import safe

STYLE = """figure { margin: 0; overflow-x: auto; }
svg { display: block; width: 100%; min-width: 32rem; height: auto; font: 13px system-ui, sans-serif; }
svg text { fill: var(--ink); }
svg .soft { fill: var(--soft); }
svg .grid { stroke: var(--line); }
svg .bar { fill: var(--pale); }
svg .span { stroke: var(--ink); stroke-width: 1.5; }
svg .true { fill: var(--paper); stroke: var(--warn); stroke-width: 2; }
svg .trace { stroke: var(--warn); stroke-width: 1.5; }
"""

_WIDTH, _NAME, _COUNT, _STEP, _TOP = 860, 230, 110, 24, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a share with its interval, what stands left and right of it, and the corrected share if there is one."""

    name: str
    share: Estimate
    count: str
    true: Estimate | None = None
    link: str = ""


def bars(title: str, found: Sequence[Bar]) -> Iterator[str]:
    """Yield the lines of a figure with a bar for each of ``found``, from 0 to 100 %."""
    height = _TOP + _STEP * len(found) + 6
    yield f'<figure><svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{safe(title)}">'
    for tenth in (0, 25, 50, 75, 100):
        x = _x(tenth / 100)
        yield f'<line class="grid" x1="{x}" y1="{_TOP - 6}" x2="{x}" y2="{height}"/>'
        yield f'<text class="soft" x="{x}" y="{_TOP - 12}" text-anchor="middle">{tenth} %</text>'
    for number, bar in enumerate(found):
        yield from _bar(bar, _TOP + _STEP * number)
    yield "</svg></figure>"


def _bar(bar: Bar, y: int) -> Iterator[str]:
    middle = y + _STEP / 2
    yield f"<g><title>{safe(_told(bar))}</title>"
    name = bar.name if len(bar.name) <= 32 else bar.name[:31] + "…"
    yield f'<text x="{_NAME - 10}" y="{middle + 4}" text-anchor="end">{safe(name)}</text>'
    yield f'<rect class="bar" x="{_NAME}" y="{y + 4}" width="{_x(bar.share.share) - _NAME:.1f}" height="{_STEP - 8}"/>'
    yield (f'<line class="span" x1="{_x(bar.share.low)}" y1="{middle}" x2="{_x(bar.share.high)}" y2="{middle}"/>')
    if bar.true:
        low = middle + 7
        yield f'<line class="trace" x1="{_x(bar.true.low)}" y1="{low}" x2="{_x(bar.true.high)}" y2="{low}"/>'
        yield f'<circle class="true" cx="{_x(bar.true.share)}" cy="{low}" r="3"/>'
    yield f'<text class="soft" x="{_WIDTH - _COUNT + 12}" y="{middle + 4}">{safe(bar.count)}</text></g>'


def _told(bar: Bar) -> str:
    told = f"{bar.name}: {bar.count}, {_range(bar.share)}"
    return f"{told}; corrected {_range(bar.true)}" if bar.true else told


def _range(estimate: Estimate) -> str:
    return f"{100 * estimate.share:.0f} % ({100 * estimate.low:.0f} to {100 * estimate.high:.0f})"


def _x(share: float) -> float:
    return round(_NAME + share * (_WIDTH - _NAME - _COUNT), 1)
