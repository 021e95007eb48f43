"""``dlextract patterns``: write, list and check pattern files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import UsageError
from ..resources import shipped
from .door import USAGE, Commands
from .options import pattern_folders

if TYPE_CHECKING:
    from ..extractor import Extractor
    from ..judging.explaining import Sum
    from ..knowledge import Knowledge
    from ..records import Paper
    from ..workbench.compare import Compared
    from ..workbench.explain import Explained, Explanation, Made

_Command = TypeVar("_Command", bound=Callable[..., Any])

_QUOTE = 60


@click.group(cls=Commands, no_args_is_help=True)
def patterns() -> None:
    """Write, list and check pattern files.

    patterns/README.md shows how to write a pattern in five minutes.
    """


def _with_patterns(command: _Command) -> _Command:
    return click.option(
        "--patterns", "folders", multiple=True, metavar="DIR", help="Folder with your own pattern files; repeatable."
    )(command)


def _with_model(command: _Command) -> _Command:
    return click.option("--model", default="dl_ner", metavar="NAME", help="Trained pipeline, or none.")(command)


def _as_json(command: _Command) -> _Command:
    return click.option("--json", "json_", is_flag=True, help="Print JSON.")(command)


@patterns.command()
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--label", "labels", multiple=True, metavar="LABEL", help="A shipped label to change; repeatable.")
def init(folder: str, labels: tuple[str, ...]) -> None:
    """Make a folder DIR for patterns of your own, commented, with a worked example."""
    from ..workbench.starter import start

    for path in start(Path(folder), labels, _knowledge(())):
        click.echo(path)
    click.echo(f"Next: edit {Path(folder) / 'mine.yaml'}, then dlextract patterns check {folder}", err=True)


@patterns.command("list")
@_with_patterns
@click.option("--own", is_flag=True, help="Only labels of your own and those that you changed.")
@_as_json
def list_(folders: tuple[str, ...], own: bool, json_: bool) -> None:
    """List the labels: where they are written, whether shipped or yours, and how many examples they have."""
    from ..workbench.inventory import listed

    rows = [row for row in listed(_knowledge(folders)) if not own or row.origin != "shipped"]
    if json_:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
        return
    head = ("label", "place", "origin", "terms", "regexes", "examples")
    table = [head, *((r.label, r.place, r.origin, str(r.terms), str(r.regexes), str(r.examples)) for r in rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        cells = [cell.rjust(w) if i > 2 else cell.ljust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))]
        click.echo("  ".join(cells).rstrip())


@patterns.command()
@click.argument("label", metavar="LABEL")
@_with_patterns
@click.option("--expanded", is_flag=True, help="Regexes with their fragments inserted.")
@click.option("--all", "everything", is_flag=True, help="All terms, not only the first.")
def show(label: str, folders: tuple[str, ...], expanded: bool, everything: bool) -> None:
    """Show all that is known about LABEL after merging, and where each part comes from."""
    from ..workbench.inventory import pattern_of, shown

    pattern = pattern_of(_knowledge(folders), label)
    most = len(pattern.terms) if everything else 40
    for line in shown(pattern, _folders(folders), expanded=expanded, most_terms=most):
        click.echo(line)


@patterns.command()
@click.argument("folders", nargs=-1, metavar="[DIR]...", type=click.Path())
@click.option("--label", "labels", multiple=True, metavar="LABEL", help="Check only this label; repeatable.")
@click.option("-q", "--quiet", is_flag=True, help="Only errors, no advice and no summary.")
@_as_json
def check(folders: tuple[str, ...], labels: tuple[str, ...], quiet: bool, json_: bool) -> None:
    """Check pattern files: mistakes, examples, regexes that can take forever.

    DIR is a folder of your own, put on top of the shipped one; only what it changes is checked. Without DIR the shipped
    patterns are checked. The exit code is 2 if there is an error.
    """
    from ..workbench.check import check as run

    checked = run(_folders(folders), labels=labels, own_only=bool(folders) and not labels)
    findings = [finding for finding in checked.findings if finding.error or not quiet]
    if json_:
        rows = [
            {
                "file": f.place.file,
                "line": f.place.line,
                "column": f.place.column,
                "label": f.label,
                "severity": "error" if f.error else "advice",
                "message": f.what,
                "todo": f.todo,
            }
            for f in findings
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    for finding in () if json_ else findings:
        click.echo(("" if finding.error else "advice: ") + str(finding), err=True)
        if finding.excerpt:
            click.echo(finding.excerpt, err=True)
    for warning in () if quiet else checked.warnings:
        click.echo(f"advice: {warning}", err=True)
    if not quiet:
        todo = f" ({checked.todo} todo)" if checked.todo else ""
        counts = f"{_many(checked.labels, 'label')}, {_many(checked.regexes, 'regex')}"
        counts += f", {_many(checked.examples, 'example')}{todo}"
        click.echo(f"{counts}: {_many(checked.errors, 'error')}.", err=True)
    if checked.errors:
        raise click.exceptions.Exit(USAGE)


@patterns.command()
@click.argument("paper", metavar="PAPER", type=click.Path())
@click.argument("labels", nargs=-1, metavar="[LABEL]...")
@click.option("--cq", type=click.IntRange(1), metavar="N", help="Explain the answer to this question.")
@_with_patterns
@_with_model
@click.option("--judges", default="judges", metavar="DIR", help="Weights of dlextract train judges, or none.")
@_as_json
def explain(
    paper: str,
    labels: tuple[str, ...],
    cq: int | None,
    folders: tuple[str, ...],
    model: str,
    judges: str,
    json_: bool,
) -> None:
    """Explain what was found for LABEL or question N in PAPER, what was set aside, and why."""
    from ..workbench.explain import explain as run

    if not labels and cq is None:
        raise UsageError("dlextract patterns explain", "nothing to explain", "Name a LABEL, or a question with --cq N")
    extractor = _extractor(folders, model, judges)
    explanation = run(extractor, _paper(paper, extractor), labels, cq or 0)
    if json_:
        click.echo(json.dumps(_explained(explanation), ensure_ascii=False, indent=1))
        return
    for line in _explanation(explanation):
        click.echo(line)


@patterns.command()
@click.argument("folder", metavar="DIR", type=click.Path())
@click.argument("papers", nargs=-1, required=True, metavar="PAPER...", type=click.Path(readable=False))
@click.option("--was", is_flag=True, help="DIR holds what the shipped patterns were: what did their change do?")
@_with_model
@_as_json
def diff(folder: str, papers: tuple[str, ...], was: bool, model: str, json_: bool) -> None:
    """Show which facts and answers of PAPERS change when the patterns of DIR are added."""
    from ..workbench.compare import as_dict, compare

    before, after = _extractor((folder,) if was else (), model), _extractor(() if was else (folder,), model)
    counts: dict[str, int] = {}
    documents = []
    for compared in compare(before, after, _files(papers)):
        if json_:
            documents.append(as_dict(compared))
        else:
            for line in _compared(compared):
                click.echo(line)
        for change in compared.changes:
            counts[change.what] = counts.get(change.what, 0) + 1
    if json_:
        click.echo(json.dumps(documents, ensure_ascii=False, indent=1))
    changed = ", ".join(f"{what} {count}" for what, count in sorted(counts.items())) or "nothing"
    click.echo(f"Changed: {changed}.", err=True)


@patterns.command()
@click.argument("paper", metavar="PAPER", type=click.Path())
@click.argument("label", metavar="LABEL")
@click.argument("sentence", metavar="SENTENCE")
@_with_patterns
def suggest(paper: str, label: str, sentence: str, folders: tuple[str, ...]) -> None:
    """Draft a rule of LABEL from a SENTENCE of PAPER that the rules missed.

    Mark what should be found [[like this]].
    """
    from ..workbench.suggest import suggest as run

    extractor = _extractor(folders, "none")
    draft = run(extractor, _paper(paper, extractor), label, sentence)
    click.echo(draft.yaml, nl=False)
    if draft.already:
        click.echo("The rules already find this: dlextract patterns explain says what became of it.", err=True)
    elif draft.works:
        click.echo("The draft finds the marked words. Make it more general, then add sentences to ignore.", err=True)
    else:
        click.echo("The draft does not find exactly the marked words yet: edit it.", err=True)


@patterns.command()
@click.argument(
    "kind",
    default="labels",
    type=click.Choice(("labels", "questions", "context", "sections", "fragments", "words", "checklists")),
)
def schema(kind: str) -> None:
    """Print the JSON Schema of pattern files, for editors."""
    from ..workbench.schema import schema_text

    click.echo(schema_text(kind), nl=False)


def _folders(given: Sequence[str]) -> list[Path]:
    return [shipped("patterns"), *(Path(folder) for folder in pattern_folders(given))]


def _knowledge(folders: Sequence[str]) -> Knowledge:
    from ..patterns import load_knowledge

    return load_knowledge(_folders(folders))


def _extractor(folders: Sequence[str], model: str, judges: str = "judges") -> Extractor:
    from ..extractor import Extractor

    return Extractor(patterns=pattern_folders(folders), model=model, judges=judges)


def _paper(source: str, extractor: Extractor) -> Paper:
    from ..reading import read_text
    from ..words import using

    if source != "-":
        return extractor.paper(source)
    with using(extractor.knowledge.words):
        return read_text(sys.stdin.read(), source=source, headings=extractor.knowledge.sections)


def _files(papers: Sequence[str]) -> list[str]:
    found: list[str] = []
    for paper in papers:
        path = Path(paper)
        found += sorted(map(str, path.glob("**/*.pdf"))) if path.is_dir() else [paper]
    return found


def _many(number: int, noun: str) -> str:
    plural = "regexes" if noun == "regex" else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def _explanation(explanation: Explanation) -> list[str]:
    lines: list[str] = []
    if explanation.question is not None and explanation.answer is not None:
        answer = explanation.answer
        lines += [f"CQ{answer.cq} {explanation.question.ask}", f"  {answer.text}"]
        if answer.facts:
            lines.append(f"  from {', '.join(answer.facts)}, confidence {answer.confidence:.2f}")
        if not answer.stated:
            searched = answer.searched
            lines.append(f"  searched: {', '.join(searched.sections) or 'everything'}")
            lines.append(f"  with: {', '.join(searched.patterns)}")
            if searched.unreadable_pages:
                lines.append(f"  pages that cannot be read: {', '.join(map(str, searched.unreadable_pages))}")
            if answer.nearest:
                lines.append(f"  set aside: {', '.join(answer.nearest)}")
            if answer.pointer:
                lines.append(f"  the paper points elsewhere: {answer.pointer}")
        if explanation.sum is not None:
            lines += _sum(explanation.sum)
        lines.append("")
    for label in explanation.labels:
        candidates = [candidate for candidate in explanation.candidates if candidate.label == label]
        lines.append(f"{label}: {_many(len(candidates), 'candidate')}")
        for candidate in candidates:
            lines += _candidate(candidate)
        for made in explanation.facts:
            if made.fact.label == label:
                lines += _made(made)
        misses = [miss for miss in explanation.misses if miss.label == label]
        if misses:
            lines.append("  no rule matches, but these sentences have words that its rules need:")
            lines += [f"    p. {miss.page}  {miss.sentence}" for miss in misses]
        lines.append("")
    if explanation.skipped:
        lines.append(f"Not searched: {', '.join(explanation.skipped)}.")
    lines += explanation.warnings
    return lines


def _sum(judged: Sum) -> list[str]:
    lines = [f"  judged: answered with a chance of {judged.chance:.2f}", f"    {', '.join(judged.because)}"]
    if judged.unsaid:
        lines.append(f"    not stated all the same: {judged.unsaid}")
    for sentence in judged.sentences:
        text = sentence.text if len(sentence.text) <= 2 * _QUOTE else f"{sentence.text[: 2 * _QUOTE]} …"
        lines.append(f"  sentence with a chance of {sentence.chance:.2f}: p. {sentence.page}  {text}")
        lines += [
            f"    {', '.join(sentence.because)}",
            f"    its words: {', '.join(sentence.words) or 'none of them tells'}",
        ]
    return lines


def _candidate(candidate: Explained) -> list[str]:
    before = " ".join(candidate.before[-_QUOTE:].split())
    after = " ".join(candidate.after[:_QUOTE].split())
    found = " ".join(candidate.found.split())
    value = f" = {candidate.value}" if candidate.value and candidate.value != found else ""
    lines = [
        f"  {candidate.status}: {found}{value}",
        f"    p. {candidate.page}, {candidate.section}: … {before} [[{found}]] {after} …",
    ]
    if candidate.fact:
        differs = f", as a whole {candidate.fact_status}" if candidate.fact_status != candidate.status else ""
        lines[0] += f"; fact {candidate.fact}{differs}"
    return lines + _steps(candidate.steps)


def _made(made: Made) -> list[str]:
    fact = made.fact
    scope = f" ({fact.scope})" if fact.scope else ""
    head = f"  fact {fact.id}: {fact.value or fact.text}{scope}: {fact.status}, {fact.confidence:.2f}: {fact.reason}"
    return [head, *_steps(made.steps)]


def _steps(steps: tuple[tuple[str, str, str], ...]) -> list[str]:
    return [f"    - {name}: {effect}" + (f" ({place})" if place else "") for name, effect, place in steps]


def _explained(explanation: Explanation) -> dict[str, Any]:
    answer = explanation.answer
    return {
        "labels": list(explanation.labels),
        "candidates": [asdict(candidate) for candidate in explanation.candidates],
        "facts": [
            {"id": made.fact.id, "status": made.fact.status, "confidence": made.fact.confidence, "steps": made.steps}
            for made in explanation.facts
        ],
        "misses": [asdict(miss) for miss in explanation.misses],
        "answer": {"cq": answer.cq, "stated": answer.stated, "text": answer.text, "facts": list(answer.facts)}
        if answer
        else None,
        "judged": asdict(explanation.sum) if explanation.sum else None,
        "not_searched": list(explanation.skipped),
        "warnings": list(explanation.warnings),
    }


def _compared(compared: Compared) -> list[str]:
    if compared.error:
        return [compared.error]
    lines = [f"{compared.source}: {_many(len(compared.changes), 'change')}"]
    for change in compared.changes:
        page = f" (p. {change.page})" if change.page else ""
        lines.append(f"  {change.what}{page}")
        if change.before:
            lines.append(f"    - {change.before}")
        if change.after:
            lines.append(f"    + {change.after}")
    return lines
