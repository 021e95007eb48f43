"""The chain: paper → Doc → finds → what they say → facts → answers. The only module that wires the stages together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from ._version import __version__
from .candidates import Candidate, Decided, Merged, standing
from .covering import silent
from .doc_keys import CANDIDATES, HEADINGS, JUDGED, PAGES, SECTIONS, SKIP, WARNINGS
from .errors import ModelError, PaperError, UsageError
from .records import Paper
from .regexes import keep
from .report import Report
from .resources import shipped
from .words import using

if TYPE_CHECKING:
    from .bulk.library import Limits
    from .judging import Judges
    from .judging.arrays import Floats
    from .judging.segments import Segment
    from .knowledge import Knowledge
    from .records import Answer, Fact
    from .report import Failure

DEFAULT_MODEL = "dl_ner"
NO_MODEL = "none"
ACCURATE_MODEL = "accurate"
SHIPPED_JUDGES = "judges"
PDF_BACKEND = "pdfium"
PDF_BACKENDS = (PDF_BACKEND, "pdfplumber")
STDIN = "-"
"""The name of a paper that has none."""

NO_LABELS: Mapping[str, str | None] = MappingProxyType({})

_WORDS = 50_000
"""Words that spaCy may keep, those of about 25 papers: what it forgets after a paper it must look at again."""

Source = str | Path | bytes | IO[bytes] | IO[str]


class Extractor:
    """Reads papers with one set of patterns and one model, both loaded once.

    Args:
        patterns: folders of pattern files; later ones win label by label over earlier ones and over the shipped ones.
        model: ``dl_ner`` for the shipped NER (left out silently where none is shipped), a folder of a spaCy
            pipeline, the name of an installed spaCy package, or "none" for patterns alone.
        pdf_backend: ``pdfium``, or ``pdfplumber``: slower, and another opinion where pdfium errs.
        judges: ``judges`` for the shipped weights of the judges (left out where the model is "none"), a folder that
            ``dlextract train judges`` wrote, or "none" for the answers that the rules give.
        model_labels: what labels of the model stand for, on top of what its ``meta.json`` says: ``{"PRODUCT": "GPU",
            "ORG": None}``; None leaves one out.
        ocr: read pages without a text layer with tesseract.
        pages: the first and the last page to be read, counted from 1; all if None.

    Raises:
        PatternError: a pattern file has a mistake.
        ModelError: the model cannot be loaded.
        UsageError: there is no such backend, there are no such pages, or labels of no model.
    """

    def __init__(
        self,
        patterns: str | Path | Sequence[str | Path] = (),
        model: str | Path = DEFAULT_MODEL,
        *,
        pdf_backend: str = PDF_BACKEND,
        judges: str | Path = SHIPPED_JUDGES,
        model_labels: Mapping[str, str | None] = NO_LABELS,
        ocr: bool = False,
        pages: tuple[int, int] | None = None,
    ) -> None:
        from .build import build_plain
        from .patterns import load_knowledge
        from .pipeline.places import places_of, with_own

        if pdf_backend not in PDF_BACKENDS:
            raise UsageError("pdf_backend", f"there is no {pdf_backend!r}", f"Choose {' or '.join(PDF_BACKENDS)}")
        if pages is not None and not 1 <= pages[0] <= pages[1]:
            raise UsageError("pages", f"{pages!r} are no pages", "Give the first and the last one, counted from 1")
        folders = [Path(folder) for folder in ([patterns] if isinstance(patterns, str | Path) else patterns)]
        knowledge = load_knowledge([shipped("patterns"), *folders], examples=False)
        path = model_path(model, model_labels)
        places = places_of(path, model_labels, knowledge)
        self.knowledge: Knowledge = with_own(knowledge, places)
        self.nlp: Any = build_plain(self.knowledge, path, prose=True, places=places)
        self.notes: tuple[str, ...] = places.notes
        self.model: str = self.nlp.meta.get("dlextract_model", NO_MODEL) + _said(model_labels)
        self.judges: Judges | None = self._add_judges(judges, alone=path is None)
        self.pdf_backend = pdf_backend
        self.ocr = ocr
        self.pages = pages
        self._one_at_a_time = Lock()
        self._make = partial(
            type(self),
            folders,
            model,
            pdf_backend=pdf_backend,
            judges=judges,
            model_labels=dict(model_labels),
            ocr=ocr,
            pages=pages,
        )

    def _add_judges(self, judges: str | Path, *, alone: bool) -> Judges | None:
        """Return the judges, put into the pipeline; where the patterns are ``alone``, only those that were named."""
        from .judging.component import SentenceJudge, judges_in
        from .pipeline.plain_pipeline import PlainPipeline

        wanted = str(judges) not in {"none", ""} and not (alone and str(judges) == SHIPPED_JUDGES)
        found = judges_in(_folder_of(judges)) if wanted else None
        if found is not None:
            if isinstance(self.nlp, PlainPipeline):
                self.nlp.add("dlextract_judge_slot", SentenceJudge(found))
            else:
                self.nlp.add_pipe("dlextract_judge_slot", last=True).use(found)
            self.model = f"{self.model}, judges {found.weights.id[7:15]}"
        return found

    def __reduce__(self) -> tuple[partial[Extractor], tuple[()]]:
        return self._make, ()

    @property
    def version(self) -> str:
        """The version of dlextract, and how papers are read where that is not the usual way."""
        ways = [
            self.pdf_backend if self.pdf_backend != PDF_BACKEND else "",
            "ocr" if self.ocr else "",
            "pages-{}-{}".format(*self.pages) if self.pages else "",
        ]
        unusual = ".".join(filter(None, ways))
        return f"{__version__}+{unusual}" if unusual else __version__

    @property
    def fingerprint(self) -> tuple[str, str, str]:
        """Version, patterns and model: what a report depends on besides the paper."""
        return self.version, self.knowledge.fingerprint, self.model

    def read(self, source: Source, data: bytes | None = None) -> Report:
        """Return what the paper at ``source`` states.

        Args:
            source: the path of a PDF or text file; or its bytes, or a file that is open for reading.
            data: the content, where it is already in memory; ``source`` is then only its name.

        Raises:
            PaperError: the paper cannot be read.
        """
        if data is None:
            source, data = _content(source)
        return self.read_record(self.paper(source if isinstance(source, Path) else str(source), data))

    def paper(self, source: str | Path, data: bytes | None = None) -> Paper:
        """Return the text of the paper at ``source``, with its pages, lines, sections and tables.

        Raises:
            PaperError: the paper cannot be read.
        """
        from .reading import read_paper

        with using(self.knowledge.words):
            return read_paper(
                source,
                headings=self.knowledge.sections,
                backend=self.pdf_backend,
                read_pictures=self.ocr,
                pages=self.pages,
                data=data,
            )

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

        with using(self.knowledge.words):
            paper = read_text(text, source=source, headings=self.knowledge.sections)
        return self.read_record(paper)

    def make_doc(self, paper: Paper) -> Any:
        """Return the spaCy Doc of ``paper.text`` that the pipeline ``nlp`` is to read."""
        doc = self.nlp.make_doc(paper.text)
        doc.user_data[SKIP] = silent(paper.sections)
        doc.user_data[SECTIONS] = [(s.start, s.end, s.role) for s in paper.sections]
        doc.user_data[HEADINGS] = [(s.start, s.title) for s in paper.sections]
        doc.user_data[PAGES] = [page.start for page in paper.pages]
        return doc

    def decide(self, doc: Any, paper: Paper) -> Decided:
        """Return the facts of a paper and all candidates for them, those that were set aside among them.

        The facts are ordered by label (as in the pattern files), then by place of the best evidence, the candidates by
        place.

        Args:
            doc: spaCy Doc of ``paper.text`` that ``nlp`` has read.
            paper: the paper itself (sections, tables, pages).
        """
        with using(self.knowledge.words):
            return self._decided(doc, paper)

    def _decided(self, doc: Any, paper: Paper) -> Decided:
        from .deciding import decide, settle, weigh
        from .facts import gather_facts, number_facts
        from .finding import find_elsewhere, find_statements

        knowledge = self.knowledge
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        candidates, own_names = settle(doc.user_data.get(CANDIDATES, ()), paper, knowledge)
        statements = find_statements(paper, sentences, knowledge)
        elsewhere = find_elsewhere(standing(candidates), sentences, paper, knowledge, own_names)
        candidates = decide(candidates, elsewhere, statements, sentences, own_names, paper, knowledge)
        judged = [candidate for candidate in candidates if not candidate.aside]
        merged = weigh(gather_facts(judged, paper, knowledge), judged, paper.title, own_names)
        lines, scores = doc.user_data.get(JUDGED, ((), None))
        if self.judges is not None:
            merged = self._settled(merged, judged, paper, lines, scores)
        warnings = tuple(doc.user_data.get(WARNINGS, ()))
        return Decided(number_facts(merged, knowledge), tuple(candidates), warnings, lines, scores)

    def _settled(
        self,
        merged: Sequence[Merged],
        found: Sequence[Candidate],
        paper: Paper,
        lines: Sequence[Segment],
        scores: Floats,
    ) -> list[Merged]:
        """Return the facts with the status that the judges give them."""
        assert self.judges is not None
        facts = [item.fact for item in merged]
        settled = self.judges.settle(facts, found, paper, lines, scores, self.knowledge)
        return [
            replace(item, fact=fact, steps=(*item.steps, *steps))
            for item, (fact, steps) in zip(merged, settled, strict=True)
        ]

    def read_record(self, paper: Paper) -> Report:
        """Return what an already read paper states."""
        with self._reading():
            decided = self.decide(self.nlp(self.make_doc(paper)), paper)
        report = self.report(decided, paper)
        keep()
        return report

    def report(self, decided: Decided, paper: Paper) -> Report:
        """Return the report of a paper from what was found in it."""
        from .contradicting import find_contradictions

        facts = self.calibrated([item.fact for item in decided.facts])
        asked = {label for question in self.knowledge.questions for label in question.labels}
        patterns = self.knowledge.patterns.items()
        own = {label for label, pattern in patterns if pattern.own} - asked
        shown = {label for label, pattern in patterns if pattern.traits.also} - asked
        with using(self.knowledge.words):
            contradictions = find_contradictions(facts, paper, self.knowledge)
        return Report(
            paper=paper,
            facts=facts,
            answers=self.answers(decided, paper),
            warnings=(*self.notes, *paper.warnings, *decided.warnings),
            version=self.version,
            patterns=self.knowledge.fingerprint,
            model=self.model,
            also=tuple(f.id for f in facts if f.label in own or (f.label in shown and f.status == "used")),
            contradictions=contradictions,
            sheet=_sheet,
        )

    def draft(self, facts: Sequence[Fact], paper: Paper) -> tuple[tuple[Answer, ...], frozenset[str]]:
        """Return the answers that ``facts`` give by rules, and the ids of facts that are rather wrong than right."""
        from .answers import answer
        from .calibration import unsure

        doubtful = frozenset(unsure(self.calibrated(facts)))
        with using(self.knowledge.words):
            return answer(self.knowledge.questions, facts, paper, self.knowledge, doubtful), doubtful

    def calibrated(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """Return the facts with the chance that each is right; where there are judges, they have given it already."""
        from .calibration import calibrate_facts

        return calibrate_facts(facts, self.knowledge.patterns) if self.judges is None else tuple(facts)

    def answers(self, decided: Decided, paper: Paper) -> tuple[Answer, ...]:
        """Return the answers to all questions as the judges rule, with the chance that each is right."""
        from .answers import settle
        from .calibration import calibrate_answers

        facts = tuple(item.fact for item in decided.facts)
        drafts, doubtful = self.draft(facts, paper)
        answers = calibrate_answers(drafts, len(paper.pages))
        if self.judges is None:
            return answers
        with using(self.knowledge.words):
            rulings = self.judges.rule(decided.lines, decided.scores, facts, drafts, self.knowledge.questions)
            return settle(answers, rulings, facts, paper, self.knowledge, doubtful)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Read one paper at a time; once spaCy knows enough words, it forgets the new ones of each paper after it."""
        with self._one_at_a_time, self.nlp.memory_zone() if len(self.nlp.vocab) > _WORDS else nullcontext():
            yield


def _sheet(report: Report) -> str:
    from .writing import fragment, to_dict

    return fragment(to_dict(report))


def _content(source: Source) -> tuple[str | Path, bytes | None]:
    """Return the name of a paper, and its content where that is at hand.

    Raises:
        PaperError: ``source`` is nothing that can be read.
    """
    if isinstance(source, str | Path):
        return source, None
    if isinstance(source, bytes | bytearray | memoryview):
        return STDIN, bytes(source)
    name = getattr(source, "name", STDIN)
    name = name if isinstance(name, str) else STDIN
    try:
        content = source.read()
    except (AttributeError, OSError, ValueError) as error:
        what = f"{type(source).__name__} is no path, no bytes and no file that is open for reading"
        raise PaperError(name, f"it cannot be read ({what})", "Give one of these") from error
    return name, content.encode("utf-8", "replace") if isinstance(content, str) else content


def _said(labels: Mapping[str, str | None]) -> str:
    """Return what stands behind the name of a model whose labels stand for others."""
    return "".join(f", {label}={place or ''}" for label, place in sorted(labels.items()))


def _folder_of(judges: str | Path) -> Path:
    return shipped("models") / SHIPPED_JUDGES if str(judges) == SHIPPED_JUDGES else Path(judges)


def model_path(model: str | Path, labels: Mapping[str, str | None] = NO_LABELS) -> str | Path | None:
    """Return the model that a user's name for it stands for; None for no model.

    Raises:
        ModelError: it is one that this installation has not got.
        UsageError: there is no model, but ``labels`` of one are mapped.
    """
    name = str(model)
    if name not in {NO_MODEL, "", DEFAULT_MODEL, ACCURATE_MODEL}:
        return model
    path = shipped("models") / name
    if name in {DEFAULT_MODEL, ACCURATE_MODEL} and (path / "config.cfg").is_file():
        return path
    if name != ACCURATE_MODEL:
        if labels:
            raise UsageError(f"label {min(labels)}", "there is no model that could mark it", "Name a model, too")
        return None
    raise ModelError(
        name, "this model is not part of the package", "Get models/accurate from the repository, and give its folder"
    )
