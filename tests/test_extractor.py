"""How papers are read is part of what a report depends on, and a paper may be given in many forms."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from dlextract import Extractor, ModelError, PaperError, Report, UsageError, __version__
from dlextract.extractor import model_path

TEXT = b"We trained the network on two NVIDIA V100 cards with PyTorch."


def test_the_usual_backend_is_not_named() -> None:
    extractor = Extractor(model="none")
    assert (extractor.fingerprint[0], extractor.read_text("We train on moths.").version) == (__version__, __version__)


def test_another_backend_is_part_of_the_fingerprint_and_of_reports() -> None:
    extractor = pickle.loads(pickle.dumps(Extractor(model="none", pdf_backend="pdfplumber")))
    version = f"{__version__}+pdfplumber"
    assert (extractor.fingerprint[0], extractor.read_text("We train on moths.").version) == (version, version)


def test_ocr_and_pages_are_part_of_the_fingerprint_and_of_processes() -> None:
    made = pickle.loads(pickle.dumps(Extractor(model="none", ocr=True, pages=(3, 12))))
    assert (made.ocr, made.pages, made.fingerprint[0]) == (True, (3, 12), f"{__version__}+ocr.pages-3-12")


@pytest.fixture(scope="module")
def plain() -> Extractor:
    return Extractor(model="none")


def test_a_paper_may_be_a_path_bytes_or_an_open_file(plain: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "moths.txt"
    path.write_bytes(TEXT)
    with path.open("rb") as binary, path.open(encoding="utf-8") as text:
        reports = [
            plain.read(path),
            plain.read(str(path)),
            plain.read(binary),
            plain.read(text),
            plain.read(TEXT),
            plain.read(memoryview(TEXT)),
            plain.read(io.BytesIO(TEXT)),
            plain.read("moths", TEXT),
        ]
    assert [report.paper.source for report in reports] == [*[str(path)] * 4, "-", "-", "-", "moths"]
    assert {tuple(fact.value for fact in report.facts_of("GPU")) for report in reports} == {("NVIDIA V100",)}


def test_what_is_no_paper_is_a_paper_error(plain: Extractor, tmp_path: Path) -> None:
    closed = (tmp_path / "closed").open("wb")
    closed.close()
    for source in (3, None, closed, "\0.pdf"):
        with pytest.raises(PaperError, match="it cannot be read"):
            plain.read(source)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"pdf_backend": "mupdf"}, "pdf_backend: there is no 'mupdf'. Choose pdfium or pdfplumber."),
        ({"pages": (0, 3)}, "pages: (0, 3) are no pages. Give the first and the last one, counted from 1."),
        ({"pages": (4, 3)}, "pages: (4, 3) are no pages. Give the first and the last one, counted from 1."),
    ],
)
def test_settings_that_make_no_sense(settings: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as error:
        Extractor(model="none", **settings)  # type: ignore[arg-type]
    assert str(error.value) == message


def test_labels_of_no_model_are_refused() -> None:
    with pytest.raises(UsageError) as error:
        Extractor(model="none", model_labels={"X": "GPU"})
    assert str(error.value) == "label X: there is no model that could mark it. Name a model, too."


def test_a_model_that_this_installation_has_not_got(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlextract.extractor.shipped", lambda name: tmp_path / name)
    with pytest.raises(ModelError) as error:
        model_path("accurate")
    assert str(error.value) == (
        "accurate: this model is not part of the package. Get models/accurate from the repository, and give its folder."
    )
    assert model_path("dl_ner") is None
    (tmp_path / "models" / "accurate").mkdir(parents=True)
    (tmp_path / "models" / "accurate" / "config.cfg").touch()
    assert model_path("accurate") == tmp_path / "models" / "accurate"


def test_one_folder_of_patterns_needs_no_list(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("CAMERA: {terms: [Reconyx]}\n")
    report = Extractor(str(tmp_path), model="none").read_text("We used a Reconyx.")
    assert [fact.value for fact in report.facts_of("camera")] == ["Reconyx"]


def test_a_report_is_asked_by_number_name_and_label(plain: Extractor) -> None:
    report = plain.read(TEXT)
    assert report.answer(20) is report.answer("hardware") is report.answer("20")
    assert report.answer(20).stated
    assert report.facts_of("GPU") == report.facts_of("gpu", "used") != ()
    assert report.facts_of("GPU", "negated") == ()
    with pytest.raises(UsageError, match=r"^question 29: there is none\. Questions are 1 to 28\.$"):
        report.answer(29)
    with pytest.raises(UsageError, match=r"^question 'hardwear': there is none\. Did you mean 'hardware'\?$"):
        report.answer("hardwear")


def test_a_report_is_one_line_and_a_sheet_in_a_notebook(plain: Extractor) -> None:
    report = plain.read("moths.txt", TEXT)
    stated = sum(answer.stated for answer in report.answers)
    assert (
        repr(report)
        == str(report)
        == (f"<Report moths.txt: {stated} of 28 questions answered, {len(report.facts)} facts>")
    )
    page = Report._repr_html_(report)
    assert page.count("<article") == 1
    assert "<mark>NVIDIA V100</mark>" in page
    assert "<html" not in page


def test_words_of_a_paper_are_forgotten_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "We trained WingNet on Moths-10k with two NVIDIA V100 cards in {}trap."
    monkeypatch.setattr("dlextract.build.read_plain", lambda folder: None)  # spaCy reads it
    fresh, forgetful = Extractor(), Extractor()
    monkeypatch.setattr("dlextract.extractor._WORDS", 10**9)
    remembered = [fresh.read_text(text.format("owl" * number)) for number in range(4)]
    monkeypatch.setattr("dlextract.extractor._WORDS", -1)
    forgetful.read_text(text.format(""))
    strings = set(forgetful.nlp.vocab.strings)
    assert [forgetful.read_text(text.format("owl" * number)) for number in range(4)] == remembered
    assert set(forgetful.nlp.vocab.strings) == strings
    assert "owlowltrap" not in strings and "owlowltrap" in fresh.nlp.vocab.strings


def test_papers_are_read_without_spacy() -> None:
    code = "import sys; from dlextract import Extractor; Extractor().read_text('We trained WingNet on Moths-10k.')\n"
    code += "print([name for name in sys.modules if name.split('.')[0] in ('spacy', 'thinc')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_one_process_compiles_the_next_one_has(tmp_path: Path) -> None:
    code = "from dlextract import Extractor, regexes; Extractor().read('examples/moths.pdf'); print(regexes._fresh)"
    environment = {**os.environ, "DLEXTRACT_CACHE": str(tmp_path)}
    root = Path(__file__).parents[1]
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=root, capture_output=True, text=True, check=True
        )
    assert int(done.stdout) < 20
