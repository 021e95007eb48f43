"""The chain: paper → Doc → finds → what they say → facts → answers. The only module that wires the stages together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._version import __version__
from .records import MENTIONS, SECTIONS, SILENT_ROLES, SKIP, WARNINGS, Paper, Report
from .resources import shipped

if TYPE_CHECKING:
    from .bulk.library import Limits
    from .knowledge import Knowledge
    from .records import Fact, Failure

DEFAULT_MODEL = "dl_ner"
PDF_BACKEND = "pdfium"


class Extractor:
    """Reads papers with one set of patterns and one model, both loaded once.

    Args:
        patterns: folders of pattern files; later ones win label by label over earlier ones and over the shipped ones.
        model: ``dl_ner`` for the shipped NER (left out silently where none is shipped), a folder of a spaCy
            pipeline, the name of an installed spaCy package, or "none" for patterns alone.
        pdf_backend: ``pdfium``, or ``pdfplumber``: slower, and another opinion where pdfium errs.

    Raises:
        PatternError: a pattern file has a mistake.
        ModelError: the model cannot be loaded.
    """

    def __init__(
        self,
        patterns: Sequence[str | Path] = (),
        model: str | Path = DEFAULT_MODEL,
        *,
        pdf_backend: str = PDF_BACKEND,
    ) -> None:
        from .patterns import load_knowledge
        from .pipeline import build_pipeline

        self.knowledge: Knowledge = load_knowledge([shipped("patterns"), *(Path(folder) for folder in patterns)])
        self.nlp: Any = build_pipeline(self.knowledge, _model_path(model))
        self.model: str = self.nlp.meta.get("dlextract_model", "none")
        self.pdf_backend = pdf_backend
        self._make = partial(type(self), [Path(folder) for folder in patterns], model, pdf_backend=pdf_backend)

    def __reduce__(self) -> tuple[partial[Extractor], tuple[()]]:
        return self._make, ()

    @property
    def version(self) -> str:
        """The version of dlextract, and the reader of PDF files where it is not the usual one."""
        return __version__ if self.pdf_backend == PDF_BACKEND else f"{__version__}+{self.pdf_backend}"

    @property
    def fingerprint(self) -> tuple[str, str, str]:
        """Version, patterns and model: what a report depends on besides the paper."""
        return self.version, self.knowledge.fingerprint, self.model

    def read(self, source: str | Path, data: bytes | None = None, *, ocr: bool = False) -> Report:
        """Return what the paper at ``source`` states; ``data`` is its content where it is already in memory.

        Raises:
            PaperError: the paper cannot be read.
        """
        from .reading import read_paper

        paper = read_paper(source, headings=self.knowledge.sections, backend=self.pdf_backend, data=data, ocr=ocr)
        return self.read_record(paper)

    def read_many(
        self,
        papers: str | Path | Iterable[str | Path],
        jobs: int | None = None,
        *,
        limits: Limits | None = None,
        ordered: bool = True,
    ) -> Iterator[Report | Failure]:
        """Yield a report for each paper, or a failure where it cannot be read; no paper stops the others.

        The papers are read in processes of their own, which end with the iterator.

        Args:
            papers: files, folders, globs and ZIP archives, or one of these.
            jobs: papers read side by side; all cores if None.
            limits: seconds and memory that one paper may take.
            ordered: in the order of ``papers``; otherwise as they are done.
        """
        from .bulk.library import read_many

        return read_many(papers, self._make, jobs=jobs, limits=limits, ordered=ordered)

    def read_text(self, text: str, source: str = "-") -> Report:
        """Return what ``text`` states, plain text of a paper or of passages from one.

        Raises:
            PaperError: the text is empty.
        """
        from .reading import read_text

        return self.read_record(read_text(text, source=source, headings=self.knowledge.sections))

    def make_doc(self, paper: Paper) -> Any:
        """Return the spaCy Doc of ``paper.text`` that the pipeline ``nlp`` is to read."""
        doc = self.nlp.make_doc(paper.text)
        doc.user_data[SKIP] = [(s.start, s.end) for s in paper.sections if s.role in SILENT_ROLES]
        doc.user_data[SECTIONS] = [(s.start, s.end, s.role) for s in paper.sections]
        return doc

    def find_facts(self, doc: Any, paper: Paper) -> tuple[Fact, ...]:
        """Return the facts of a paper, by label (as in the pattern files), then by place of the best evidence.

        Args:
            doc: spaCy Doc of ``paper.text`` that ``nlp`` has read.
            paper: the paper itself (sections, tables, pages).
        """
        from .deciding import decide, settle, weigh
        from .facts import gather_facts, number_facts
        from .finding import find_elsewhere, find_rows

        knowledge = self.knowledge
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        finds, own_names = settle(doc.user_data.get(MENTIONS, ()), paper, knowledge)
        rows = find_rows(paper, sentences, knowledge)
        elsewhere = find_elsewhere(finds, sentences, paper, knowledge, own_names)
        judged = decide(finds, elsewhere, rows, sentences, paper, knowledge)
        facts = weigh(gather_facts(judged, paper), judged, paper.title, own_names)
        return number_facts(facts, knowledge)

    def read_record(self, paper: Paper) -> Report:
        """Return what an already read paper states."""
        from .answers import answer
        from .calibration import calibrate_answers, calibrate_facts, unsure

        doc = self.nlp(self.make_doc(paper))
        facts = self.find_facts(doc, paper)
        calibrated = calibrate_facts(facts)
        answers = answer(self.knowledge.questions, facts, paper, self.knowledge, unsure(calibrated))
        return Report(
            paper=paper,
            facts=calibrated,
            answers=calibrate_answers(answers, len(paper.pages)),
            warnings=(*paper.warnings, *doc.user_data.get(WARNINGS, ())),
            version=self.version,
            patterns=self.knowledge.fingerprint,
            model=self.model,
        )


def _model_path(model: str | Path) -> str | Path | None:
    if str(model) in {"none", ""}:
        return None
    if str(model) == DEFAULT_MODEL:
        path = shipped("models") / DEFAULT_MODEL
        return path if (path / "config.cfg").is_file() else None
    return model
