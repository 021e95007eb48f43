"""Draws docs/answers.svg, the picture in the README: real output of dlextract on the example paper.

Run ``python docs/picture.py`` after changes of the patterns or of the sheet (rich comes with the development tools).
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
COMMAND = ["dlextract", "examples/moths.pdf", "--cq", "7,10,14,19,24"]
WIDTH = 104


def main() -> None:
    arguments = [*COMMAND[1:], "--color", "--width", str(WIDTH)]
    code = "from dlextract.cli import main; main()"
    sheet = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text("$ " + " ".join(COMMAND), style="bold"))
    console.print(Text.from_ansi(sheet.rstrip()))
    picture = console.export_svg(title="dlextract", unique_id="dlextract")
    # The picture must not load fonts from elsewhere.
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL).replace("Fira Code, monospace", "monospace")
    picture = "\n".join(line.rstrip() for line in picture.splitlines() if line.strip())
    (ROOT / "docs" / "answers.svg").write_text(picture + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
