"""The command line: options in, one call, results out. Nothing heavy is imported before a paper is read."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``dlextract`` with the arguments of this process and exit."""
    from .door import run

    sys.exit(run(sys.argv[1:]))
