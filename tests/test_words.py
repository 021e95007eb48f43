"""Words that the code looks for stand in words.yaml, not in the code; each is used, and a user can change it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlextract.errors import PatternError
from dlextract.patterns import load_knowledge
from dlextract.records import SECTION_ROLES
from dlextract.words import WordList, WordRegex, using

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "dlextract"
ROOMS = ("reading", "pipeline", "finding", "deciding", "judging", "facts", "answers", "values")

MARKUP = "reading/markup"
"""There, words are names of elements and attributes of XML and HTML."""

MOST = 5
"""So many different words in a regex or a collection are no list yet."""

GRAMMAR = "words of English grammar: where a clause, a sentence or a heading begins and ends"
NUMBERS = "how numbers, units and shares are written: the grammar of values"
PAGES = "how papers are set: captions, captions' numbers, names of typefaces, addresses over two lines"
NAMES = "names of the program itself: roles, keys, methods"

ALLOWED = {
    "answers/quoting.py": dict.fromkeys(("_POINTS_BACK", "_POINTS_OUT", "_LINKS_BACK"), GRAMMAR),
    "answers/wording.py": {"_ROLES": NAMES},
    "deciding/cues.py": {"_CLAUSE_BREAK": GRAMMAR},
    "facts/scope.py": {"_VERBS": GRAMMAR},
    "finding/schedules.py": {"_FOLD": NUMBERS, "_FOLDS": NUMBERS},
    "judging/bench.py": {"_POINTS_BACK": GRAMMAR},
    "judging/candidate_network.py": {"_CUED": NAMES},
    "deciding/edges.py": {"_METHODS": NAMES},
    "pipeline/sentences.py": {"_END": GRAMMAR, "_ALSO_WORDS": GRAMMAR},
    "reading/blocks.py": {"CAPTION": PAGES, "_CAPTION_STARTS": PAGES, "_BEFORE_NAME": GRAMMAR},
    "reading/continuing.py": {"_NOTE": PAGES},
    "reading/furniture.py": {"_LABEL": PAGES},
    "reading/headings.py": {"_BAD_END": GRAMMAR},
    "reading/hyphens.py": {"_URL_END": PAGES},
    "reading/language.py": {"_COMMON": GRAMMAR},
    "reading/pdfium_text.py": {"_BOLD": PAGES},
    "reading/table_places.py": {"_TABLE": PAGES},
    "values/grammar.py": {"_HEDGES": NUMBERS},
    "values/lexer.py": {"_UNITS": NUMBERS},
    "values/printed.py": {
        "_PARTS": NUMBERS,
        "_HEDGE": NUMBERS,
        "_PLAIN": NUMBERS,
        "_PERCENT": NUMBERS,
        "_SIZE_UNIT": NUMBERS,
        "_SECONDS": NUMBERS,
        "bare": NUMBERS,
        "value": NUMBERS,
    },
    "values/spelled.py": {"_ONES": NUMBERS, "_TEENS": NUMBERS, "_TENS": NUMBERS, "_PARTS": NUMBERS},
}

_SYNTAX = re.compile(r"\(\?P<\w+>|\(\?[a-zA-Z-]+[:)]|\\[a-zA-Z](?:\{[^}]*\})?")
_WORD = re.compile(r"[a-z]{3,}")
_SEARCHES = re.compile(r"(?:^|\.)(?:compile|compiled|search|match|fullmatch|sub|split|findall|finditer|startswith)$")


def words_in(node: ast.AST) -> set[str]:
    """Return the words in the texts of ``node``; names of labels and roles of sections are none."""
    texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    plain = " ".join(_SYNTAX.sub(" ", text) for text in texts if not re.fullmatch(r"[A-Z][A-Z0-9_]+", text))
    return set(_WORD.findall(plain.lower())) - {part for role in SECTION_ROLES for part in role.split("_")}


def is_list(node: ast.AST) -> bool:
    """Tell whether ``node`` is a regex of alternatives, a collection of texts, or a text that is split into words."""
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called in {"frozenset", "set"}:
            return True
        if called.endswith(".split") and isinstance(node.func, ast.Attribute):
            return isinstance(node.func.value, ast.Constant)
        texts = [n.value for a in node.args for n in ast.walk(a) if isinstance(n, ast.Constant)]
        return _SEARCHES.search(called) is not None and any("|" in text for text in texts if isinstance(text, str))
    if isinstance(node, ast.Dict):
        items = [*filter(None, node.keys), *node.values]
    elif isinstance(node, ast.Set | ast.List | ast.Tuple):
        items = node.elts
    else:
        return False
    texts = [item.value for item in items if isinstance(item, ast.Constant)]
    few = all(not isinstance(text, str) or text.count(" ") < 3 or text.count(" ") > 15 for text in texts)
    return few and len(texts) == len(items)


def lists_of_words(source: str) -> Iterator[str]:
    """Yield the name of what holds each list of more than ``MOST`` words."""

    def visit(node: ast.AST, name: str) -> Iterator[str]:
        if isinstance(node, ast.Assign):
            name = ast.unparse(node.targets[0])
        elif isinstance(node, ast.AnnAssign):
            name = ast.unparse(node.target)
        elif isinstance(node, ast.FunctionDef):
            name = node.name
        if is_list(node) and len(words_in(node)) > MOST and name != "__all__":
            yield name
            return
        for child in ast.iter_child_nodes(node):
            yield from visit(child, name)

    yield from visit(ast.parse(source), "")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('A = re.compile(r"(?i)\\b(?:moths?|owls?|jays?|bees?|ants?|bats?)\\b")', ["A"]),
        ('A = frozenset("moth owl jay bee ant bat".split())', ["A"]),
        ('A = {"moth": 1, "owl": 2, "jay": 3, "bee": 4, "ant": 5, "bat": 6}', ["A"]),
        ('def f(x):\n    return x in ("moth", "owl", "jay", "bee", "ant", "bat")', ["f"]),
        ('def f(x):\n    return re.search("moth|owl|jay|bee|ant|bat", x)', ["f"]),
        ('A: set[str] = {"moth", "owl", "jay", "bee", "ant"}', []),
        ('A = ("TRAIN_SPLIT", "TEST_SPLIT", "VALIDATION_SPLIT", "GPU", "MOTH", "OWL_JAY", "BEES")', []),
        ('A = ("abstract", "title", "methods", "results", "discussion", "introduction")', []),
        ('f("a message, with more words in it than six; no list")', []),
    ],
)
def test_lists_of_words_are_seen(source: str, found: list[str]) -> None:
    assert list(lists_of_words(source)) == found


def test_no_list_of_words_stands_in_the_code() -> None:
    found = {
        path.relative_to(SOURCE).as_posix(): dict.fromkeys(lists_of_words(path.read_text("utf-8")))
        for room in ROOMS
        for path in sorted((SOURCE / room).rglob("*.py"))
        if MARKUP not in path.as_posix()
    }
    left = {file: list(names) for file, names in found.items() if names}
    assert left == {file: [name for name in found[file] if name in names] for file, names in ALLOWED.items()}


def test_every_entry_is_used_once_and_every_name_has_an_entry() -> None:
    named = re.compile(r'(?:WordRegex|WordList)\(\s*"(\w+)"')
    used = [name for path in SOURCE.rglob("*.py") for name in named.findall(path.read_text("utf-8"))]
    assert sorted(used) == sorted(load_knowledge([ROOT / "patterns"]).words)


def test_words_are_those_of_the_knowledge_that_reads(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("split_rest+: [leftover]\nsplit_part: '(?i)moth'\n", encoding="utf-8")
    rest, part = WordList("split_rest"), WordRegex("split_part")
    shipped = set(rest)
    with using(load_knowledge([ROOT / "patterns", tmp_path]).words):
        assert (set(rest) - shipped, "leftover" in rest, rest & {"rest"}) == ({"leftover"}, True, {"rest"})
        assert (part.search("test") is None, part.sub("owl", "a Moth")) == (True, "a owl")
    assert ("leftover" in rest, part.search("test") is None) == (False, False)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("moths: [a]", "there are no such words to change"),
        ("split_rest: x", "the shipped entry is a list of words"),
        ("split_part: [x]", "the shipped entry is a regex"),
        ("split_part+: x", "only lists can be added to"),
        ("split_part: '('", "no regex"),
        ("split_part: {a: b}", "a mapping"),
    ],
)
def test_mistakes_in_words(text: str, wrong: str, tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PatternError, match=re.escape(wrong)):
        load_knowledge([ROOT / "patterns", tmp_path])
