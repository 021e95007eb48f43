"""The front door: ``dlextract PAPER…`` without a command, and the commands, each imported when it is used."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click
from click.shell_completion import CompletionItem

from .._version import __version__
from ..errors import DlextractError, closed

READ = "read"

COMMANDS = {
    "patterns": ("patterns", "Write, list and check pattern files."),
    "questions": ("about", "List the competency questions."),
    "models": ("about", "List the models that are there."),
    "schema": ("about", "Print the JSON Schema of the records."),
    "export": ("export", "Convert records to CSV, SQLite, Parquet, HTML …"),
    "review": ("review", "See, correct and confirm what was found, in the browser."),
    "summary": ("summary", "Count over many records what papers state."),
    "agreement": ("agreement", "Say how far two readers agree, or a reader and the tool."),
    "audit": ("audit", "Say whether papers state what is needed to repeat them."),
    "mcp": ("mcp", "Let agents read papers, over the Model Context Protocol."),
    "serve": ("serve", "Read papers sent over HTTP: a page and a REST interface."),
    "train": ("training", "Train the entity recogniser."),
    "evaluate": ("training", "Measure the entity recogniser."),
    "report": ("report", "Draw charts and tables from records."),
    "completion": ("about", "Print the shell's completion script."),
}
"""Command → the module of this package that has a click command of that name, and its line in the help."""

_STEERING = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

NEAR = 0.75
"""How much alike two words are of which one may be a slip of the pen (see difflib)."""

OK, SOME_FAILED, USAGE, ALL_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


class Commands(click.Group):
    """A command of commands, which says what an unknown one may have been meant to be."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that ``args`` begin with.

        Raises:
            UsageError: there is none.
        """
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            meant = _meant(args[0], self.list_commands(ctx))
            raise click.UsageError(f"there is no command {args[0]}.{meant}", ctx)
        return super().resolve_command(ctx, args)


class Door(click.Group):
    """The root command. What does not begin with the name of a command is a list of papers to read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands that are installed."""
        return [name for name in COMMANDS if installed(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name != READ and not installed(cmd_name):
            return None
        module = READ if cmd_name == READ else COMMANDS[cmd_name][0]
        command: click.Command | None = getattr(import_module(f"{__package__}.{module}"), cmd_name, None)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the hidden command ``read`` in front of papers."""
        if args and not installed(args[0]) and args[0] not in ("--help", "--version", "-h"):
            args = [READ, *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help of ``read``, then the commands."""
        read = self.get_command(ctx, READ)
        assert read
        read.format_help(read.context_class(read, info_name=READ, parent=ctx), formatter)
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])
        with formatter.section("Exit codes"):
            formatter.write_text(
                "0 no paper failed in this run; 1 some failed; 2 wrong usage, patterns, model or output; "
                "3 all failed; 130 interrupted"
            )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer commands, the options for reading, and files."""
        read = self.get_command(ctx, READ)
        assert read
        items = [CompletionItem(name) for name in self.list_commands(ctx) if name.startswith(incomplete)]
        if incomplete.startswith("-"):
            items += read.shell_complete(read.context_class(read, parent=ctx), incomplete)
        return [*items, CompletionItem(incomplete, type="file")]


@click.group(
    cls=Door,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="dlextract", message="%(prog)s %(version)s")
@click.pass_context
def door(ctx: click.Context) -> None:
    """Read papers."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(USAGE)


def run(arguments: Sequence[str]) -> int:
    """Run the command line with ``arguments`` and return its exit code; errors are one line on standard error."""
    try:
        # In standalone mode click would turn Ctrl-C into exit code 1 and print usage errors over three lines.
        code: Any = door.main(list(arguments), prog_name="dlextract", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else OK
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "dlextract"
        say(f"{where}: {closed(_told(error))} See {where} --help.")
        return USAGE
    except click.ClickException as error:
        say(f"dlextract: {error.format_message()}")
        return USAGE
    except DlextractError as error:
        say(str(error))
        if excerpt := getattr(error, "excerpt", ""):  # the lines around a mistake in a pattern file
            for line in excerpt.split("\n"):
                say(line)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        say("dlextract: interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone (for example: head). Nothing more can be said there.
        _close_output()
        return SOME_FAILED
    except MemoryError:
        say("dlextract: there is too little memory for this. Close other programs, or give it less at once.")
        return USAGE
    except OSError as error:
        why = error.strerror or " ".join(str(error).split())
        say(f"{error.filename or 'standard output'}: it cannot be used ({why}). Mend that and run it again.")
        _close_output()
        return USAGE


def _told(error: click.UsageError) -> str:
    """Return what is wrong; click's own suggestions name whatever is near, ours only what can have been meant."""
    if isinstance(error, click.NoSuchOption):
        options = [name for param in error.ctx.command.params for name in param.opts] if error.ctx else []
        return f"there is no option {error.option_name}.{_meant(error.option_name, options)}"
    return error.format_message()


def _meant(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=NEAR)
    return f" Did you mean {near[0]}?" if near else ""


def _close_output() -> None:
    """Let what is still to be written to standard output go nowhere, also at the end of the process."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def say(line: str) -> None:
    """Write one line to standard error.

    Names of files may hold characters that steer a terminal, or ends of lines; these are not passed on.
    """
    click.echo(_STEERING.sub("\N{REPLACEMENT CHARACTER}", line), err=True)


def near(word: str) -> str:
    """Return a command that ``word`` may have been meant to be, or ""."""
    return next(iter(get_close_matches(word, filter(installed, COMMANDS), n=1, cutoff=NEAR)), "")


def installed(name: str) -> bool:
    """Tell whether ``name`` is a command whose module is there."""
    return name in COMMANDS and find_spec(f"{__package__}.{COMMANDS[name][0]}") is not None
