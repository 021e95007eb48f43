"""The command line: options in, one call, results out. Nothing heavy is imported before a paper is read."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Run ``dlextract`` with the arguments of this process and exit."""
    from .door import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a Windows console or an old locale cannot show is no crash
            stream.reconfigure(errors="replace" if stream is sys.stdout else "backslashreplace")
    sys.exit(run(sys.argv[1:]))
