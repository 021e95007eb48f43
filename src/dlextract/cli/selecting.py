"""The command ``dlextract train select``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from ..errors import OutputError, PaperError

_FILE = click.Path(path_type=Path)


@click.command("select")
@click.argument("papers", type=_FILE, nargs=-1, required=True)
@click.option("-o", "--output", type=_FILE, required=True, help="The paragraphs (.jsonl); must not exist yet.")
@click.option("--model", default="dl_ner", show_default=True, metavar="MODEL", help="The model that is to learn.")
@click.option("--other", default="rules", show_default=True, metavar="MODEL", help="Another model, or rules.")
@click.option("--per-paper", type=click.IntRange(1), default=14, show_default=True, help="Paragraphs of one paper.")
@click.option("--most", type=click.IntRange(1), default=200, show_default=True, help="Paragraphs in all.")
@click.option("--known", type=_FILE, multiple=True, help="Paragraphs that are annotated already; repeatable.")
def select(
    papers: tuple[Path, ...],
    output: Path,
    model: str,
    other: str,
    per_paper: int,
    most: int,
    known: tuple[Path, ...],
) -> None:
    """Choose the paragraphs of PAPERS (PDF files or folders) that would teach a model most.

    These are the ones in which the model and another one, or the pattern rules, mark different things. "spans" has what
    both mark, "optional" what one does: move each of those to "spans" or delete it, and add what both miss. The file
    is one for train --train.
    """
    from dlextract.cli.door import say
    from dlextract.evaluation.paragraphs import read_corpus
    from dlextract.extractor import Extractor
    from dlextract.training.selecting import choose, disputed

    if output.exists():
        raise OutputError(str(output), "cannot be written (it is there already)", "Name another file")
    texts = [paragraph.text for path in known for paragraph in read_corpus(path, ())]
    extractor = Extractor(model="none", judges="none")
    found = disputed(list(_files(papers, say)), (model, other), extractor, say, known=texts)
    chosen = choose(found, per_paper, most)
    try:
        with output.open("x", encoding="utf-8") as file:
            file.writelines(f"{paragraph.line()}\n" for paragraph in chosen)
    except OSError as error:
        raise OutputError(str(output), f"cannot be written ({error.strerror})", "Name another file") from error
    say(f"{output}: {len(chosen)} paragraphs of {len({p.sha256 for p in chosen})} papers")


def _files(papers: Sequence[Path], tell: Callable[[str], None]) -> Iterator[Path]:
    from dlextract.bulk.inputs import find

    for path in papers:
        if not path.exists():
            raise PaperError(str(path), "there is no such file or folder", "Check the path")
        for found in find([str(path)]):
            if found.problem:
                tell(str(found.problem))
            else:
                yield Path(found.source)
