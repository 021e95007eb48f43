"""The commands ``dlextract train`` and ``dlextract evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .door import say
from .judges import check, form, gold, judges
from .selecting import select

if TYPE_CHECKING:
    from dlextract.training.loop import Epoch

_FILE = click.Path(path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--train", "corpora", type=_FILE, multiple=True, help="Annotated paragraphs; repeatable.")
@click.option("--dev", type=_FILE, help="Annotated paragraphs by which the best epoch is chosen.")
@click.option("-o", "--output", type=_FILE, help="Folder of the model; must not exist yet.")
@click.option("--base", default="", metavar="MODEL", help="Go on from this model: a folder or dl_ner.")
@click.option(
    "--labels",
    default="",
    metavar="NAMES",
    help="What it marks: CAMERA,LENS; with the usual four, or those of the base: +CAMERA.",
)
@click.option("--config", default="cnn", show_default=True, metavar="NAME", help="cnn, transformer or a config file.")
@click.option("--backbone", default="", metavar="NAME", help="Transformer to start from: a folder or a hub's name.")
@click.option("--vectors", type=_FILE, help="Pipeline folder with word vectors.  [default: those of dl_ner]")
@click.option("--names", type=_FILE, help="Folder of lists of known names.  [default: those of dl_ner]")
@click.option(
    "--epochs", type=click.IntRange(1), help="How often the paragraphs are read.  [default: as in the config]"
)
@click.option("--seed", type=int, help="Seed of all random numbers.  [default: as in the config]")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.pass_context
def train(
    ctx: click.Context,
    corpora: tuple[Path, ...],
    dev: Path | None,
    output: Path | None,
    base: str,
    labels: str,
    config: str,
    backbone: str,
    vectors: Path | None,
    names: Path | None,
    epochs: int | None,
    seed: int | None,
    quiet: bool,
) -> None:
    """Train a model that marks GPU, DATASET, ARCHITECTURE and TASK or your own labels; or, by a command, the judges.

    Paragraphs are JSON Lines, {"text": …, "spans": [[start, end, LABEL], …]}, or a spaCy DocBin (.spacy). Where a line
    names its "labels", only those count as complete; "optional" spans count as unknown. An interrupted training goes on
    when the same command is given again.
    """
    if ctx.invoked_subcommand is not None:
        return
    if not corpora or dev is None or output is None:
        missing = ", ".join(n for n, v in (("--train", corpora), ("--dev", dev), ("--output", output)) if not v)
        raise click.UsageError(f"Missing option {missing}.")
    from dlextract.training.recogniser import Recipe, run_training

    recipe = Recipe(config, base, backbone, vectors, names, seed, epochs, labels)
    report, tell = (_silent, _silent) if quiet else (_tell, say)
    trained = run_training(corpora, dev, output, recipe, report, tell)
    if quiet:
        return
    for where in trained.alignment.misaligned[:10]:
        click.echo(f"{where}: begins or ends inside a word, not learned from", err=True)
    click.echo(f"{trained.folder}: micro F1 {trained.scores.micro.f1:.3f}", err=True)


for _command in (judges, form, check, gold, select):
    train.add_command(_command)


def _tell(progress: Epoch) -> None:
    labels = "  ".join(f"{label} {counts.f1:.3f}" for label, counts in progress.scores.exact.items())
    mark = "  best" if progress.best else ""
    click.echo(
        f"epoch {progress.epoch}/{progress.epochs}  loss {progress.loss:.0f}  "
        f"F1 {progress.scores.micro.f1:.3f}  {labels}{mark}",
        err=True,
    )


def _silent(progress: object) -> None:
    pass


@click.command()
@click.option("--gold", type=_FILE, required=True, help="Mentions (.jsonl, .spacy) or a folder of papers' gold.")
@click.option("--model", default="dl_ner", show_default=True, metavar="MODEL", help="Model whose mentions are scored.")
@click.option("--rules/--no-rules", default=True, show_default=True, help="With the pattern rules, or the model alone.")
@click.option(
    "--seen",
    type=_FILE,
    multiple=True,
    help="Paragraphs that the model was trained on: recall on names it knew and on others; repeatable.",
)
@click.option("--pred", type=_FILE, help="Records of the papers, as written by -f jsonl.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@click.option("--misses", is_flag=True, help="Also say what is wrong and what is missed (papers).")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the bootstrap.")
def evaluate(
    gold: Path,
    model: str,
    rules: bool,
    seen: tuple[Path, ...],
    pred: Path | None,
    as_json: bool,
    misses: bool,
    seed: int,
) -> None:
    """Measure mentions or papers against gold.

    With a file of annotated paragraphs: exact and overlap F1 of the mentions, by label and by kind of text. With a
    folder of gold papers and --pred: fields, roles, the 28 questions with the floor that a constant answer reaches,
    kappa and evidence. 95 % intervals are bootstrapped over paragraphs or papers.
    """
    if gold.is_dir():
        from dlextract.evaluation.rendering import papers_table
        from dlextract.evaluation.whole_papers import evaluate_papers

        if pred is None:
            raise click.UsageError("--pred is needed with a folder of gold papers: dlextract PAPERS -f jsonl -o FILE")
        result = evaluate_papers(gold, pred, seed=seed)
        click.echo(_json(result.as_dict()) if as_json else papers_table(result, misses=misses))
        return
    from dlextract.evaluation.rendering import mentions_table
    from dlextract.training.scoring import evaluate_mentions

    scores = evaluate_mentions(gold, model, with_rules=rules, seen=seen, tell=say)
    what = f"{model} {'with rules' if rules else 'alone, without rules'}"
    if as_json:
        click.echo(_json({"model": model, "rules": rules, **scores.as_dict(seed)}))
    else:
        click.echo(mentions_table(scores, seed, what=what))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False)
