"""Counts for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from .._version import __version__
from ..bulk.desk import Desk

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300)


class _Now(Collector):
    """What the desk says at the moment it is asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[Metric]:
        """Yield the state of the queue and the workers."""
        desk = self._desk
        yield GaugeMetricFamily("dlextract_papers_waiting", "Papers whose turn has not come.", desk.waiting)
        yield GaugeMetricFamily("dlextract_papers_reading", "Papers that are being read.", desk.reading)
        yield GaugeMetricFamily("dlextract_workers", "Processes that read papers.", len(desk.pids))
        yield CounterMetricFamily("dlextract_workers_replaced", "Workers that died or were ended.", desk.replaced)
        version = GaugeMetricFamily("dlextract_info", "The version that runs.", labels=["version"])
        version.add_metric([__version__], 1)
        yield version


class Metrics:
    """The counts of one server: ``requests`` by status, ``papers`` by outcome, ``seconds`` that papers took."""

    def __init__(self, desk: Desk) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Now(desk))
        self.requests = Counter("dlextract_requests", "Answers sent.", ["status"], registry=self._registry)
        self.papers = Counter(
            "dlextract_papers", "Papers by what became of them.", ["outcome"], registry=self._registry
        )
        self.seconds = Histogram(
            "dlextract_paper_seconds", "Seconds to read a paper.", buckets=_SECONDS, registry=self._registry
        )

    def text(self) -> bytes:
        """Return all counts as Prometheus reads them."""
        return generate_latest(self._registry)
