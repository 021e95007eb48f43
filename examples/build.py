"""Compiles the example paper: ``python examples/build.py`` (needs ``pip install typst``).

Only the fonts that come with Typst are used and no date is written, so the same version of Typst gives the same bytes.
"""

from pathlib import Path

import typst

here = Path(__file__).parent
compiler = typst.Compiler(root=here, ignore_system_fonts=True)
compiler.compile(here / "moths.typ", output=here / "moths.pdf", format="pdf")
