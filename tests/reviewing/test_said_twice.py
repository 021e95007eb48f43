"""What a paper says twice, differently, in a review: on the items that it concerns, until a reader settles it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewed_paper import GPU, act, record

from dlextract.reviewing import fold
from dlextract.reviewing.applying import reviewed
from dlextract.reviewing.cells import item_of
from dlextract.reviewing.corpus import Corpus
from dlextract.writing import dump_line

TEXT = "Gpu: NVIDIA TITAN X on page 2, but NVIDIA A100 on page 3."
A100 = "GPU=NVIDIA A100 @ stage 1"


def twice() -> dict[str, Any]:
    made = record()
    first = made["facts"][0]
    place = {**first["evidence"][0], "page": 3}
    made["facts"].append({**first, "id": "f2", "text": "A100", "value": "NVIDIA A100", "evidence": [place]})
    bare = ("page", "quote", "quote_start", "start", "end", "boxes")
    places = [{key: one[key] for key in bare} for one in (first["evidence"][0], place)]
    made["contradictions"] = [
        {
            "label": "GPU",
            "scope": "stage 1",
            "text": TEXT,
            "values": ["NVIDIA TITAN X", "NVIDIA A100"],
            "facts": ["f1", "f2"],
            "evidence": places,
        }
    ]
    return made


def test_the_answer_and_both_facts_say_so() -> None:
    made = twice()
    for kind, key in (("question", "hardware"), ("fact", GPU), ("fact", A100)):
        item = item_of(made, kind, key)
        assert item is not None and ("Said twice, differently", TEXT) in item["about"]
    other = item_of(made, "question", "randomness")
    assert other is not None and TEXT not in dict(other["about"]).values()


def test_the_page_can_filter_by_it(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_bytes(dump_line(twice()))
    with Corpus(path) as corpus:
        assert corpus.rows[0].twice == (("question", "hardware"), ("fact", GPU), ("fact", A100))


def test_it_stands_until_one_of_the_facts_is_settled() -> None:
    made = twice()
    assert (
        reviewed(made, fold([act("accept", GPU, value="NVIDIA TITAN X")]))["contradictions"] == made["contradictions"]
    )
    assert "contradictions" not in reviewed(made, fold([act("reject", A100, reason="wrong value")]))
    assert "contradictions" not in reviewed(made, fold([act("edit", GPU, value="NVIDIA A100")]))
