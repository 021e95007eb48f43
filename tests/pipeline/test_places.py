"""What the labels of a model stand for."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from dlextract._version import __version__
from dlextract.errors import ModelError
from dlextract.knowledge import Knowledge, Pattern, Place, Traits
from dlextract.pipeline.places import Places, meta_of, places_of, with_own

HERE = Place("a.yaml", 1, 1)


def known(**own: bool) -> Knowledge:
    patterns = {"GPU": Pattern("GPU", "a.yaml:GPU", HERE, traits=Traits(exclusive=2))}
    patterns |= {label: Pattern(label, f"mine.yaml:{label}", HERE, own=value) for label, value in own.items()}
    return Knowledge(patterns, (), (), {}, "")


def model(folder: Path, **meta: object) -> Path:
    (folder / "m").mkdir(exist_ok=True)
    (folder / "m" / "meta.json").write_text(json.dumps({"labels": {"ner": ["PRODUCT", "ORG", "GPU"]}, **meta}))
    return folder / "m"


def test_what_is_given_goes_before_what_the_meta_says(tmp_path: Path) -> None:
    folder = model(tmp_path, dlextract_labels={"PRODUCT": "GPU", "ORG": "ORG"})
    places = places_of(folder, {"ORG": None}, known())
    assert [places.of(label) for label in ("PRODUCT", "ORG", "GPU", "DATE")] == ["GPU", "", "GPU", ""]
    assert (places.own, places.notes) == ((), ())
    assert places_of(folder, {}, known()).own == ("ORG",)


def test_a_label_of_its_own_is_a_name_of_which_a_text_has_one() -> None:
    places = Places("m", {"ORG": "ORG", "CAMERA": "CAMERA", "DATE": "GPU"})
    patterns = with_own(known(CAMERA=True), places).patterns
    assert {label: (p.id, p.own, p.traits.exclusive) for label, p in patterns.items()} == {
        "GPU": ("a.yaml:GPU", False, 2),
        "CAMERA": ("mine.yaml:CAMERA", True, 4),
        "ORG": ("m:ORG", True, 3),
    }
    shipped = known(METRIC=False)
    assert with_own(shipped, Places("m", {"METRIC": "METRIC"})).patterns == shipped.patterns


@pytest.mark.parametrize(
    ("meta", "note"),
    [
        ({"spacy_version": ">=99.0.0,<100.0.0"}, "m: this model is made for spaCy 99.0.0, and this is 3."),
        ({"spacy_version": "99.1"}, "m: this model is made for spaCy 99.1.0, and this is 3."),
        ({"dlextract_version": ">=99.2.0"}, f"m: this model is made for dlextract 99.2.0, and this is {__version__}."),
        ({"spacy_version": ">=3.0.0,<3.1.0", "dlextract_version": f">={__version__}"}, ""),
        ({"spacy_version": ["x"], "dlextract_version": "new"}, ""),
    ],
)
def test_a_model_made_for_something_newer_says_so(tmp_path: Path, meta: dict[str, object], note: str) -> None:
    places = places_of(model(tmp_path, **meta), {"PRODUCT": "GPU", "ORG": ""}, known())
    assert [text[: len(note)] for text in places.notes] == ([note] if note else [])


@pytest.mark.parametrize(
    ("meta", "given", "line"),
    [
        ({}, {"PRODUCT": "GPUS"}, "m: PRODUCT=GPUS: there is no label GPUS. Did you mean GPU?"),
        ({}, {"PRODUCT": "LENS"}, "m: PRODUCT=LENS: there is no label LENS. Make one in a folder of patterns."),
        ({}, {"PERSON": "GPU"}, "m: PERSON: this model marks PRODUCT, ORG, GPU. Name one of these."),
        ({"dlextract_labels": {"a b": "a b"}}, {}, "m: a b: this is no name of a label. Write capitals, digits and _."),
        ({"dlextract_labels": ["GPU"]}, {}, "m: dlextract_labels in meta.json is no mapping of labels. Write "),
        ({"dlextract_labels": {"ORG": 7}}, {}, "m: dlextract_labels in meta.json is no mapping of labels. Write "),
    ],
)
def test_what_cannot_be(tmp_path: Path, meta: dict[str, object], given: dict[str, str], line: str) -> None:
    with pytest.raises(ModelError) as caught:
        places_of(model(tmp_path, **meta), given, known())
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(line)


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
def test_a_pipe_in_place_of_the_meta_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "meta.json")
    with pytest.raises(ModelError) as caught:
        meta_of(tmp_path)
    line = f"{tmp_path / 'meta.json'}: it cannot be read (a named pipe, not a file). Name another model."
    assert str(caught.value) == line


def test_a_meta_is_not_read_without_end(tmp_path: Path) -> None:
    with (tmp_path / "meta.json").open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(ModelError, match="more than 16 MB"):
        meta_of(tmp_path)


@pytest.mark.parametrize("name", ["__main__", "nothing_of_this_name", "none/such", "json"])
def test_a_name_without_meta_has_none(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)  # as that of a script
    assert meta_of(name) == {}
