"""The shipped pattern files: right, with examples, and known to editors."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from dlextract.patterns.checklist_files import ITEM_KEYS
from dlextract.patterns.labels import KEYS, RULE_KEYS, VALUES
from dlextract.patterns.questions import OPTION_KEYS, QUESTION_KEYS
from dlextract.patterns.special import CUE_KEYS
from dlextract.resources import shipped
from dlextract.values import normalise
from dlextract.workbench.check import check
from dlextract.workbench.schema import KINDS, MODELINE, kind_of, schema, schema_text

FILES = sorted(shipped("patterns").glob("*.yaml"))
CHECKLISTS = sorted(shipped("patterns").glob("checklists/*.yaml"))


@pytest.mark.slow
def test_shipped_patterns_are_right() -> None:
    checked = check([shipped("patterns")])
    assert [str(finding) for finding in checked.findings if finding.error] == []
    assert checked.labels > 50
    assert checked.regexes <= 600  # rules that say one thing in two forms are one


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_names_its_schema_and_follows_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    kind = kind_of(path.name)
    assert text.split("\n")[0] == MODELINE.format(kind=kind)
    jsonschema.Draft202012Validator(schema(kind)).validate(yaml.safe_load(text))


@pytest.mark.parametrize("path", CHECKLISTS, ids=lambda path: path.name)
def test_each_checklist_names_its_schema_and_follows_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.split("\n")[0] == "# yaml-language-server: $schema=../schema/checklists.json"
    jsonschema.Draft202012Validator(schema("checklists")).validate(yaml.safe_load(text))


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_beside_the_files_are_current(kind: str) -> None:
    path = shipped("patterns") / "schema" / f"{kind}.json"
    assert path.read_text(encoding="utf-8") == schema_text(kind), f"dlextract patterns schema {kind} > {path}"
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(kind)))


def test_schemas_know_the_keys_of_the_loader() -> None:
    label = schema("labels")["$defs"]["label"]["properties"]
    assert tuple(label) == KEYS or set(label) == set(KEYS)
    assert set(schema("labels")["$defs"]["rule"]["properties"]) == set(RULE_KEYS)
    (cue,) = schema("context")["patternProperties"].values()
    assert set(cue["anyOf"][0]["properties"]) == set(CUE_KEYS)
    (question,) = schema("questions")["patternProperties"].values()
    assert set(question["anyOf"][0]["properties"]) == {*QUESTION_KEYS, *OPTION_KEYS}
    (item,) = schema("checklists")["patternProperties"].values()
    assert set(item["anyOf"][0]["properties"]) == set(ITEM_KEYS)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("A: {terms: [x], regex: ['y']}", True),
        ("A+: {terms: {x: off, y: [z]}}", True),
        ("A: off", True),
        ("A: {regexp: x}", False),
        ("a: {terms: [x]}", False),
        ("A: {case: exakt, terms: [x]}", False),
        ("A: {regex: [{value: x}]}", False),
        ("A: {rules: {said: x, said_so: {regex: y, value: z, examples: {match: ['[[y]]'], ignore: [a]}}}}", True),
        ("A+: {rules: {said: off}}", True),
        ("A: {rules: [x]}", False),
        ("A: {rules: {Said: x}}", False),
        ("A: {rules: {said: {value: x}}}", False),
        ("A: {terms: [x], sections: {not: [methods]}}", True),
        ("A: {terms: [x], sections: {no: [methods]}}", False),
    ],
)
def test_the_schema_tells_right_from_wrong(text: str, right: bool) -> None:
    assert jsonschema.Draft202012Validator(schema("labels")).is_valid(yaml.safe_load(text)) is right


def test_every_kind_of_value_is_understood_by_the_facts() -> None:
    printed = {"size": "224 x 224", "square": "224", "duration": "30 epochs", "reciprocal": "10", "complement": "0.04"}
    changed = {kind for kind in VALUES if normalise(kind, printed.get(kind, "1,000")) != printed.get(kind, "1,000")}
    assert changed == set(VALUES) - {"name", "phrase", "duration"}
