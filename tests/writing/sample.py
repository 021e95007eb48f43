"""One report and one failure with every field filled."""

from __future__ import annotations

from dlextract.records import Answer, Evidence, Fact, Page, Paper, Searched
from dlextract.report import Failure, Report

EVIDENCE = Evidence(
    page=2,
    start=118,
    end=125,
    quote="We trained on two Titan X cards.",
    quote_start=100,
    section="methods",
    found_by="hardware.yaml:GPU",
    boxes=((1.0, 2.06, 3.0, 4.0),),
)

REPORT = Report(
    paper=Paper(
        source="in/moths.pdf",
        sha256="0" * 64,
        text="x" * 200,
        title="Counting moths",
        title_from="page 1",
        year=2021,
        year_from="page 1",
        doi="10.1/x",
        language="en",
        pages=(Page(1, 0, 90, columns=1), Page(2, 92, 150, columns=2), Page(3, 152, 200, quality="garbled", columns=2)),
    ),
    facts=(
        Fact(
            "f1",
            "GPU",
            "Titan X",
            "NVIDIA TITAN X",
            "used",
            ("training",),
            "stage 1",
            (("count", 2), ("memory", "12 GB")),
            0.9666,
            (EVIDENCE,),
            "we trained",
        ),
    ),
    answers=(
        Answer(
            20,
            "hardware",
            "Which hardware is used?",
            True,
            "Two NVIDIA TITAN X (training).",
            ("f1",),
            (EVIDENCE,),
            0.95,
            short="2 × NVIDIA TITAN X (training)",
        ),
        Answer(
            24,
            "randomness",
            "Which seed is used?",
            False,
            "not stated",
            searched=Searched(("methods",), ("training.yaml:RANDOM_SEED",), (3,)),
            nearest=("f1",),
            pointer="See the code.",
            short="not stated",
        ),
    ),
    warnings=("page 3: text layer is unreadable",),
    version="1.2",
    patterns="sha256:aa",
    model="dl_ner 0.1",
)

FAILURE = Failure("bad.pdf", "", "PaperError", "bad.pdf: it is no PDF. Give a PDF.", "1.2", "sha256:aa", "none")
