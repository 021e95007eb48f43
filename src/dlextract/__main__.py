"""``python -m dlextract``, for those whose PATH does not have the command ``dlextract``."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main()
