from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser for the tests of a module."""
    from browsed import chromium

    with chromium(tmp_path_factory.mktemp("profile")) as context:
        yield context
