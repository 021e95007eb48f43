"""What reads PDF files is part of what a report depends on."""

from __future__ import annotations

import pickle

from dlextract import Extractor, __version__


def test_the_usual_backend_is_not_named() -> None:
    extractor = Extractor(model="none")
    assert (extractor.fingerprint[0], extractor.read_text("We train on moths.").version) == (__version__, __version__)


def test_another_backend_is_part_of_the_fingerprint_and_of_reports() -> None:
    extractor = pickle.loads(pickle.dumps(Extractor(model="none", pdf_backend="pdfplumber")))
    version = f"{__version__}+pdfplumber"
    assert (extractor.fingerprint[0], extractor.read_text("We train on moths.").version) == (version, version)
