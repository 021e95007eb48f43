"""What a check of pattern files finds."""

import json
from pathlib import Path

import pytest

from dlextract.cli.door import run
from dlextract.regexes import compiled
from dlextract.workbench.check import check
from dlextract.workbench.hazards import LIMIT, slow_text


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        "FRAMEWORK:\n"
        "  terms: [PyTorch, Keras]\n"
        "  examples:\n"
        "    match: ['We used [[Keras]].']\n"
        "    ignore: [We used scissors.]\n",
        encoding="utf-8",
    )
    return folder


def own(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "own"
    folder.mkdir(exist_ok=True)
    (folder / "b.yaml").write_text(text, encoding="utf-8")
    return folder


def said(*folders: Path, own_only: bool = True) -> list[str]:
    findings = check(folders, own_only=own_only).findings
    return [("" if f.error else "advice: ") + str(f).replace(str(folders[-1]), "own") for f in findings]


def test_right_files(shipped: Path) -> None:
    checked = check([shipped])
    assert (checked.findings, checked.errors, checked.labels, checked.examples) == ((), 0, 1, 2)


def test_examples(shipped: Path, tmp_path: Path) -> None:
    folder = own(
        tmp_path,
        "SPECIES:\n"
        "  regex: ['(?P<value>\\d+) species']\n"
        "  examples:\n"
        "    match:\n"
        "      - We saw [[43]] species.\n"
        "      - We saw [[many]] species.\n"
        "      - We saw [[43 species]].\n"
        "    ignore:\n"
        "      - We saw 12 species.\n"
        "      - We saw nothing.\n"
        "    todo:\n"
        "      - We saw [[twelve]] species.\n"
        "      - Here are [[7]] species.\n",
    )
    assert said(shipped, folder) == [
        "advice: own/b.yaml:2:11: SPECIES: the regexes of this label have no names. "
        "Write them under rules, each with a name and sentences of its own.",
        "own/b.yaml:6:9: SPECIES: nothing is found in this match example.",
        "own/b.yaml:7:9: SPECIES: found: We saw [[43]] species.; wanted: We saw [[43 species]].",
        "own/b.yaml:9:9: SPECIES: something is found in an ignore example: We saw [[12]] species.",
        "own/b.yaml:13:9: SPECIES: this todo example works now. Move it to match.",
    ]


def test_missing_examples_are_advice(shipped: Path, tmp_path: Path) -> None:
    assert said(shipped, own(tmp_path, "X: {terms: [x]}\n")) == [
        "advice: own/b.yaml:1:1: X: no ignore example. Write at least one under examples.",
        "advice: own/b.yaml:1:1: X: no match example. Write at least one under examples.",
    ]


def test_a_label_that_takes_the_place_of_a_larger_one_is_advised_against(shipped: Path, tmp_path: Path) -> None:
    (shipped / "a.yaml").write_text(
        (shipped / "a.yaml").read_text(encoding="utf-8") + "DATASET:\n  terms: [A1, B2, C3]\n", encoding="utf-8"
    )
    examples = "  examples: {match: ['[[D4]]'], ignore: [no]}\n"
    assert said(shipped, own(tmp_path, "DATASET:\n  terms: [D4]\n" + examples)) == [
        "advice: own/b.yaml:1:1: DATASET: it takes the place of the shipped label, with its 3 terms and 0 regexes. "
        "Write 'DATASET+:' to add to it.",
    ]
    (tmp_path / "own" / "b.yaml").write_text("DATASET+:\n  terms: [D4]\n" + examples, encoding="utf-8")
    assert said(shipped, tmp_path / "own") == []


def test_regexes_of_edges_may_match_nothing_but_not_take_forever(shipped: Path, tmp_path: Path) -> None:
    examples = "{match: ['[[x]]'], ignore: [y], edges: ['⟦[[x]],⟧', '⟦[[x]]ab⟧']}"
    label = f"X:\n  terms: [x]\n  examples: {examples}\n  edges: {{drop_after: '%s'}}\n"
    assert said(shipped, own(tmp_path, label % "(?:[.,]*|ab)")) == []
    (found,) = said(shipped, own(tmp_path, label % "(?:(?:(?:a|a)+)+b|,)"))
    assert "takes" in found and "on a long text" in found


def test_only_what_a_folder_changes_is_checked(shipped: Path, tmp_path: Path) -> None:
    (shipped / "a.yaml").write_text(
        (shipped / "a.yaml").read_text(encoding="utf-8") + "TASK:\n  terms: [x]\n  examples: {match: ['[[y]]']}\n",
        encoding="utf-8",
    )
    folder = own(tmp_path, "FRAMEWORK+: {terms: [JAX], examples: {match: ['[[JAX]]'], ignore: [Jack]}}\n")
    assert said(shipped, folder) == []
    assert len(said(shipped, folder, own_only=False)) == 2


def test_a_shipped_example_that_no_longer_holds_is_advice(shipped: Path, tmp_path: Path) -> None:
    assert said(shipped, own(tmp_path, "FRAMEWORK+: {terms: {Keras: off}}\n")) == [
        "advice: patterns/a.yaml:4:13: FRAMEWORK: a shipped example no longer holds: "
        "nothing is found in this match example."
    ]


def test_examples_are_read_as_part_of_an_allowed_section(shipped: Path, tmp_path: Path) -> None:
    folder = own(
        tmp_path,
        "X:\n  terms: [Adam]\n  sections: [appendix]\n  examples: {match: ['[[Adam]]'], ignore: [Eve]}\n"
        "Y:\n  terms: [Adam]\n  sections: {not: [methods]}\n  examples: {match: ['[[Adam]]'], ignore: [Eve]}\n",
    )
    assert said(shipped, folder) == []


def test_dangerous_and_empty_regexes(shipped: Path, tmp_path: Path) -> None:
    folder = own(
        tmp_path,
        "X:\n  rules:\n    slow: '(?:a|aa)+c'\n    empty: 'x*'\n  examples: {match: ['[[aac]]'], ignore: ['b']}\n",
    )
    slow, empty = (finding for finding in said(shipped, folder) if not finding.startswith("advice"))
    assert slow.startswith("own/b.yaml:3:11: X: this regex takes 0.")
    assert slow.endswith(
        "s or more on a long text such as 'aaa…'. "
        "Avoid repetitions inside repetitions and several open ones in a row; write {0,40} instead of *."
    )
    assert empty == "own/b.yaml:4:12: X: this regex matches the empty text. Make some part of it obligatory."


@pytest.mark.parametrize("pattern", [r"(?:a|aa)+c", r"\w*\w*\w*\w*x:", r"(?:\w+[ -]?){1,9}:"])
def test_slow_regexes_are_seen(pattern: str) -> None:
    slow = slow_text(compiled(pattern))
    assert slow is not None
    assert slow[1] >= LIMIT


@pytest.mark.parametrize("pattern", [r"learning rate of (?P<value>\d+)", r"(?i)\b\w+ networks?\b", r"[^.;]{0,60}?\d"])
def test_quick_regexes_are_not(pattern: str) -> None:
    assert slow_text(compiled(pattern)) is None


def test_mistakes_of_the_loader_are_findings(shipped: Path, tmp_path: Path) -> None:
    folder = own(tmp_path, "X: {terms: [x]}\nY: {regexp: x}\nZ: [z]\n")
    findings = check([shipped, folder]).findings
    assert [(f.place.line, f.label) for f in findings] == [(2, "Y"), (3, "Z")]
    assert findings[0].excerpt.split("\n")[1:3] == ["2 | Y: {regexp: x}", "  |     ^"]


@pytest.mark.slow
def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = own(tmp_path, "Y: {regexp: x}\n")
    assert run(["patterns", "check", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"{folder}/b.yaml:1:5: Y: unknown key 'regexp'. Did you mean 'regex'?\n"
        "1 | Y: {regexp: x}\n"
        "  |     ^\n"
        "0 labels, 0 regexes, 0 examples: 1 error.\n"
    )
    own(tmp_path, "X: {terms: [Xyzzy], examples: {match: ['[[Xyzzy]]'], ignore: [Plugh]}}\n")
    assert run(["patterns", "check", str(folder)]) == 0
    assert capsys.readouterr() == ("", "1 label, 0 regexes, 2 examples: 0 errors.\n")
    assert run(["patterns", "check", str(folder), "--json", "-q"]) == 0
    assert capsys.readouterr() == ("[]\n", "")


RULES = """\
A:
  rules:
    said:
      regex: 'rate of (?P<value>\\d+)'
      examples: {match: ['a rate of [[1]]']}
    same:
      regex: 'rate of (?P<value>\\d)'
      examples: {match: ['a rate of [[2]]']}
    other:
      regex: 'rate: (?P<value>\\d+)'
      examples: {match: ['a rate of [[3]]']}
    alone: 'pace (?P<value>\\d+)'
  examples: {match: ['pace [[4]]'], ignore: [none]}
"""


def test_a_rule_is_proved_by_a_sentence_of_its_own(shipped: Path, tmp_path: Path) -> None:
    def unproved(name: str, place: str) -> str:
        what = f"no sentence of its own shows what the rule {name} finds that nothing else does"
        return f"{place}: A: {what}. Write one under its examples, or drop the rule."

    places = {"same": "7:14", "other": "10:14", "alone": "12:12"}
    (shipped / "c.yaml").write_text(RULES, encoding="utf-8")
    got = [str(finding) for finding in check([shipped]).findings if finding.error]
    assert got == [unproved(name, f"patterns/c.yaml:{place}") for name, place in [("said", "4:14"), *places.items()]]
    (shipped / "c.yaml").write_text("B: {terms: [b]}\n", encoding="utf-8")
    folder = own(tmp_path, RULES.replace("(?P<value>\\d)'", "a (?P<value>\\d)'"))
    got = [finding for finding in said(shipped, folder) if "no sentence" in finding]
    assert got == ["advice: " + unproved(name, f"own/b.yaml:{place}") for name, place in places.items()]


NEST, TREE, ALONE = "An [[owl]] in a nest.", "An [[owl]] in a tree.", "An owl."


@pytest.mark.parametrize(
    ("match", "ignore", "wrong"),
    [
        ([NEST, TREE], [ALONE], []),
        ([NEST, "An [[owl]] in a nest in a tree."], [ALONE], ["the regex 2 of when"]),
        ([NEST, TREE], ["A jay."], ["when"]),
    ],
)
def test_a_condition_is_proved_by_sentences_of_its_label(
    match: list[str], ignore: list[str], wrong: list[str], shipped: Path, tmp_path: Path
) -> None:
    label = (
        f"BIRD:\n  terms: [owl]\n  when: [nest, tree]\n  examples: {json.dumps({'match': match, 'ignore': ignore})}\n"
    )
    expected = [f"BIRD: no example of this label is read differently without {what}" for what in wrong]
    folder = own(tmp_path, label)
    assert said(shipped, folder) == [f"advice: own/b.yaml:1:1: {what}. Write one, or drop it." for what in expected]
    (shipped / "b.yaml").write_text(label, encoding="utf-8")
    assert [f"{f.label}: {f.what}" for f in check([shipped]).findings if f.error] == expected


HUNTED, COUNTED, MANY = "The owl hunts at dusk.", "Two [[owl]] nests.", "Ten of the [[owl]] nests."


@pytest.mark.parametrize(
    ("match", "ignore", "wrong"),
    [
        ([COUNTED, MANY], [HUNTED], []),
        ([COUNTED, MANY], [ALONE.replace("owl", "jay")], ["the regex 1 of unless"]),
        ([COUNTED], [HUNTED], ["the regex 2 of the attribute count"]),
        ([MANY], [HUNTED], ["the regex 1 of the attribute count"]),
    ],
)
def test_exclusions_and_attributes_are_proved_by_sentences_of_their_label(
    match: list[str], ignore: list[str], wrong: list[str], shipped: Path, tmp_path: Path
) -> None:
    label = (
        "BIRD:\n  terms: [owl]\n  unless: [hunts]\n"
        "  attributes: {count: ['(?P<value>Two) ⟦⟧', '(?P<value>\\w+) of the ⟦⟧']}\n"
        f"  examples: {json.dumps({'match': match, 'ignore': ignore})}\n"
    )
    expected = [f"BIRD: no example of this label is read differently without {what}" for what in wrong]
    folder = own(tmp_path, label)
    assert said(shipped, folder) == [f"advice: own/b.yaml:1:1: {what}. Write one, or drop it." for what in expected]


CUE = "bird:\n  gives: mentioned\n  scope: sentence\n  weight: 2\n  regex: [moth, owl]\n"


MOTH, OWL, BOTH, ANT = (f"A {who} saw [[MNIST]]." for who in ("moth", "owl", "moth and an owl", "ant"))


@pytest.mark.parametrize(
    ("match", "ignore", "wrong"),
    [
        ([MOTH, OWL], [ANT], []),
        ([MOTH, BOTH], [], ["no sentence of its own gets another verdict without this regex"]),
        ([ANT, MOTH, OWL], [], ["this match example gets used, not mentioned; its cues: none"]),
        ([MOTH, OWL], [MOTH], ["it speaks of the find of an ignore example"]),
        (["A moth."], [], ["this match example marks nothing"]),
        ([{"text": MOTH, "role": "methods"}], [], ["unknown key 'role'"]),
    ],
)
def test_a_cue_is_proved_by_a_sentence_of_its_own(
    match: list[object], ignore: list[object], wrong: list[str], shipped: Path
) -> None:
    examples = f"  examples: {json.dumps({'match': match, 'ignore': ignore})}\n"
    (shipped / "context.yaml").write_text(CUE + examples, encoding="utf-8")
    findings = check([shipped]).findings
    assert [(finding.what, finding.label, finding.error) for finding in findings] == [(w, "bird", True) for w in wrong]


def test_a_cue_of_a_user_without_examples_is_advice(shipped: Path, tmp_path: Path) -> None:
    folder = own(tmp_path, "FRAMEWORK+:\n  terms: [Torch]\n")
    (folder / "context.yaml").write_text(CUE, encoding="utf-8")
    what = "bird: no sentence of its own gets another verdict without this regex"
    todo = "Write one under its examples, or drop it."
    found = [line for line in said(shipped, folder) if "bird" in line]
    assert found == [f"advice: own/context.yaml:5:{at}: {what}. {todo}" for at in (11, 17)]


QUESTION = """frogs:
  cq: 1
  ask: Which frogs?
  from: [FRAMEWORK]
  say: ['{values}']
  version: 'v[0-9]'
  pointer: [pond, lake]
  pieces:
    frog: ['(?:green|red) frogs', '[a-z]+ toads']
"""


@pytest.mark.parametrize(
    ("pieces", "others", "wrong"),
    [
        (["red frogs", "old toads"], {"pointer": ["pond", "lake"], "version": "v2"}, []),
        (["red frogs"], {"pointer": ["pond", "lake"], "version": "v2"}, ["the regex 2 of the piece frog"]),
        (
            ["red frogs", "toads and red frogs"],
            {"pointer": ["pond and lake", "lake"]},
            ["the regex 1 of version", "the regex 1 of pointer", "the regex 2 of the piece frog"],
        ),
    ],
)
def test_a_regex_of_a_question_is_proved_by_an_example(
    pieces: list[str], others: dict[str, object], wrong: list[str], shipped: Path
) -> None:
    told = [{"text": text, "says": " ".join(text.split()[-2:])} for text in pieces]
    examples = f"  examples: {json.dumps({'pieces': told, **others})}\n"
    (shipped / "questions.yaml").write_text(QUESTION + examples, encoding="utf-8")
    findings = check([shipped]).findings
    expected = sorted(f"no example needs {what}" for what in wrong)
    assert [(f.what, f.label, f.error) for f in findings] == [(what, "frogs", True) for what in expected]


def test_examples_of_a_question_that_do_not_hold(shipped: Path) -> None:
    told = [{"text": text, "says": text} for text in ("red frogs", "a toads", "newts")]
    examples = f"  examples: {json.dumps({'pieces': told, 'version': ['v1', 'x'], 'pointer': ['pond', 'lake']})}\n"
    (shipped / "questions.yaml").write_text(QUESTION + examples, encoding="utf-8")
    what = ["the pieces say '' of this example", "no regex of version matches this example"]
    assert [finding.what for finding in check([shipped]).findings] == what


PAIRS = """toads:
  cq: 2
  ask: Which toads?
  from: [FRAMEWORK]
  say: ['{values}']
  plain: ' toad$'
  scopes: 'pond'
  agree:
    FRAMEWORK:
      - {value: '^green', needs: 'frog'}
      - {value: '^old', needs: 'toad'}
"""


@pytest.mark.parametrize(
    ("examples", "wrong"),
    [
        ({"plain": ["old toad"], "scopes": ["a pond"], "agree": ["green ones\nfrogs", "old ones\ntoads"]}, []),
        (
            {"scopes": ["a pond"], "agree": ["green ones\nfrogs"]},
            ["no example needs the regex 1 of plain", "no example needs the regex 2 of agree"],
        ),
        (
            {"plain": ["old toad"], "agree": ["green ones\nfrogs", "old ones\ntoads", "old ones\nfrogs"]},
            ["no example needs the regex 1 of scopes", "no regex of agree matches this example"],
        ),
    ],
)
def test_what_makes_names_one_what_scopes_are_and_what_agrees_is_proved(
    examples: dict[str, object], wrong: list[str], shipped: Path
) -> None:
    (shipped / "questions.yaml").write_text(f"{PAIRS}  examples: {json.dumps(examples)}\n", encoding="utf-8")
    assert [(f.what, f.label) for f in check([shipped]).findings] == [(what, "toads") for what in wrong]


UNUSED = "no example of what uses this fragment is read differently without it"


@pytest.mark.parametrize(
    ("fragments", "wrong"),
    [
        ("bird: owls?\n", [UNUSED]),
        (
            "bird: owls?\nnumber: '[0-9]+'\n",
            [UNUSED, UNUSED],
        ),
        ("fowl: '%{bird}'\nbird: jays?\nnumber: '[0-9]+'\n", []),
        ("number: {regex: '[0-9]+', examples: {match: ['[[12]] owls'], ignore: [two owls]}}\n", []),
        ("number: {regex: '[0-9]', examples: {match: ['[[12]] owls']}}\n", ["found: [[1]][[2]] owls"]),
    ],
)
def test_a_fragment_is_proved_by_an_example_of_what_uses_it(fragments: str, wrong: list[str], shipped: Path) -> None:
    used = next((name for name in ("fowl", "bird") if fragments.startswith(name) and "fowl" in fragments), "number")
    rule = f"  rules: {{so_many: {{regex: '[0-9]+ %{{{used}}}', examples: {{match: ['We saw [[12 jays]].']}}}}}}\n"
    label = f"BIRD:\n{rule}  examples: {{ignore: [We saw none.]}}\n"
    (shipped / "fragments.yaml").write_text(fragments, encoding="utf-8")
    if "fowl" in fragments:
        (shipped / "b.yaml").write_text(label.replace("[0-9]+", "%{number}"), encoding="utf-8")
    assert [finding.what for finding in check([shipped]).findings] == wrong


def test_long_lines_are_seen(shipped: Path, tmp_path: Path) -> None:
    with (shipped / "a.yaml").open("a", encoding="utf-8") as file:
        file.write(f"# {'x' * 199}\n")
    told = "this line has 201 characters, more than 200. Lay it out over several lines (|-), or name a part of it in "
    assert [str(f) for f in check([shipped]).findings] == [f"patterns/a.yaml:6:1: {told}fragments.yaml."]
    folder = own(
        tmp_path, f"# {'x' * 199}\nSPECIES:\n  terms: [owl]\n  examples: {{match: ['[[owl]]'], ignore: [cow]}}\n"
    )
    assert said(shipped, folder) == [f"advice: own/b.yaml:1:1: {told}fragments.yaml."]
