"""What pattern files say, and what later folders change."""

import os
from pathlib import Path

import pytest
import regex

from dlextract import cache
from dlextract.errors import PatternError
from dlextract.knowledge import Cue, Example, FactTemplate, Place, Question, QuestionOptions, Rule, Template
from dlextract.patterns import load_knowledge

SHIPPED = {
    "fragments.yaml": "number: '\\d+%{part}?'\npart: '\\.\\d+'\n",
    "training.yaml": (
        "LEARNING_RATE:\n"
        "  about: Step size.\n"
        "  value: number\n"
        "  regex:\n"
        "    - 'learning rate of (?P<value>%{number})'\n"
        "    - {regex: 'no learning rate', value: none, status: negated, kind: name, attributes: {how: fixed}}\n"
        "  unless: 'decay'\n"
        "  table: [lr]\n"
        "  sections: {not: [introduction]}\n"
        "  examples:\n"
        "    match:\n"
        "      - A learning rate of [[0.1]] was used.\n"
        "      - {text: 'Rates: learning rate of [[1]].', source: p. 4}\n"
        "    ignore: [No rate.]\n"
        "FRAMEWORK:\n"
        "  case: any\n"
        "  plural: true\n"
        "  terms:\n"
        "    PyTorch: [torch]\n"
        "    Keras:\n"
    ),
    "questions.yaml": (
        "framework:\n  cq: 19\n  ask: Which framework?\n  from: [FRAMEWORK]\n  say: ['{values}']\n"
        "  limit: 3\n  weak: [LEARNING_RATE]\n  each: {FRAMEWORK: '{value}'}\n"
    ),
    "context.yaml": "we:\n  gives: used\n  scope: sentence\n  weight: 0.5\n  regex: ['\\bwe\\b', '\\bour\\b']\n",
    "sections.yaml": "methods: ['methods?', 'approach']\nresults: results\n",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return write(tmp_path / "shipped", SHIPPED)


def test_a_label_with_everything(shipped: Path) -> None:
    pattern = load_knowledge([shipped]).patterns["LEARNING_RATE"]
    file = "patterns/training.yaml"
    assert (pattern.id, pattern.place, pattern.own) == ("training.yaml:LEARNING_RATE", Place(file, 1, 1), False)
    assert (pattern.about, pattern.value, pattern.table) == ("Step size.", "number", ("lr",))
    assert pattern.rules == (
        Rule(
            "learning rate of (?P<value>(?:\\d+(?:\\.\\d+)?))",
            Place(file, 5, 7),
            id="training.yaml:LEARNING_RATE.rule_1",
            name="rule_1",
            named=False,
        ),
        Rule(
            "no learning rate",
            Place(file, 6, 15),
            "none",
            "negated",
            "name",
            (("how", "fixed"),),
            "training.yaml:LEARNING_RATE.rule_2",
            "rule_2",
            named=False,
        ),
    )
    assert (pattern.unless, pattern.sections, pattern.not_sections) == (("decay",), (), ("introduction",))
    assert pattern.examples == (
        Example("match", "A learning rate of 0.1 was used.", ((19, 22),), Place(file, 12, 9)),
        Example("match", "Rates: learning rate of 1.", ((24, 25),), Place(file, 13, 16), "p. 4"),
        Example("ignore", "No rate.", (), Place(file, 14, 14)),
    )


def test_terms(shipped: Path) -> None:
    pattern = load_knowledge([shipped]).patterns["FRAMEWORK"]
    assert dict(pattern.terms) == {"PyTorch": ("PyTorch", "torch"), "Keras": ("Keras",)}
    assert (pattern.case, pattern.plural, pattern.value) == ("any", True, "name")


def test_special_files(shipped: Path) -> None:
    knowledge = load_knowledge([shipped])
    assert knowledge.cues == (
        Cue("we", "used", "sentence", "\\bwe\\b", Place("patterns/context.yaml", 5, 11), 0.5),
        Cue("we", "used", "sentence", "\\bour\\b", Place("patterns/context.yaml", 5, 21), 0.5),
    )
    assert dict(knowledge.sections) == {"methods": ("methods?", "approach"), "results": ("results",)}
    assert knowledge.questions == (
        Question(
            19,
            "framework",
            "Which framework?",
            ("FRAMEWORK",),
            (Template("{values}", Place("patterns/questions.yaml", 5, 9)),),
            Place("patterns/questions.yaml", 1, 1),
            QuestionOptions(limit=3, weak=("LEARNING_RATE",), each={"FRAMEWORK": (FactTemplate("{value}"),)}),
        ),
    )


def test_words_that_yaml_takes_for_switches_stay_words(tmp_path: Path) -> None:
    shipped = write(tmp_path / "a", {"a.yaml": "COUNTRY:\n  terms: [NO, Yes, 1.10, null]\n  about: off\n"})
    with pytest.raises(PatternError, match="an empty text in terms"):
        load_knowledge([shipped])
    shipped = write(tmp_path / "a", {"a.yaml": "COUNTRY:\n  terms: [NO, Yes, 1.10]\n  about: off\n"})
    pattern = load_knowledge([shipped]).patterns["COUNTRY"]
    assert (list(pattern.terms), pattern.about) == (["NO", "Yes", "1.10"], "off")


def test_a_later_folder_replaces_a_label(shipped: Path, tmp_path: Path) -> None:
    own = write(tmp_path / "own", {"mine.yaml": "LEARNING_RATE:\n  regex: ['lr (?P<value>%{number})']\n"})
    before, after = load_knowledge([shipped]), load_knowledge([shipped, own])
    pattern = after.patterns["LEARNING_RATE"]
    assert (pattern.id, pattern.own, pattern.about, pattern.value) == ("own/mine.yaml:LEARNING_RATE", True, "", "name")
    assert [rule.id for rule in pattern.rules] == ["own/mine.yaml:LEARNING_RATE.rule_1"]
    assert after.patterns["FRAMEWORK"] == before.patterns["FRAMEWORK"]
    assert (after.questions, after.cues, after.sections) == (before.questions, before.cues, before.sections)
    assert after.fingerprint != before.fingerprint


def test_a_later_folder_adds_to_a_label(shipped: Path, tmp_path: Path) -> None:
    own = write(
        tmp_path / "own",
        {
            "mine.yaml": (
                "FRAMEWORK+:\n  case: smart\n  terms: {JAX: [jax], PyTorch: [pt], Keras: off}\n"
                "LEARNING_RATE+:\n  regex: ['lr (?P<value>%{number})']\n  unless: [old]\n  about: Mine.\n"
            )
        },
    )
    knowledge = load_knowledge([shipped, own])
    framework, rate = knowledge.patterns["FRAMEWORK"], knowledge.patterns["LEARNING_RATE"]
    assert dict(framework.terms) == {"PyTorch": ("PyTorch", "torch", "pt"), "JAX": ("JAX", "jax")}
    assert (framework.case, framework.plural) == ("smart", True)
    assert (framework.id, framework.own, dict(framework.own_terms)) == (
        "training.yaml:FRAMEWORK",
        True,
        {"JAX": "own/mine.yaml:FRAMEWORK"},
    )
    assert [rule.id for rule in rate.rules] == [
        "own/mine.yaml:LEARNING_RATE.rule_1",
        "training.yaml:LEARNING_RATE.rule_1",
        "training.yaml:LEARNING_RATE.rule_2",
    ]
    assert (rate.about, rate.unless, rate.value) == ("Mine.", ("decay", "old"), "number")
    assert len(rate.examples) == 3


def test_a_later_folder_switches_off(shipped: Path, tmp_path: Path) -> None:
    own = write(
        tmp_path / "own",
        {"mine.yaml": "FRAMEWORK: off\n", "questions.yaml": "framework: off\n", "context.yaml": "we: off\n"},
    )
    knowledge = load_knowledge([shipped, own])
    assert list(knowledge.patterns) == ["LEARNING_RATE"]
    assert (knowledge.questions, knowledge.cues) == ((), ())


def test_a_third_folder_extends_the_second(shipped: Path, tmp_path: Path) -> None:
    one = write(tmp_path / "one", {"a.yaml": "FRAMEWORK:\n  terms: [Theano]\n"})
    two = write(tmp_path / "two", {"a.yaml": "FRAMEWORK+:\n  terms: [Caffe]\n"})
    pattern = load_knowledge([shipped, one, two]).patterns["FRAMEWORK"]
    assert (list(pattern.terms), pattern.id) == (["Theano", "Caffe"], "one/a.yaml:FRAMEWORK")


def test_edges_are_added_up(shipped: Path, tmp_path: Path) -> None:
    one = write(
        tmp_path / "one",
        {"a.yaml": "CAMERA:\n  terms: [X1]\n  edges: {drop_before: 'the ', unless: ['⟧ %{number}']}\n"},
    )
    two = write(tmp_path / "two", {"a.yaml": "CAMERA+:\n  edges: {drop_before: ['our ']}\n"})
    pattern = load_knowledge([shipped, one, two]).patterns["CAMERA"]
    number = r"(?:\d+(?:\.\d+)?)"
    assert pattern.edges == {"drop_before": ("the ", "our "), "unless": (f"⟧ {number}",)}


def test_headings_and_fragments_of_a_later_folder(shipped: Path, tmp_path: Path) -> None:
    own = write(
        tmp_path / "own",
        {"sections.yaml": "methods+: ['how we did it']\nresults: []\n", "fragments.yaml": "part: ',\\d+'\n"},
    )
    knowledge = load_knowledge([shipped, own])
    assert dict(knowledge.sections) == {"methods": ("how we did it", "methods?", "approach"), "results": ()}
    assert knowledge.patterns["LEARNING_RATE"].rules[0].regex == "learning rate of (?P<value>(?:\\d+(?:,\\d+)?))"


def test_a_new_label_answers_a_new_question(shipped: Path, tmp_path: Path) -> None:
    own = write(
        tmp_path / "own",
        {
            "mine.yaml": "SPECIES_COUNT:\n  regex: ['(?P<value>%{number}) species']\n",
            "questions.yaml": "species:\n  cq: 29\n  ask: How many?\n  from: [SPECIES_COUNT]\n  say: ['{values}']\n",
        },
    )
    knowledge = load_knowledge([shipped, own])
    assert [question.name for question in knowledge.questions] == ["framework", "species"]
    assert "SPECIES_COUNT" in knowledge.patterns


def test_the_same_label_in_two_files_of_a_folder(shipped: Path, tmp_path: Path) -> None:
    own = write(tmp_path / "own", {"a.yaml": "X: {terms: [x]}\n", "b.yaml": "X+: {terms: [y]}\n"})
    with pytest.raises(PatternError, match=r"b\.yaml:1:1: X\+: already written in .*a\.yaml:1\. Put both together"):
        load_knowledge([shipped, own])


def test_folders_that_cannot_be_read(shipped: Path, tmp_path: Path) -> None:
    with pytest.raises(PatternError, match=r"none: no folder with this name\. Name a folder with pattern files"):
        load_knowledge([shipped, tmp_path / "none"])
    with pytest.raises(PatternError, match=r"training\.yaml: no folder\. Name a folder"):
        load_knowledge([shipped, shipped / "training.yaml"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(PatternError, match=r"empty: no pattern files in this folder\."):
        load_knowledge([shipped, tmp_path / "empty"])
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "a.yaml").mkdir()
    with pytest.raises(PatternError, match=r"a\.yaml: the file cannot be read \(Is a directory\)\.$"):
        load_knowledge([shipped, tmp_path / "odd"])


def test_what_is_overlooked_or_odd_is_a_warning(shipped: Path, tmp_path: Path) -> None:
    question = "cameras:\n  cq: 19\n  ask: Which cameras?\n  from: [X]\n  say: ['{values}']\n"
    own = write(tmp_path / "own", {"a.yaml": "X: {terms: [x]}\n", "questions.yaml": question})
    write(own, {"b.yaml.txt": "", "C.YAML": "", ".d.yaml.swp": "", "a.yaml~": "", "README.md": ""})
    write(own / "inside", {"e.yml": ""})
    (own / "pictures").mkdir()
    for _ in range(2):  # the second time the knowledge comes from the cache
        assert load_knowledge([shipped, own]).warnings == (
            f"{own}/C.YAML: it is not read, its name does not end in .yaml. Rename it, or take it away.",
            f"{own}/b.yaml.txt: it is not read, its name does not end in .yaml. Rename it, or take it away.",
            f"{own}/inside: a folder inside a folder of patterns is not read. Give it with --patterns as well.",
            f"{own}/questions.yaml:1: question 19 is called cameras here and framework in patterns/questions.yaml:1. "
            "Give one another number, or switch it off.",
        )


def test_a_folder_of_comments_changes_nothing(shipped: Path, tmp_path: Path) -> None:
    own = write(tmp_path / "own", {"mine.yaml": "# nothing yet\n"})
    assert load_knowledge([shipped, own]).patterns == load_knowledge([shipped]).patterns


def test_the_fingerprint_follows_content_alone(shipped: Path, tmp_path: Path) -> None:
    copy = write(tmp_path / "copy", SHIPPED)
    first = load_knowledge([shipped]).fingerprint
    assert load_knowledge([copy]).fingerprint == first
    assert first.startswith("sha256:")
    assert len(first) == 71
    (copy / "training.yaml").write_text(SHIPPED["training.yaml"] + "# more\n", encoding="utf-8")
    assert load_knowledge([copy]).fingerprint != first


def test_the_cache_gives_the_same_knowledge(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = write(tmp_path / "own", {"mine.yaml": "FRAMEWORK+:\n  terms: {JAX: [jax]}\n"})
    monkeypatch.setenv("DLEXTRACT_CACHE", "off")
    fresh = load_knowledge([shipped, own])
    monkeypatch.setenv("DLEXTRACT_CACHE", str(tmp_path / "cache"))
    stored = load_knowledge([shipped, own])
    files = list((tmp_path / "cache").glob("knowledge-*.bin"))
    assert len(files) == 1
    monkeypatch.setattr("dlextract.patterns.loading.make_knowledge", None)
    assert load_knowledge([shipped, own]) == stored == fresh
    monkeypatch.undo()


def test_a_damaged_or_closed_cache_does_no_harm(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DLEXTRACT_CACHE", str(tmp_path / "cache"))
    knowledge = load_knowledge([shipped])
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(file.read_bytes()[:-7] + b"damaged")
    assert load_knowledge([shipped]) == knowledge
    monkeypatch.setenv("DLEXTRACT_CACHE", str(shipped / "training.yaml" / "below a file"))
    assert load_knowledge([shipped]) == knowledge
    assert cache.store("kind", "name", 1) is False


@pytest.mark.skipif(os.name != "posix", reason="links and named pipes")
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("itself", "Too many levels of symbolic links"),
        ("device", "a device, not a file"),
        ("pipe", "a named pipe, not a file"),
    ],
)
def test_pattern_files_that_are_no_files(shipped: Path, tmp_path: Path, kind: str, told: str) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    path = folder / "a.yaml"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "itself" else "/dev/zero")
    with pytest.raises(PatternError) as caught:
        load_knowledge([shipped, folder])
    assert str(caught.value) == f"{path}: the file cannot be read ({told})."


RULES = """\
A:
  rules:
    said: 'a b'
    told:
      regex: 'c'
      status: negated
      examples: {match: ['[[c]]'], ignore: [d]}
"""


def rules(tmp_path: Path, *texts: str) -> list[tuple[str, str, str]]:
    folders = [write(tmp_path / f"f{number}", {"a.yaml": text}) for number, text in enumerate(texts)]
    return [(rule.id, rule.regex, rule.status) for rule in load_knowledge(folders).patterns["A"].rules]


def test_rules_have_names_and_sentences_of_their_own(tmp_path: Path) -> None:
    file = "patterns/a.yaml"
    assert load_knowledge([write(tmp_path / "f", {"a.yaml": RULES})]).patterns["A"].rules == (
        Rule("a b", Place(file, 3, 11), id="a.yaml:A.said", name="said"),
        Rule(
            "c",
            Place(file, 5, 14),
            status="negated",
            id="a.yaml:A.told",
            name="told",
            examples=(
                Example("match", "c", ((0, 1),), Place(file, 7, 26)),
                Example("ignore", "d", (), Place(file, 7, 45)),
            ),
        ),
    )


def test_a_rule_takes_the_place_of_the_one_of_its_name(tmp_path: Path) -> None:
    own = "A+:\n  rules: {told: d, more: e}\n"
    told, more, said = ("f1/a.yaml:A.told", "d", ""), ("f1/a.yaml:A.more", "e", ""), ("a.yaml:A.said", "a b", "")
    assert rules(tmp_path, RULES, own) == [told, more, said]


def test_a_rule_is_switched_off(tmp_path: Path) -> None:
    assert rules(tmp_path, RULES, "A+:\n  rules: {told: off}\n") == [("a.yaml:A.said", "a b", "")]
    with pytest.raises(
        PatternError, match=r"a\.yaml:2:11: A: there is no rule 'tolt' to switch off\. Did you mean 'to"
    ):
        rules(tmp_path, RULES, "A+:\n  rules: {tolt: off}\n")
    with pytest.raises(PatternError, match=r"a\.yaml:2:17: A: 'off' takes a rule out of A, which is written anew here"):
        rules(tmp_path, RULES, "A:\n  rules: {told: off}\n")


def test_rules_without_names_never_take_the_place_of_others(tmp_path: Path) -> None:
    assert rules(tmp_path, "A: {regex: [a, b]}", "A+: {regex: c}", "A+: {rules: {x: d}, regex: e}") == [
        ("f2/a.yaml:A.x", "d", ""),
        ("f2/a.yaml:A.rule_1", "e", ""),
        ("f1/a.yaml:A.rule_1", "c", ""),
        ("a.yaml:A.rule_1", "a", ""),
        ("a.yaml:A.rule_2", "b", ""),
    ]


def test_a_regex_over_several_lines(tmp_path: Path) -> None:
    text = """\
A:
  rules:
    folded:
      regex: |-
        learning rate
          (?:of|=)
        \\s?%{digits}
    spaced:
      regex: |-
        (?x) rate \\s  # of learning
          %{digits}
"""
    folder = write(tmp_path / "f", {"a.yaml": text.replace("\\\\", "\\"), "fragments.yaml": "digits: '\\d \\d'\n"})
    folded, spaced = load_knowledge([folder]).patterns["A"].rules
    assert folded.regex == r"learning rate(?:of|=)\s?(?:\d \d)"
    assert spaced.regex == "(?x) rate \\s  # of learning\n  (?-x:(?:\\d \\d))"
    assert regex.fullmatch(spaced.regex, "rate 1 2")


def test_options_of_questions_are_typed_and_have_defaults(tmp_path: Path) -> None:
    files = {
        "a.yaml": "A: {terms: [a]}\nB: {terms: [b]}\n",
        "fragments.yaml": "word: '\\w+'\n",
        "questions.yaml": (
            "defaults: {needs: [A, B], needs_kinds: 2, limit: 4}\n"
            "one:\n  cq: 1\n  ask: Which?\n  from: A\n  limit: 1\n  join: ' '\n  match: ['a%{word}', b]\n"
            "  each: {A: [{say: '{value}', when: '^%{word}'}, '{text}']}\n  pointer: ['x', 'y%{word}']\n"
            "two: {cq: 2, ask: What?, from: [B], min_confidence: 0.5, not_sections: results}\n"
        ),
    }
    shipped = write(tmp_path / "shipped", files)
    own = write(tmp_path / "own", {"questions.yaml": "three: {cq: 3, ask: Who?, from: [B]}\n"})
    one, two, three = (question.options for question in load_knowledge([shipped, own]).questions)
    assert one == QuestionOptions(
        needs=("A", "B"),
        needs_kinds=2,
        limit=1,
        join=" ",
        match=r"(?:a(?:\w+))|(?:b)",
        each={"A": (FactTemplate("{value}", r"^(?:\w+)"), FactTemplate("{text}"))},
        pointer=("x", r"y(?:\w+)"),
    )
    assert two == QuestionOptions(
        needs=("A", "B"), needs_kinds=2, limit=4, min_confidence=0.5, not_sections=("results",)
    )
    assert three == QuestionOptions()
