"""Every kind of mistake in a pattern file gives one error that says where, what and what to do."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from dlextract.cli.door import run
from dlextract.patterns import Mistake, load_knowledge

SHIPPED = {
    "fragments.yaml": "number: '\\d+(?:\\.\\d+)?'\n",
    "training.yaml": (
        "LEARNING_RATE:\n"
        "  value: number\n"
        "  roles: [training, evaluation]\n"
        "  regex:\n"
        "    - 'learning rate of (?P<value>%{number})'\n"
        "  examples:\n"
        "    match: ['A learning rate of [[0.1]] was used.']\n"
        "FRAMEWORK:\n"
        "  terms:\n"
        "    PyTorch: [torch]\n"
    ),
    "questions.yaml": "framework:\n  cq: 19\n  ask: Which framework?\n  from: [FRAMEWORK]\n  say: ['{values}']\n",
    "context.yaml": "we:\n  gives: used\n  scope: sentence\n  regex: '\\bwe\\b'\n",
    "sections.yaml": "methods: ['methods?']\n",
}

LABEL = "SPECIES_COUNT:\n  value: integer\n"

BROKEN = {
    # YAML itself
    "bad indentation": (
        "a.yaml",
        "A:\n  terms: [x]\n   regex: ['y']\n",
        "3:4: the line fits neither the entry above nor a new one. Check its indentation.",
    ),
    "entry outdented halfway": (
        "a.yaml",
        "A:\n    terms: [x]\n  about: y\n",
        "3:3: the line fits neither the entry above nor a new one. Check its indentation.",
    ),
    "tab": ("a.yaml", "A:\n\tterms: [x]\n", "2:1: a tab stands in the indentation. Indent with spaces."),
    "open bracket": (
        "a.yaml",
        "A:\n  terms: [x, y\nB:\n  terms: [z]\n",
        "3:2: a list in [ ] is not closed here. Write ',' or ']', and put text with brackets in quotes.",
    ),
    "open brace": (
        "a.yaml",
        "A:\n  terms: {x: [y]\nB: off\n",
        "3:1: a mapping in { } is not closed here. Write ',' or '}', and put text with braces in quotes.",
    ),
    "open quote": (
        "a.yaml",
        "A:\n  regex: ['x]\n",
        "3:1: the file ends inside quotes. Close the quotes; a single quote in single quotes is written twice.",
    ),
    "regex in double quotes": (
        "a.yaml",
        'A:\n  regex: ["\\d+"]\n',
        "2:12: unknown escape in double quotes. Put regexes in single quotes.",
    ),
    "missing colon": (
        "a.yaml",
        "A:\n  terms [x]\n  value: name\n",
        "3:8: a ':' stands where no key can be. Put text with ': ' in single quotes.",
    ),
    "sentence with a colon": (
        "a.yaml",
        "A:\n  terms: [x]\n  about: this: is wrong\n",
        "3:14: a ':' stands where no key can be. Put text with ': ' in single quotes.",
    ),
    "percent begins a value": (
        "a.yaml",
        "A:\n  regex: %{number}\n",
        "2:10: this character cannot begin a value. Put the text in single quotes.",
    ),
    "control character": ("a.yaml", "A:\n  terms: [x\x07]\n", "2:12: a control character stands here. Remove it."),
    "alias bomb": (
        "a.yaml",
        "A: &a [x, x]\nB: &b [*a, *a, *a, *a]\nC: [*b, *b, *b, *b]\n",
        "1:4: anchors such as &a are not allowed. Remove it, or put the text in quotes.",
    ),
    "alias": (
        "a.yaml",
        "A:\n  terms: [*x]\n",
        "2:11: aliases such as *x are not allowed. Write it out, or put it in quotes if a star is meant.",
    ),
    "tag": (
        "a.yaml",
        "A: !!python/object/apply:os.system ['true']\n",
        "1:4: tags such as tag:yaml.org,2002:python/object/apply:os.system are not allowed. Remove the tag.",
    ),
    "two documents": (
        "a.yaml",
        "A: {terms: [x]}\n---\nB: {terms: [y]}\n",
        "2:1: a second document begins here. Remove the line '---'.",
    ),
    "very deep": (
        "a.yaml",
        "A: " + "[" * 100_000 + "\n",
        "1:15: more than 12 levels inside one another. Make it flatter.",
    ),
    "very deep in braces": (
        "a.yaml",
        "A:\n  terms: " + "{a: " * 20_000 + "\n",
        "2:50: more than 12 levels inside one another. Make it flatter.",
    ),
    "very deep by dashes": (
        "a.yaml",
        "A:\n  " + "- " * 20_000 + "x\n",
        "2:25: more than 12 levels inside one another. Make it flatter.",
    ),
    "list as key": (
        "a.yaml",
        "A:\n  terms:\n    [x, y]: z\n",
        "3:5: a key must be a word, not a list or mapping. Put text with brackets in quotes.",
    ),
    "empty file": ("a.yaml", "  \n\n", "1:1: the file is empty. Write an entry or remove the file."),
    "no mapping": (
        "a.yaml",
        "- A\n- B\n",
        "1:1: the file holds no entries. Write 'NAME:' at the beginning of a line.",
    ),
    "mere text": (
        "a.yaml",
        "just words\n",
        "1:1: the file holds no entries. Write 'NAME:' at the beginning of a line.",
    ),
    # labels and keys
    "lower-case label": (
        "a.yaml",
        "species-count:\n  terms: [x]\n",
        "1:1: 'species-count' is no label. Write upper-case letters, such as SPECIES_COUNT.",
    ),
    "doubled label": (
        "a.yaml",
        "A: {terms: [x]}\nB: {terms: [y]}\nA: {terms: [z]}\n",
        "3:1: A: already written in line 1. Put both together under one name.",
    ),
    "doubled key": (
        "a.yaml",
        "A:\n  terms: [x]\n  terms: [y]\n",
        "3:3: A: 'terms' stands twice. It is already in line 2: keep one.",
    ),
    "doubled term": (
        "a.yaml",
        "A:\n  terms:\n    Keras: [keras]\n    Keras: []\n",
        "4:5: A: 'Keras' stands twice. It is already in line 3: keep one.",
    ),
    "unknown key": (
        "a.yaml",
        LABEL + "  regexp: ['x']\n",
        "3:3: SPECIES_COUNT: unknown key 'regexp'. Did you mean 'regex'?",
    ),
    "unknown key in a rule": (
        "a.yaml",
        LABEL + "  regex:\n    - {regex: 'x', vale: y}\n",
        "4:20: SPECIES_COUNT: unknown key 'vale'. Did you mean 'value'?",
    ),
    "unknown key of edges": (
        "a.yaml",
        LABEL + "  regex: ['x']\n  edges: {drop_befor: 'x'}\n",
        "4:11: SPECIES_COUNT: unknown key 'drop_befor'. Did you mean 'drop_before'?",
    ),
    "bad regex in edges": (
        "a.yaml",
        LABEL + "  regex: ['x']\n  edges: {unless: ['(x']}\n",
        "4:20: SPECIES_COUNT: no regex: missing ) after '(x'. "
        "Write a ')' for every '(', and '\\(' for a printed bracket.",
    ),
    "unknown kind of example": (
        "a.yaml",
        LABEL + "  regex: ['x']\n  examples: {matches: ['[[x]]']}\n",
        "4:14: SPECIES_COUNT: unknown key 'matches'. Did you mean 'match'?",
    ),
    "nothing to look for": (
        "a.yaml",
        LABEL + "  about: a thing\n",
        "1:1: SPECIES_COUNT: nothing to look for. Write terms, rules or table.",
    ),
    "label without content": (
        "a.yaml",
        "A:\n",
        "1:3: A: keys are needed here, not empty. Write 'about: …' below it, indented by two spaces.",
    ),
    "label with a list": (
        "a.yaml",
        "A: [x]\n",
        "1:4: A: keys are needed here, not a list. Write 'about: …' below it, indented by two spaces.",
    ),
    "add to an unknown label": (
        "a.yaml",
        "FRAMEWORKS+:\n  terms: [x]\n",
        "1:1: FRAMEWORKS: there is no such label to add to. Did you mean 'FRAMEWORK'?",
    ),
    "switch off an unknown label": (
        "a.yaml",
        "LEARNING_RATES: off\n",
        "1:1: LEARNING_RATES: there is nothing of this name to switch off. Did you mean 'LEARNING_RATE'?",
    ),
    "switch off an unknown term": (
        "a.yaml",
        "FRAMEWORK+:\n  terms: {Pytorch: off}\n",
        "1:1: FRAMEWORK: there is no term 'Pytorch' to switch off. Did you mean 'PyTorch'?",
    ),
    "switch off a term of a new list": (
        "a.yaml",
        "FRAMEWORK:\n  terms: {PyTorch: off}\n",
        "2:20: FRAMEWORK: 'off' takes a term out of FRAMEWORK, which is written anew here. "
        "Write 'FRAMEWORK+:' to change the shipped list.",
    ),
    # types and values
    "unknown value": (
        "a.yaml",
        "A:\n  value: numbers\n  regex: ['x']\n",
        "2:10: A: unknown kind of value 'numbers'. Did you mean 'number'?",
    ),
    "unknown case": ("a.yaml", "A:\n  case: exakt\n  terms: [x]\n", "2:9: A: case is 'exakt'. Did you mean 'exact'?"),
    "plural is text": (
        "a.yaml",
        "A:\n  plural: maybe\n  terms: [x]\n",
        "2:11: A: plural is 'maybe'. Write true or false.",
    ),
    "about is a list": (
        "a.yaml",
        "A:\n  about: [x]\n  terms: [y]\n",
        "2:10: A: text is needed in about, not a list. Put text with brackets or braces in single quotes.",
    ),
    "regex is a list of lists": (
        "a.yaml",
        "A:\n  regex: [[x]]\n",
        "2:11: A: text is needed in regex, not a list. Put text with brackets or braces in single quotes.",
    ),
    "terms is a number": (
        "a.yaml",
        "A:\n  terms: 12\n",
        "2:10: A: terms is '12'. Write a list, or 'Name: [spelling, …]'.",
    ),
    "spellings are a mapping": (
        "a.yaml",
        "A:\n  terms:\n    Keras: {spelling: keras}\n",
        "3:12: A: the spellings of a term are a mapping. Write a list: [spelling, …].",
    ),
    "term of signs": (
        "a.yaml",
        "A:\n  terms: ['...']\n",
        "2:11: A: the term '...' has no letter or digit. Write it as a regex.",
    ),
    "empty item": ("a.yaml", "A:\n  terms: [x, '']\n", "2:14: A: an empty text in terms. Write it or remove the item."),
    "unless is a mapping": (
        "a.yaml",
        "A:\n  terms: [x]\n  unless: {y: z}\n",
        "3:11: A: unless is a mapping. Write a list of texts.",
    ),
    "unknown section": (
        "a.yaml",
        "A:\n  terms: [x]\n  sections: [method]\n",
        "3:14: A: unknown sections 'method'. Did you mean 'methods'?",
    ),
    "unknown status": (
        "a.yaml",
        "A:\n  regex: [{regex: 'x', status: negative}]\n",
        "2:32: A: status is 'negative'. Did you mean 'negated'?",
    ),
    "attribute without a name": (
        "a.yaml",
        "A:\n  terms: [x]\n  attributes: {'how many': 'x ⟦⟧'}\n",
        "3:16: A: 'how many' is no name for an attribute. Write a word such as 'count'.",
    ),
    # regexes and fragments
    "unknown fragment": (
        "a.yaml",
        "A:\n  regex: ['%{numbr} species']\n",
        "2:11: A: unknown fragment %{numbr}. Did you mean 'number'?",
    ),
    "unbalanced group": (
        "a.yaml",
        "A:\n  regex:\n    - '(?P<value>\\d+ species'\n",
        "3:7: A: no regex: missing ) after '(?P<value>\\d+ species'. "
        "Write a ')' for every '(', and '\\(' for a printed bracket.",
    ),
    "open class": (
        "a.yaml",
        "A:\n  terms: [x]\n  unless: ['[a-z']\n",
        "3:12: A: no regex: unterminated character set after '[a-z'. "
        "Close the character class, or write '\\[' for a printed bracket.",
    ),
    "nothing to repeat": (
        "a.yaml",
        "A:\n  regex: ['*x']\n",
        "2:11: A: no regex: nothing to repeat at its beginning. Write '\\*', '\\+' or '\\?' for a printed sign.",
    ),
    "rule without a regex": (
        "a.yaml",
        "A:\n  regex: [{value: x}]\n",
        "2:11: A: this rule has no regex. Write {regex: '…', …}.",
    ),
    "fragment with a capital": (
        "fragments.yaml",
        "Number: '\\d+'\n",
        "1:1: Number: no name for a fragment. Write a lower-case word such as 'number'.",
    ),
    "fragment in itself": (
        "fragments.yaml",
        "one: 'x%{two}'\ntwo: 'y%{one}'\n",
        "1:6: one: the fragment contains itself: one → two → one. Take one of them out.",
    ),
    "growing fragments": (
        "fragments.yaml",
        "".join(
            f"f{n}: '%{{f{n - 1}}}%{{f{n - 1}}}%{{f{n - 1}}}%{{f{n - 1}}}'\n" if n else "f0: 'x'\n" for n in range(9)
        ),
        "7:5: f6: the regex has 25936 characters once its fragments are inserted. Keep it below 20000.",
    ),
    "broken fragment": (
        "fragments.yaml",
        "size: '(\\d+'\n",
        "1:7: size: no regex: missing ) after '(\\d+'. Write a ')' for every '(', and '\\(' for a printed bracket.",
    ),
    # examples
    "match without a mark": (
        "a.yaml",
        LABEL + "  regex: ['x']\n  examples:\n    match: [We saw x.]\n",
        "5:13: SPECIES_COUNT: this match example marks nothing. Mark what must be found like [[this]].",
    ),
    "ignore with a mark": (
        "a.yaml",
        LABEL + "  regex: ['x']\n  examples:\n    ignore: ['We saw [[x]].']\n",
        "5:14: SPECIES_COUNT: this ignore example has marks. Remove '[[' and ']]', or move it to match or todo.",
    ),
    "open mark": (
        "a.yaml",
        LABEL + "  regex: ['x']\n  examples:\n    match: ['We saw [[x].']\n",
        "5:13: SPECIES_COUNT: '[[' is not closed. Mark what must be found like [[this]].",
    ),
    "example with a colon": (
        "a.yaml",
        LABEL + "  regex: ['x']\n  examples:\n    match:\n      - Note: we saw [[x]].\n",
        "6:9: SPECIES_COUNT: unknown key 'Note'. There are: source, text.",
    ),
    # questions, cues, sections
    "question without ask": (
        "questions.yaml",
        "species:\n  cq: 29\n  from: [FRAMEWORK]\n",
        "1:1: species: 'ask' is missing. A question has cq, ask, from, say.",
    ),
    "question with a word as number": (
        "questions.yaml",
        "species:\n  cq: many\n  ask: How many?\n  from: [FRAMEWORK]\n",
        "2:7: species: cq is 'many'. Write a whole number.",
    ),
    "question from an unknown label": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWROK]\n",
        "4:10: species: unknown label 'FRAMEWROK'. Did you mean 'FRAMEWORK'?",
    ),
    "question with an unknown option": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  need: [FRAMEWORK]\n",
        "5:3: species: unknown key 'need'. Did you mean 'needs'?",
    ),
    "question that needs an unknown label": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  needs: [FRAMEWROK]\n",
        "5:11: species: unknown label 'FRAMEWROK'. Did you mean 'FRAMEWORK'?",
    ),
    "question with an unknown status": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  status: usde\n",
        "5:11: species: unknown status 'usde'. Did you mean 'used'?",
    ),
    "question with an unknown section": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  not_sections: [method]\n",
        "5:18: species: unknown not_sections 'method'. Did you mean 'methods'?",
    ),
    "question with an unknown role": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  roles: [trianing]\n",
        "5:11: species: unknown role 'trianing'. Did you mean 'training'?",
    ),
    "question with a broken regex": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  match: '('\n",
        "5:10: species: no regex: missing ) after '('. Write a ')' for every '(', and '\\(' for a printed bracket.",
    ),
    "question with an unknown fragment": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  match: '%{numbr}'\n",
        "5:10: species: unknown fragment %{numbr}. Did you mean 'number'?",
    ),
    "question with a limit in words": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  limit: few\n",
        "5:10: species: limit is 'few'. Write a whole number.",
    ),
    "question with an unknown slot": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  say: ['{valuess}']\n",
        "5:9: species: unknown slot {valuess}. Did you mean 'values'?",
    ),
    "question with a slot of an unknown label": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  say: ['{FRAMEWROK}']\n",
        "5:9: species: unknown label 'FRAMEWROK'. Did you mean 'FRAMEWORK'?",
    ),
    "question with an open slot": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  say: ['{values']\n",
        "5:9: species: no template: '{values' is no slot such as {value}. "
        "Write text with {slots} and [optional parts].",
    ),
    "question that says facts of an unknown label": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  each: {FRAMEWROK: '{value}'}\n",
        "5:10: species: unknown label 'FRAMEWROK'. Did you mean 'FRAMEWORK'?",
    ),
    "question with an unknown slot of a fact": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: [FRAMEWORK]\n  each: {FRAMEWORK: '{Value}'}\n",
        "5:21: species: unknown slot {Value} of a fact. Did you mean 'value'?",
    ),
    "question with a broken regex for a saying": (
        "questions.yaml",
        "species:\n  cq: 29\n  ask: How many?\n  from: FRAMEWORK\n  each: {FRAMEWORK: [{say: '{value}', when: ')'}]}\n",
        "5:45: species: no regex: unbalanced parenthesis at its beginning. "
        "Write a ')' for every '(', and '\\(' for a printed bracket.",
    ),
    "defaults with an unknown option": (
        "questions.yaml",
        "defaults: {limits: 3}\n",
        "1:12: defaults: unknown key 'limits'. Did you mean 'limit'?",
    ),
    "cue without regex": (
        "context.yaml",
        "hope:\n  gives: mentioned\n  scope: sentence\n",
        "1:1: hope: 'regex' is missing. A cue has gives, scope, regex.",
    ),
    "cue with an unknown status": (
        "context.yaml",
        "hope:\n  gives: mention\n  scope: sentence\n  regex: hope\n",
        "2:10: hope: gives is 'mention'. Did you mean 'mentioned'?",
    ),
    "cue with an unknown role": (
        "context.yaml",
        "hope:\n  gives: role:trianing\n  scope: near\n  regex: hope\n",
        "2:10: hope: unknown role 'trianing'. Did you mean 'training'?",
    ),
    "cue for an unknown label": (
        "context.yaml",
        "hope:\n  gives: used\n  scope: near\n  regex: hope\n  labels: [FRAMEWROK]\n",
        "5:12: hope: unknown label 'FRAMEWROK'. Did you mean 'FRAMEWORK'?",
    ),
    "cue with an unknown scope": (
        "context.yaml",
        "hope:\n  gives: used\n  scope: sentences\n  regex: hope\n",
        "3:10: hope: scope is 'sentences'. Did you mean 'sentence'?",
    ),
    "cue with a weight in words": (
        "context.yaml",
        "hope:\n  gives: used\n  scope: near\n  regex: hope\n  weight: high\n",
        "5:11: hope: weight is 'high'. Write a number.",
    ),
    "unknown role of a section": (
        "sections.yaml",
        "method: ['how we did it']\n",
        "1:1: method: no role of a section. Did you mean 'methods'?",
    ),
}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    folder.mkdir()
    for name, text in SHIPPED.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(("name", "text", "message"), BROKEN.values(), ids=BROKEN)
def test_mistake(shipped: Path, own: Path, name: str, text: str, message: str) -> None:
    path = own / name
    path.write_text(text, encoding="utf-8")
    start = time.process_time()
    with pytest.raises(Mistake) as caught:
        load_knowledge([shipped, own])
    assert time.process_time() - start < 5
    assert str(caught.value) == f"{path}:{message}"
    assert caught.value.others == ()
    line = int(message.split(":")[0])
    written = [*text.split("\n"), ""][line - 1].strip()[:40]
    assert written.replace("\x07", "") in caught.value.excerpt.replace("\x07", "")
    assert re.search(r"\| *\^$", caught.value.excerpt, re.MULTILINE)


@pytest.mark.parametrize(("name", "text", "message"), BROKEN.values(), ids=BROKEN)
def test_mistake_on_the_command_line(
    shipped: Path,
    own: Path,
    name: str,
    text: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("dlextract.cli.patterns.shipped", lambda _: shipped)
    (own / name).write_text(text, encoding="utf-8")
    assert run(["patterns", "check", str(own)]) == 2
    out, err = capsys.readouterr()
    first, *around, last = err.strip().split("\n")
    assert (out, first, last) == ("", f"{own / name}:{message}", "0 labels, 0 regexes, 0 examples: 1 error.")
    assert 2 <= len(around) <= 4
    assert around[-1].endswith("^") or around[-2].endswith("^")


@pytest.mark.parametrize("said", ["exceeded maximum nesting depth", "stack overflow"])
def test_a_parser_with_a_limit_of_its_own_does_not_have_the_word(
    shipped: Path, own: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    parse = yaml.parse

    def limited(text: str, Loader: object) -> Iterator[yaml.Event]:
        if text.count("[") > 40:
            at = text.index("[") + 40
            raise yaml.MarkedYAMLError(problem=said, problem_mark=yaml.Mark("", at, 0, at, text, at))
        yield from parse(text, Loader=Loader)

    monkeypatch.setattr("dlextract.patterns.nodes.yaml.parse", limited)
    (own / "a.yaml").write_text("A: " + "[" * 50 + "\n", encoding="utf-8")
    with pytest.raises(Mistake, match=r"a\.yaml:1:15: more than 12 levels inside one another\. Make it flatter\.$"):
        load_knowledge([shipped, own])


def test_not_utf8(shipped: Path, own: Path) -> None:
    (own / "a.yaml").write_bytes(b"A:\n  terms: [caf\xe9]\n")
    with pytest.raises(Mistake, match=r"a\.yaml:2:14: byte 0xe9 is not UTF-8\. Save the file as UTF-8\.$"):
        load_knowledge([shipped, own])


def test_utf16(shipped: Path, own: Path) -> None:
    (own / "a.yaml").write_text("A: {terms: [x]}\n", encoding="utf-16")
    with pytest.raises(Mistake, match=r"a\.yaml:1:1: byte 0xff is not UTF-8\. Save the file as UTF-8\.$"):
        load_knowledge([shipped, own])


def test_huge_file(shipped: Path, own: Path) -> None:
    with (own / "a.yaml").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(
        Mistake, match=r"a\.yaml:1:1: the file has 50\.0 MB, more than 4 MB\. Split it into several files\.$"
    ):
        load_knowledge([shipped, own])


@pytest.mark.slow
def test_too_many_values(shipped: Path, own: Path) -> None:
    (own / "a.yaml").write_text(f"A: {{terms: [{'x,' * 450_000}]}}\n", encoding="utf-8")
    with pytest.raises(
        Mistake, match=r"a\.yaml:1:\d+: more than 400000 values in one file\. Split it into several files\.$"
    ):
        load_knowledge([shipped, own])


def test_all_mistakes_are_collected(shipped: Path, own: Path) -> None:
    (own / "b.yaml").write_text("A: {regexp: x}\nB: {terms: [y]}\nC: {term: [z]}\n", encoding="utf-8")
    (own / "a.yaml").write_text("D: [x]\n", encoding="utf-8")
    with pytest.raises(Mistake) as caught:
        load_knowledge([shipped, own])
    places = [f"{Path(m.place.file).name}:{m.place.line}" for m in (caught.value, *caught.value.others)]
    assert places == ["a.yaml:1", "b.yaml:1", "b.yaml:3"]


def test_excerpt_shows_three_lines_and_a_caret(shipped: Path, own: Path) -> None:
    (own / "a.yaml").write_text("A:\n  terms: [x]\n  regexp: y\n  value: name\n", encoding="utf-8")
    with pytest.raises(Mistake) as caught:
        load_knowledge([shipped, own])
    assert caught.value.excerpt.split("\n") == ["2 |   terms: [x]", "3 |   regexp: y", "  |   ^", "4 |   value: name"]
