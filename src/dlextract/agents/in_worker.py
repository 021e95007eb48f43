"""What the workers do for agents. They import this module, and nothing of the server or its SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..bulk.worker import Reader, Task
from ..writing import dump_line, to_dict

if TYPE_CHECKING:
    from ..extractor import Extractor
    from ..workbench.explain import Explanation


def record_line(reader: Reader, task: Task) -> bytes:
    """Read a paper; runs in a worker."""
    return dump_line(to_dict(reader.read(task.source, task.data)))


def explanation(reader: Extractor, task: Task, cq: int) -> Explanation:
    """Read a paper and keep what was considered on the way; runs in a worker."""
    from ..workbench.explain import explain

    return explain(reader, reader.paper(task.source, task.data), cq=cq)
