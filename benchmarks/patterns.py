"""Measures loading and matching of the shipped patterns, without a trained model, and prints the figures.

    python benchmarks/patterns.py [PDF or folder …] [--rounds N] [--slowest N]

Without papers it reads the example. Times are processor seconds, which other work on the machine changes less than
elapsed time. "Cold" figures come from processes of their own: without the cache of an earlier run, and with it.
Matching is given per paper and for 60,000 characters, the length of a median paper. Nothing is checked.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[1] / "examples" / "moths.pdf"
MEDIAN_PAPER = 60_000

COLD = """
import json, sys, time
import spacy
start = time.process_time()
from dlextract.patterns import load_knowledge
from dlextract.resources import shipped
knowledge = load_knowledge([shipped("patterns")])
loaded = time.process_time()
from dlextract.build import build_pipeline
nlp = build_pipeline(knowledge)
built = time.process_time()
nlp(sys.stdin.read())
print(json.dumps([loaded - start, built - loaded, time.process_time() - built]))
"""


def cold(text: str, cache: str) -> list[float]:
    """Return the seconds for loading, building and the first text in a process of its own."""
    environment = {**os.environ, "DLEXTRACT_CACHE": cache}
    done = subprocess.run(
        [sys.executable, "-c", COLD], input=text, env=environment, capture_output=True, text=True, check=True
    )
    seconds: list[float] = json.loads(done.stdout)
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slowest", type=int, default=5, help="so many of the slowest regexes are shown")
    arguments = parser.parse_args()

    from dlextract import PaperError
    from dlextract.build import build_pipeline
    from dlextract.doc_keys import SECTIONS, SKIP
    from dlextract.patterns import load_knowledge
    from dlextract.pipeline import finder
    from dlextract.reading import read_paper
    from dlextract.resources import shipped
    from dlextract.words import using

    files = [f for p in arguments.papers or [EXAMPLE] for f in (sorted(p.glob("**/*.pdf")) if p.is_dir() else [p])]
    knowledge = load_knowledge([shipped("patterns")])
    papers = []
    for file in files:
        try:
            with using(knowledge.words):
                papers.append(read_paper(file, headings=knowledge.sections))
        except PaperError as error:
            print(error, file=sys.stderr)

    with tempfile.TemporaryDirectory() as cache:
        names = ("nothing kept from earlier runs", cold(papers[0].text, cache)), ("kept", cold(papers[0].text, cache))
    terms = sum(len(spellings) for p in knowledge.patterns.values() for spellings in p.terms.values())
    regexes = sum(len(pattern.rules) for pattern in knowledge.patterns.values())
    print(f"{len(knowledge.patterns)} labels, {terms} spellings of terms, {regexes} regexes")
    for name, (load, build, first) in names:
        print(f"cold, {name}: load {load:.2f} s, build {build:.2f} s, first paper {first:.2f} s")

    nlp = build_pipeline(knowledge)

    def read(paper: Any) -> float:
        start = time.process_time()
        doc = nlp.make_doc(paper.text)
        doc.user_data[SKIP] = [(s.start, s.end) for s in paper.sections if s.role == "references"]
        doc.user_data[SECTIONS] = [(s.start, s.end, s.role) for s in paper.sections]
        nlp(doc)
        return time.process_time() - start

    for paper in papers:
        read(paper)
    seconds = [min(read(paper) for _ in range(arguments.rounds)) for paper in papers]
    characters = sum(len(paper.text) for paper in papers)
    print(
        f"warm, {len(papers)} papers: median {statistics.median(seconds):.3f} s, longest {max(seconds):.3f} s, "
        f"{sum(seconds) / characters * MEDIAN_PAPER:.3f} s for {MEDIAN_PAPER:,} characters"
    )

    spent: dict[str, float] = {}
    run = finder.PatternFinder._run

    def timed(self: Any, job: Any, text: Any, where: int) -> Any:
        start = time.perf_counter()
        found = list(run(self, job, text, where))
        key = f"{job.rule.place} {job.pattern.label}"
        spent[key] = spent.get(key, 0.0) + time.perf_counter() - start
        return found

    finder.PatternFinder._run = timed  # type: ignore[method-assign,assignment]
    for paper in papers:
        read(paper)
    for key, value in sorted(spent.items(), key=lambda item: -item[1])[: arguments.slowest]:
        print(f"{value / len(papers) * 1000:8.2f} ms per paper  {key}")


if __name__ == "__main__":
    main()
