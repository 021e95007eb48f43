"""The figures for mentions are those of the shared material's own scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from dlextract.evaluation.mentions import score_mentions
from dlextract.evaluation.paragraphs import LABELS, read_corpus

SHARED = Path(__file__).resolve().parents[3] / "shared" / "ner"


@pytest.mark.skipif(not (SHARED / "score_ner.py").is_file(), reason="needs ../shared/ner, the annotated paragraphs")
@pytest.mark.slow
def test_figures_agree_with_the_scorer_of_the_paragraphs(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [
            *({"label": "DATASET", "pattern": name} for name in ("ImageNet", "COCO", "Sentinel-2", "GLUE", "the")),
            *(
                {"label": "ARCHITECTURE", "pattern": name}
                for name in ("CNN", "CNNs", "LSTM", "BERT", "U-Net", "network")
            ),
            *({"label": "TASK", "pattern": name} for name in ("object detection", "classification", "segmentation")),
            {"label": "GPU", "pattern": "NVIDIA"},
        ]
    )
    nlp.to_disk(tmp_path / "ruler")
    scorer = [sys.executable, SHARED / "score_ner.py", tmp_path / "ruler", SHARED / "dev.jsonl"]
    subprocess.run([*scorer, "--json", tmp_path / "scores.json"], check=True, capture_output=True)
    expected = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    dev = read_corpus(SHARED / "dev.jsonl")
    scores = score_mentions(dev, nlp.pipe(paragraph.text for paragraph in dev), LABELS)
    assert scores.as_dict()["exact"] == expected
    assert 0.01 < expected["micro"]["f1"] < 0.6
