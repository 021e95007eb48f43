"""Prints docs/command-line.md, made from the commands themselves.

``python docs/reference.py --write`` renews the file; tests/test_readme.py checks that it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dlextract.cli.door import COMMANDS, READ, door

FILE = Path(__file__).parent / "command-line.md"
HEAD = "# Command line\n\nEvery command and its options, as `dlextract COMMAND --help` shows them.\n\n"


def reference() -> str:
    """Return the reference as Markdown."""
    ctx = click.Context(door, info_name="dlextract")
    parts = [_command("dlextract PAPER...", door.get_command(ctx, READ))]
    parts += [_command(f"dlextract {name}", door.get_command(ctx, name)) for name in COMMANDS]
    return HEAD + "\n\n".join(part for part in parts if part) + "\n"


def _command(name: str, command: click.Command | None) -> str:
    if command is None:
        return ""
    if isinstance(command, click.Group):
        inner = [_command(f"{name} {child}", command.commands[child]) for child in command.commands]
        own = [_alone(name, command)] if command.invoke_without_command else []
        return "\n\n".join(own + inner)
    return _alone(name, command)


def _alone(name: str, command: click.Command) -> str:
    about = " ".join((command.help or command.short_help or "").split("\f")[0].split())
    arguments = [p.metavar or (p.name or "").upper() for p in command.params if isinstance(p, click.Argument)]
    usage = name if name.endswith("...") else " ".join((name, *arguments))
    return "\n".join(
        (
            f"## `{usage}`",
            "",
            about,
            *(("", "| option | |", "|---|---|", *_options(command)) if list(_options(command)) else ()),
        )
    )


def _options(command: click.Command) -> Iterator[str]:
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            names = ", ".join(sorted(option.opts, key=len))
            if option.secondary_opts:
                names += " / " + ", ".join(option.secondary_opts)
            value = "" if option.is_flag else f" {_value(option)}"
            yield f"| `{names}{value}` | {' '.join((option.help or '').split())} |"


def _value(option: click.Option) -> str:
    if option.metavar:
        return option.metavar
    return "/".join(option.type.choices) if isinstance(option.type, click.Choice) else option.type.name.upper()


def main() -> None:
    text = reference()
    if "--write" in sys.argv[1:]:
        FILE.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
