"""The example notebook runs, and is kept without outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")


@pytest.fixture
def notebook(root: Path) -> Any:
    return nbformat.read(root / "examples" / "tables.ipynb", as_version=4)


def test_the_notebook_is_kept_without_outputs(notebook: Any) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of the kernel's own libraries
def test_the_notebook_runs(notebook: Any, root: Path) -> None:
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    pytest.importorskip("pandas", reason="needs pandas")
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(root / "examples")}}).execute()
    shown = [
        "".join(output.get("text", "") or output["data"].get("text/plain", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    sheet, hardware, facts, settings, wide, silent = shown
    assert "questions answered" in sheet
    assert hardware.startswith("1 × NVIDIA RTX A5000")
    assert "RetinaNet" in facts
    assert settings.split()[-4:] == ["2", "8", "60", "0.0001"]
    assert "AdamW" in wide
    assert "randomness" in silent
