"""Trains the shipped model from the shared material, in one command.

    python models/training/build.py --data ../shared/ner -o DIR

Three steps: two models on the annotated paragraphs alone; paragraphs of other corpora marked by both (silver.py); the
model on both kinds of paragraphs. Needs about 25 minutes of one core; goes on where it was interrupted. The vocabulary
is reduced to what the model needs: words of the corpora do not stay in it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlextract.training.loop import Progress

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # one thread: the same sums in the same order

HERE = Path(__file__).parent


def train(data: Path, output: Path, seed: int, *silver: Path) -> None:
    """Train one model, unless it is there already."""
    from dlextract.training.run import Recipe, run_training

    if output.exists():
        return
    print(f"training {output}", file=sys.stderr)
    recipe = Recipe(vectors=data / "vectors" / "dl_floret", names=data / "gazetteers", seed=seed)
    run_training([data / "train.jsonl", *silver], data / "dev.jsonl", output, recipe, tell)


def tell(progress: Progress) -> None:
    """Print what an epoch brought."""
    print(f"epoch {progress.epoch}/{progress.epochs}  F1 {progress.scores.micro.f1:.3f}", file=sys.stderr)


def finish(folder: Path, output: Path) -> None:
    """Write the trained pipeline to ``output`` with its name and without the words of the corpora."""
    import spacy
    from spacy.strings import StringStore

    nlp = spacy.load(folder)
    nlp.meta.update(
        name="dl_ner",
        version="0.1.0",
        description="Mentions of GPU, DATASET, ARCHITECTURE and TASK in papers on deep learning",
        license="CC BY-SA 4.0",
    )
    nlp.to_disk(output)
    strings = StringStore(nlp.get_pipe("ner").labels)
    strings.to_disk(output / "vocab" / "strings.json")


def main() -> None:
    """Run the three steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder ner of the shared material")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    work = args.output.parent / f".{args.output.name}.steps"
    work.mkdir(parents=True, exist_ok=True)
    train(args.data, work / "one", 1)
    train(args.data, work / "two", 2)
    silver = work / "silver.jsonl"
    if not silver.exists():
        command = [sys.executable, HERE / "silver.py", "--corpora", args.data / "external", "-o", silver]
        subprocess.run([*command, "--model", work / "one", "--model", work / "two"], check=True)
    train(args.data, work / "three", 3, silver)
    finish(work / "three", args.output)


if __name__ == "__main__":
    main()
