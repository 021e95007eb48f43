"""Names of a user's own patterns fill the lines of shipped checklists as shipped names do."""

from __future__ import annotations

import pytest

from dlextract import Extractor, to_dict
from dlextract.audit import audit, checklists

LISTS = {one.name: one for one in checklists()}
DATA = "We train a deep neural network. We trained on the {} dataset."
CODE = " Our code is available at https://github.com/moths/net."


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    folder = tmp_path_factory.mktemp("mine")
    (folder / "names.yml").write_text("DATASET+:\n  terms: {Lampset-3: []}\n", encoding="utf-8")
    return Extractor(folder, "none")


@pytest.mark.parametrize(
    ("name", "line", "text", "status"),
    [
        ("neurips", "access", DATA + CODE, "filled"),
        ("dome", "data_available", DATA, "partly"),
        ("reproducibility", "dataset_available", DATA, "filled"),
    ],
)
@pytest.mark.parametrize("dataset", ["CIFAR-10", "Lampset-3"])
def test_a_data_set_of_a_list_can_be_had(
    reader: Extractor, name: str, line: str, text: str, status: str, dataset: str
) -> None:
    found = audit(to_dict(reader.read_text(text.format(dataset), "a.pdf")), LISTS[name]).findings
    assert [one.status for one in found if one.item.name == line] == [status]
