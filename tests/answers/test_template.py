"""The slot language: slots, forms, optional parts, and what is no template."""

import pytest

from dlextract.templates import fill, slots


def said(template: str, **values: str) -> str:
    return fill(template, lambda name: values.get(name, ""))


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("{value}", {"value": "Adam"}, "Adam"),
        ("{value}", {}, ""),
        ("learning rate {value}", {}, ""),
        ("{value}[ ({roles})]", {"value": "V100", "roles": "training"}, "V100 (training)"),
        ("{value}[ ({roles})]", {"value": "V100"}, "V100"),
        ("a[ b {x}[ c {y}]]", {"y": "2"}, "a"),
        ("a[ b {x}[ c {y}]]", {"x": "1"}, "a b 1"),
        ("{count:words} GPUs", {"count": "2"}, "two GPUs"),
        ("{count:words} GPUs", {"count": "64"}, "64 GPUs"),
        ("{count:digits} GPUs", {"count": "Two"}, "2 GPUs"),
        ("{count:digits} GPUs", {"count": "many"}, "many GPUs"),
        ("{count:words} GPUs", {}, ""),
        ("{count:GPU|GPUs}", {"count": "1"}, "GPU"),
        ("{count:GPU|GPUs}", {"count": "8"}, "GPUs"),
        ("[{a}][, {b}]", {"a": "x", "b": "y"}, "x, y"),
    ],
)
def test_fills_slots(template: str, values: dict[str, str], expected: str) -> None:
    assert said(template, **values) == expected


@pytest.mark.parametrize("template", ["{value", "{value.__class__}", "{value!r}", "a]", "[a", "{count:plural}", "}"])
def test_refuses_what_is_no_template(template: str) -> None:
    with pytest.raises(ValueError, match=r"slot|form|\["):
        said(template)


def test_names_the_slots_of_optional_parts_too() -> None:
    assert slots("{a}[ {b}[ {c:words}]] d") == {"a", "b", "c"}
