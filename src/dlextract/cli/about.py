"""``dlextract questions``, ``models``, ``schema`` and ``completion``: what dlextract knows about itself."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ..errors import UsageError
from ..resources import fingerprint, shipped
from ..writing import schema_text
from .options import knowledge_of, pattern_folders


@click.command()
@click.option("--patterns", multiple=True, type=click.Path(), metavar="DIR", help="Folder with your own pattern files.")
@click.option("--json", "json_", is_flag=True, help="As JSON, with the labels that answer each question.")
def questions(patterns: tuple[str, ...], json_: bool) -> None:
    """List the competency questions: number, name and wording."""
    asked = knowledge_of(pattern_folders(patterns)).questions
    if json_:
        found = [
            {"cq": question.cq, "question": question.name, "ask": question.ask, "labels": list(question.labels)}
            for question in asked
        ]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    width = max((len(question.name) for question in asked), default=0)
    for question in asked:
        click.echo(f"{question.cq:>3}  {question.name:<{width}}  {question.ask}")


@click.command()
@click.option("--json", "json_", is_flag=True, help="As JSON.")
def models(json_: bool) -> None:
    """List the trained models that came with dlextract, and how to use another one."""
    found = []
    for meta in sorted(shipped("models").glob("*/meta.json")):
        about = json.loads(meta.read_text(encoding="utf-8"))
        found.append({name: about.get(name, "") for name in ("name", "version", "description", "license")})
        found[-1]["path"] = str(meta.parent)
        found[-1]["fingerprint"] = fingerprint(meta.parent)
    if json_:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for model in found:
        name, mark = Path(model["path"]).name, model["fingerprint"][:19]
        click.echo(f"{name}  {model['version']}  {model['description']}  {mark}")
    if not found:
        click.echo("No trained model came with this installation; the patterns work without one.", err=True)
    click.echo(
        "Use another one with --model: a folder or an installed spaCy package; none for patterns alone.", err=True
    )


@click.command()
def schema() -> None:
    """Print the JSON Schema (draft 2020-12) that every record follows."""
    click.echo(schema_text(), nl=False)


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")), required=False)
def completion(shell: str | None) -> None:
    """Print the completion script of SHELL.

    For bash: dlextract completion bash >> ~/.bashrc. For zsh: the same with .zshrc. For fish: into
    ~/.config/fish/completions/dlextract.fish.
    """
    from click.shell_completion import get_completion_class

    from .door import door

    name = shell or Path(os.environ.get("SHELL", "")).name
    kind = get_completion_class(name)
    if kind is None:
        raise UsageError("completion", "the shell is not known", "Name it: bash, zsh or fish")
    click.echo(kind(door, {}, "dlextract", "_DLEXTRACT_COMPLETE").source())
