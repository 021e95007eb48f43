"""What all tests share: an environment of their own, repeatable hypothesis runs, and one loaded extractor."""

from __future__ import annotations

import getpass
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from dlextract import Extractor

# One thread per process, as in the worker processes: more only fight over the cores of a small machine.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
for name in ("DLEXTRACT_PATTERNS", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
    os.environ.pop(name, None)

# Not the user's own cache; kept between runs, as compiling all regexes takes seconds.
os.environ.setdefault("DLEXTRACT_CACHE", str(Path(tempfile.gettempdir()) / f"dlextract-tests-{getpass.getuser()}"))

# A shell starts its background jobs deaf to Ctrl-C, and processes that tests start would inherit that.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same cases on every run, and no time limit that a busy machine could break.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def words() -> Iterator[None]:
    """The words of the shipped patterns, as an extractor sets them while it reads."""
    from dlextract.patterns import load_knowledge
    from dlextract.words import using

    with using(load_knowledge([Path(__file__).parents[1] / "patterns"]).words):
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def example(root: Path) -> Path:
    """The example paper."""
    return root / "examples" / "moths.pdf"


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor as users have it: shipped patterns and shipped model."""
    from dlextract import Extractor

    return Extractor()
