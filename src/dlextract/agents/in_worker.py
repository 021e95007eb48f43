"""What the workers do for agents. They import this module, and nothing of the server or its SDK."""

from __future__ import annotations

from ..bulk.worker import Reader, Task
from ..extractor import Extractor
from ..workbench.explain import Explanation
from ..workbench.explain import explain as explained
from ..writing import dump_line, to_dict


def record_line(reader: Reader, task: Task) -> bytes:
    """Read a paper; runs in a worker."""
    return dump_line(to_dict(reader.read(task.source, task.data)))


def explanation(reader: Extractor, task: Task, cq: int) -> Explanation:
    """Read a paper and keep what was considered on the way; runs in a worker."""
    return explained(reader, reader.paper(task.source, task.data), cq=cq)
