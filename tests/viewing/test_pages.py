"""Pages as pictures from a process aside, and PDFs that have moved."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from io import BytesIO
from pathlib import Path

import pytest

from dlextract.errors import PaperError
from dlextract.viewing import ASSETS, Aside, Pdfs, page_picture, page_size

MOTHS = Path(__file__).parents[2] / "examples" / "moths.pdf"
SHA = hashlib.sha256(MOTHS.read_bytes()).hexdigest()


def test_a_page_is_a_picture_of_twice_its_size_in_points() -> None:
    image = pytest.importorskip("PIL.Image")
    width, height, pages = page_size(str(MOTHS), SHA, 1)
    assert (round(width), round(height), pages) == (595, 842, 4)
    with image.open(BytesIO(page_picture(str(MOTHS), SHA, 1))) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (round(width * 2), round(height * 2)))
        assert picture.convert("L").getextrema() == (0, 255)  # black words on white


@pytest.mark.parametrize(
    ("path", "sha256", "page", "said"),
    [
        (str(MOTHS), SHA, 5, "there is no page 5"),
        (str(MOTHS), SHA, 0, "there is no page 0"),
        (str(MOTHS), "0" * 64, 1, "the file has changed since it was read"),
        ("no/such.pdf", SHA, 1, "it cannot be read"),
        ("/dev/zero", "", 1, "it cannot be read"),
        (__file__, "", 1, "this is not a PDF"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_line(path: str, sha256: str, page: int, said: str) -> None:
    with pytest.raises(PaperError, match=said) as error:
        page_picture(path, sha256, page)
    assert "\n" not in str(error.value)


def test_a_process_aside_answers_and_outlives_errors_crashes_and_delays() -> None:
    with Aside(60) as aside:
        assert aside.call("x", abs, -3) == 3
        with pytest.raises(PaperError, match=r"x: it cannot be read \(TypeError"):
            aside.call("x", abs, "three")
        with pytest.raises(PaperError, match="there is no page 9"):
            aside.call("x", page_size, str(MOTHS), SHA, 9)
        with pytest.raises(PaperError, match="its reader died of it"):
            aside.call("x", os._exit, 3)
        assert aside.call("x", abs, -4) == 4
        aside.seconds = 0.2
        with pytest.raises(PaperError, match=r"it takes more than 0\.2 seconds"):
            aside.call("x", time.sleep, 60)
        aside.seconds = 60
        assert aside.call("x", abs, -5) == 5


def test_a_pdf_is_found_by_its_path_or_by_its_content_in_a_folder(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    shutil.copy(MOTHS, deep / "renamed.pdf")
    (tmp_path / "a" / "moths.pdf").write_bytes(b"%PDF-1.4 another one")
    os.mkfifo(tmp_path / "a" / "pipe.pdf")
    pdfs = Pdfs([tmp_path])
    assert pdfs.path_of(str(MOTHS), SHA) == str(MOTHS)
    assert Pdfs([tmp_path]).path_of("gone/moths.pdf", SHA) == str(deep / "renamed.pdf")
    assert Pdfs([tmp_path]).path_of(str(tmp_path / "a" / "moths.pdf"), SHA) == str(deep / "renamed.pdf")
    assert Pdfs([tmp_path]).path_of("moths.pdf", "0" * 64) == ""
    assert Pdfs(base=MOTHS.parent).path_of("moths.pdf", SHA) == str(MOTHS)
    assert Pdfs().path_of("a\0b", SHA) == ""


def test_the_script_and_its_style_are_there() -> None:
    assert {path.name for path in ASSETS.iterdir()} == {"viewer.js", "viewer.css"}
