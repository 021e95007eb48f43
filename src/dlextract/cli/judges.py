"""The commands ``dlextract train judges``, ``train form`` and ``train check``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from ..errors import OutputError, PaperError

_FILE = click.Path(path_type=Path)
_PARTS = (0.25, 0.5, 0.75)


@click.command("judges")
@click.option("--papers", type=_FILE, multiple=True, required=True, help="Folder of annotated papers; repeatable.")
@click.option("--seen", type=_FILE, multiple=True, help="The same, of papers that rules were written with; repeatable.")
@click.option("--pdfs", type=_FILE, multiple=True, help="Folder with their PDF files; repeatable.")
@click.option("-o", "--output", type=_FILE, help="Folder for the weights.  [default: only print the figures]")
@click.option("--folds", type=click.IntRange(2), default=5, show_default=True, help="Parts of the cross-validation.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of what is left to chance.")
@click.option("--share", type=click.FloatRange(0.05, 1.0), default=1.0, help="Share of the papers to learn from.")
@click.option("--curve", is_flag=True, help="Also print what a quarter, half and three quarters of them reach.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def judges(
    papers: tuple[Path, ...],
    seen: tuple[Path, ...],
    pdfs: tuple[Path, ...],
    output: Path | None,
    folds: int,
    seed: int,
    share: float,
    curve: bool,
    quiet: bool,
) -> None:
    """Fit the judges, which decide what a paper answers and by which sentences.

    Prints what they reach on papers that their weights had not seen, by cross-validation over whole papers. Needs
    scikit-learn (pip install 'dlextract[train]'). Papers that rules were written with teach words and roles only.
    """
    from dlextract.accuracy import write_measured
    from dlextract.extractor import Extractor
    from dlextract.judging.weights import save
    from dlextract.training.cases import cases_in
    from dlextract.training.judge_records import JudgeRecipe
    from dlextract.training.judges import train_judges
    from dlextract.training.measured import measured, render, render_curve

    def tell(message: str) -> None:
        if not quiet:
            click.echo(message, err=True)

    extractor = Extractor(judges="none")
    cases = []
    for folders, known in ((papers, False), (seen, True)):
        for case in cases_in(folders, pdfs, extractor, seen=known):
            tell(f"read {case.name}")
            cases.append(case)
    settings = JudgeRecipe(folds=folds, seed=seed, share=share)
    about = {"papers": sum(not c.seen for c in cases), "seen": sum(c.seen for c in cases), "seed": seed, "folds": folds}
    outcome = train_judges(cases, extractor.knowledge, extractor.draft, settings, about, tell)
    click.echo(render(outcome, {question.cq: question.name for question in extractor.knowledge.questions}))
    if curve:
        parts = {part: replace(settings, share=share * part) for part in _PARTS}
        learnt = {
            part: train_judges(cases, extractor.knowledge, extractor.draft, some, about, tell)
            for part, some in parts.items()
        }
        click.echo(f"\n{render_curve(learnt | {1.0: outcome})}")
    if output is not None:
        save(outcome.weights, output)
        write_measured(measured(outcome.ruled), output)
        tell(f"{output}: weights written")


@click.command("form")
@click.argument("paper", type=_FILE)
@click.option("-o", "--output", type=_FILE, help="The form.  [default: PAPER.json beside it]")
def form(paper: Path, output: Path | None) -> None:
    """Write the empty form of a paper: its numbered sentences and candidates, for a reader to fill."""
    from dlextract.extractor import Extractor
    from dlextract.training.form import empty_form, write_form

    target = output or paper.with_suffix(".json")
    try:
        write_form(empty_form(paper, Extractor(judges="none")), target)
    except OSError as error:
        raise OutputError(str(target), f"the form cannot be written ({error.strerror})", "Name another file") from error
    click.echo(f"{target}: list the sentences that answer each question, and judge each candidate", err=True)


@click.command("check")
@click.argument("forms", type=_FILE, nargs=-1, required=True)
def check(forms: tuple[Path, ...]) -> None:
    """Check filled forms; says what is missing or makes no sense."""
    from dlextract.training.annotated import mistakes_in

    wrong = 0
    for path in forms:
        try:
            found = mistakes_in(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            found = [f"cannot be read ({error})"]
        wrong += bool(found)
        for mistake in found:
            click.echo(f"{path}: {mistake}")
    if wrong:
        raise PaperError(
            "train check", f"{wrong} of {len(forms)} forms cannot be learnt from yet", "Mend the lines above"
        )


@click.command("gold")
@click.argument("records", type=_FILE)
@click.option("--reviewed", type=_FILE, multiple=True, required=True, help="File of dlextract review; repeatable.")
@click.option("--pdfs", type=_FILE, multiple=True, help="Folder with the PDF files; repeatable.")
@click.option("-o", "--output", type=_FILE, required=True, help="Folder for the gold.")
def gold(records: Path, reviewed: tuple[Path, ...], pdfs: tuple[Path, ...], output: Path) -> None:
    """Make gold of RECORDS that were reviewed: a file per paper for evaluate --gold and train judges --papers.

    A paper whose questions are not all decided is left out, and said.
    """
    from dlextract.cli.door import say
    from dlextract.cli.output import named_after, records_in
    from dlextract.extractor import Extractor
    from dlextract.reviewing import fold, read_acts
    from dlextract.training.form import write_form
    from dlextract.training.gold import gold_of
    from dlextract.viewing import Pdfs

    acts = fold([act for path in reviewed for act in read_acts(path).acts])
    found, extractor, made = Pdfs(pdfs), Extractor(judges="none"), 0
    try:
        output.mkdir(parents=True, exist_ok=True)
        for record in records_in([records]):
            paper = record["paper"]
            if "answers" not in record or not any(cell.paper == paper["sha256"] for cell in acts):
                continue
            path = found.path_of(paper["source"], paper["sha256"])
            try:
                if not path:
                    raise PaperError(paper["source"], "its file is not here", "Name its folder with --pdfs")
                form = gold_of(record, acts, Path(path), extractor)
            except PaperError as error:
                say(str(error))
                continue
            target = output / f"{named_after(record, alone=True)}.json"
            target.unlink(missing_ok=True)
            write_form(form, target)
            made += 1
    except OSError as error:
        raise OutputError(str(output), f"it cannot be written ({error.strerror})", "Name another folder") from error
    if not made:
        raise PaperError("train gold", "no paper is decided in full", "Go on with dlextract review")
    say(f"{output}: gold of {made} papers.")
