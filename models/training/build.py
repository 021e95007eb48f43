"""Trains the shipped model from the shared material, in one command.

    python models/training/build.py --data ../shared/ner --more further.jsonl --more marked.jsonl -o DIR

One run over all annotated paragraphs, brought into line with MARKING.md (``annotated/corrections.jsonl``), and those of
``--more`` (``rejoin.py`` makes them). Needs about 20 minutes of one core; goes on where it was interrupted. The
vocabulary is reduced to what the model needs: words of the paragraphs do not stay in it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlextract.training.loop import Epoch

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # one thread: the same sums in the same order

CURVES: dict[str, list[float]] = {
    "GPU": [0.84, -0.74],
    "DATASET": [0.68, -0.38],
    "ARCHITECTURE": [0.56, -0.06],
    "TASK": [0.63, -0.09],
}
"""Label → slope and shift of the chance that an entity is right (see ``dlextract.pipeline.certainty``)."""

_FILES = ("train.jsonl", "train2.jsonl", "dev.jsonl")


def train(data: Path, more: list[Path], output: Path) -> None:
    """Train the model, unless it is there already."""
    from rejoin import correct

    from dlextract.training.recogniser import Recipe, run_training

    if output.exists():
        return
    lined = output.with_name(f"{output.name}.corrected")
    lined.mkdir(exist_ok=True)
    for name in _FILES:
        correct(data / name, lined / name)
    *gold, dev = (lined / name for name in _FILES)
    recipe = Recipe(vectors=data / "vectors" / "dl_floret", names=data / "gazetteers", epochs=4)
    run_training([*gold, *more], dev, output, recipe, tell)


def tell(progress: Epoch) -> None:
    """Print what an epoch brought."""
    print(f"epoch {progress.epoch}/{progress.epochs}  F1 {progress.scores.micro.f1:.3f}", file=sys.stderr)


def finish(folder: Path, output: Path) -> None:
    """Write the trained pipeline to ``output`` with its name and without the words of the paragraphs."""
    import spacy
    from spacy.strings import StringStore

    nlp = spacy.load(folder)
    nlp.get_pipe("ner").cfg["curves"] = CURVES
    nlp.meta.update(
        name="dl_ner",
        version="0.5.0",
        description="Mentions of GPU, DATASET, ARCHITECTURE and TASK in papers on deep learning",
        license="CC BY-SA 4.0",
    )
    nlp.to_disk(output)
    strings = StringStore(nlp.get_pipe("ner").labels)
    strings.to_disk(output / "vocab" / "strings.json")


def main() -> None:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder ner of the shared material")
    parser.add_argument("--more", type=Path, action="append", default=[], help="further paragraphs; repeatable")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    trained = args.output.parent / f".{args.output.name}.trained"
    train(args.data, args.more, trained)
    finish(trained, args.output)


if __name__ == "__main__":
    main()
