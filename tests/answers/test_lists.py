"""What a list names: each thing once, surely used, in the words of the question file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlextract import Extractor
from dlextract.answers.distinct import distinct
from dlextract.answers.list_items import listed
from dlextract.answers.options import Limited, Options
from dlextract.knowledge import Beside
from dlextract.records import Evidence, Fact, Paper, Table

VERSION = Limited(r"(?i)[\s-]?v?\d[\w.]*|(?: \w+)? database")
PLAIN = Limited("(?i)^overall | dataset$")
PAPER = Paper("p.txt", "", "", title="Barn owls heard at night")


def make(value: str, label: str = "METRIC", confidence: float = 0.9, sentences: int = 1) -> Fact:
    piece = Evidence(1, 0, 1, "x", 0, "methods", "file.yaml:LABEL")
    return Fact(value, label, value, value, "used", confidence=confidence, evidence=(piece,) * sentences)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("OwlNet-50", "OwlNet 50", "owlnet50"), ["OwlNet-50"]),
        (("OWL", "OWL night database"), ["OWL night database"]),
        (("overall accuracy", "accuracy"), ["overall accuracy"]),
        (("Owls dataset", "Owls"), ["Owls dataset"]),
        (("RGB image", "RGB images"), ["RGB image"]),
        (("https://owls.example/a", "https://owls.example/as"), ["https://owls.example/a", "https://owls.example/as"]),
        (("10", "10s"), ["10", "10s"]),
    ],
)
def test_spellings_of_one_thing_are_said_once(names: tuple[str, ...], said: list[str]) -> None:
    assert distinct(names, VERSION, PLAIN) == said


def test_what_another_name_ends_with_is_left_out_where_wished() -> None:
    names = ("flip", "horizontal flip", "rotation")
    assert distinct(names, VERSION, whole=True) == ["horizontal flip", "rotation"]
    assert distinct(names, VERSION) == ["flip", "horizontal flip", "rotation"]
    assert distinct(("owl image", "grey owl images"), VERSION, whole=True) == ["grey owl images"]


def test_beside_surer_ones_a_fact_must_be_sure_and_frequent_but_one_of_each_label_stays() -> None:
    options = Options(beside={"METRIC": Beside(0.6, 2)})
    sure, rare, doubtful = make("F1", sentences=3), make("AUC"), make("MAE", confidence=0.5, sentences=3)
    assert listed([sure, rare, doubtful], options, (), PAPER)[0] == (sure,)
    assert listed([doubtful, rare], options, (), PAPER)[0] == (rare,)
    other = make("owl", "TASK", 0.1)
    assert listed([sure, other], options, (), PAPER)[0] == (sure, other)


def test_what_stands_in_one_sentence_with_a_sure_one_needs_less() -> None:
    sure, with_it, doubtful = make("Owls", confidence=0.9), make("Rooks", confidence=0.6), make("Gulls", confidence=0.4)
    elsewhere = replace(with_it, id="Ducks", value="Ducks", evidence=(replace(with_it.evidence[0], quote_start=9),))
    options = Options(beside={"METRIC": Beside(0.8, named_with=0.5)})
    assert listed([sure, with_it, doubtful, elsewhere], options, (), PAPER)[1] == ("Owls", "Rooks")


def test_all_spellings_of_a_name_are_what_the_answer_rests_on() -> None:
    options = Options(plain=PLAIN, version=VERSION)
    said, ids = listed([make("OwlNet"), make("OwlNet dataset"), make("OwlNet-3")], options, (), PAPER)
    assert ([fact.value for fact in said], ids) == (["OwlNet-3"], ("OwlNet", "OwlNet dataset", "OwlNet-3"))


def test_a_name_that_is_more_often_something_else_is_left_out() -> None:
    model, same = make("BarnOwl-1", "ARCHITECTURE"), make("BarnOwl1", "DATASET", sentences=4)
    network = make("OwlNet", "ARCHITECTURE")
    options = Options(rather=frozenset({"DATASET"}))
    assert listed([model, network], options, (model, network, same), PAPER)[0] == (network,)


def test_a_class_of_task_agrees_with_what_the_data_are() -> None:
    options = Options(agree={"DATA_MODALITY": ((Limited("^image"), Limited("image")),)})
    task, other = make("image classification", "TASK"), make("owl counting", "TASK")
    sounds = make("audio", "DATA_MODALITY", sentences=5)
    pictures = make("images", "DATA_MODALITY")
    assert listed([task, other], options, (sounds, pictures), PAPER)[0] == (other,)
    assert listed([task, other], options, (sounds, make("images", "DATA_MODALITY", sentences=3)), PAPER)[0] == (
        task,
        other,
    )
    assert listed([task], options, (sounds,), PAPER)[0] == (task,)


def test_what_the_title_says_comes_first_and_then_what_the_abstract_adds() -> None:
    def task(value: str, section: str, text: str = "") -> Fact:
        fact = make(value, "TASK")
        return replace(fact, text=text or value, evidence=(replace(fact.evidence[0], section=section),))

    kind = task("image classification", "abstract", "classification")
    first, same = task("counting of barn owls", "methods"), task("barn owls tracking", "abstract")
    more, earlier = task("sound event detection", "abstract", "mouse hunting"), task("moth tracking", "introduction")
    aim = make("We count barn owls.", "AIM")
    options = Options(title_first=True, show=frozenset({"AIM"}))
    given = [kind, earlier, more, first, same, aim]
    assert listed(given, options, (), PAPER)[0] == (first, aim, kind, more)


def test_a_task_is_said_as_the_title_does_and_left_out_where_only_the_text_names_it() -> None:
    paper = Paper("p.txt", "", "We tag owls. Barn owls counting and owl tagging.", title="Barn owls counting")
    place = Evidence(1, 13, 31, paper.text[13:], 13, "title", "file.yaml:LABEL")
    task = replace(make("regression", "TASK"), text="owl tagging", evidence=(place,))
    aim = replace(
        make("We tag owls.", "AIM"), evidence=(replace(place, start=0, end=12, quote_start=0, section="abstract"),)
    )
    options = Options(title_first=True, show=frozenset({"AIM"}))
    assert listed([task, aim], options, (), paper)[0] == (replace(task, text="Barn owls counting"), aim)
    buried = replace(task, text="egg weighing", evidence=(replace(place, start=0, end=2, section="methods"),))
    assert listed([buried, aim], options, (), paper)[0] == (aim,)
    about_owls = replace(buried, text="weighing owls")
    assert listed([about_owls, aim], options, (), paper)[0] == (about_owls, aim)


def test_data_without_a_name_are_told_beside_named_ones_where_the_authors_made_them() -> None:
    def data(value: str, quote: str) -> Fact:
        fact = make(value, "OWN_DATA")
        return replace(fact, evidence=(replace(fact.evidence[0], quote=quote),))

    named = replace(make("OwlSet", "DATASET"), roles=("training",))
    count = data("20 tracks", "The set holds 20 tracks.")
    again = data("90 owls", "We collected 90 owls for OwlSet.")
    own = data("30 calls", "We collected 30 calls.")
    options = Options(apart=Limited("We collected"))
    assert listed([named, count, again, own], options, (), PAPER)[0] == (named, own)
    before = replace(named, roles=("pretraining",))
    assert listed([before, count, own], options, (), PAPER)[0] == (before, count, own)
    assert listed([count], options, (), PAPER)[0] == (count,)


def test_what_only_results_speak_of_is_a_rival() -> None:
    def net(name: str, *sections: str) -> Fact:
        fact = make(name, "ARCHITECTURE")
        pieces = tuple(replace(fact.evidence[0], section=section) for section in sections)
        return replace(fact, roles=("main",), evidence=pieces)

    own, rival, part = net("OwlNet", "abstract", "table"), net("GullNet", "table", "results"), net("ResNet", "methods")
    options = Options(first=("main",), rivals="compared")
    assert [fact.roles for fact in listed([own, rival, part], options, (), PAPER)[0]] == [
        ("main",),
        ("compared",),
        ("main",),
    ]
    assert [fact.roles for fact in listed([rival, part], options, (), PAPER)[0]] == [("main",), ("main",)]


def test_what_the_authors_say_that_they_took_is_no_rival() -> None:
    def net(name: str, quote: str, *sections: str) -> Fact:
        fact = make(name, "ARCHITECTURE")
        pieces = tuple(replace(fact.evidence[0], section=section, quote=quote) for section in sections)
        return replace(fact, roles=("main",), evidence=pieces)

    own, took = net("OwlNet", "", "abstract"), net("GullNet", "We adopt it.", "methods", "table")
    told = net("WrenNet", "We adopt it.", "results", "table")
    options = Options(first=("main",), rivals="compared", adopted=Limited("We adopt"))
    assert [fact.roles for fact in listed([own, took, told], options, (), PAPER)[0]] == [
        ("main",),
        ("main",),
        ("compared",),
    ]


def test_what_the_title_names_is_the_authors_own_and_what_stands_in_its_tables_a_rival() -> None:
    def net(name: str, role: str, *starts: int) -> Fact:
        fact = make(name, "ARCHITECTURE")
        pieces = tuple(replace(fact.evidence[0], start=start) for start in starts)
        return replace(fact, roles=(role,), evidence=pieces)

    paper = replace(PAPER, title="OwlNet: barn owls at night", tables=(Table(1, (0, 0, 1, 1), 50, 90, (0, 0), ()),))
    own, kin, rival = net("OwlNet", "compared", 5, 60), net("OwlNet-S", "main", 70), net("GullNet", "main", 7, 80)
    part, other, plain = net("ResNet", "component", 65), net("WrenNet", "main", 8), net("neural network", "main", 55)
    options = Options(first=("main",), rivals="compared")
    said = {fact.value: fact.roles for fact in listed([own, kin, rival, part, other, plain], options, (), paper)[0]}
    assert said == {
        "OwlNet": ("main",),
        "OwlNet-S": ("main",),
        "GullNet": ("compared",),
        "ResNet": ("component",),
        "WrenNet": ("main",),
        "neural network": ("main",),
    }


@pytest.mark.parametrize(
    ("name", "text", "roles"),
    [
        ("BOHN", "BOHN calls.", ("main",)),
        ("Bar-Owl", "Bar-Owl calls.", ("main",)),
        ("RookSeer", "We introduce a small model, RookSeer, for rooks.", ("main",)),
        ("RookSeer", "We compare our proposed net with RookSeer.", ("compared",)),
    ],
)
def test_what_abbreviates_the_title_or_is_introduced_is_the_authors_own(
    name: str, text: str, roles: tuple[str, ...]
) -> None:
    options = Options(first=("main",), rivals="compared")
    fact = replace(make(name, "ARCHITECTURE"), roles=("compared",))
    assert listed([fact], options, (), replace(PAPER, text=text))[0][0].roles == roles


@pytest.mark.parametrize("file", ["shipped.yaml", "own.yml"])
def test_a_name_that_a_pattern_file_knows_is_not_taken_for_the_authors_own(file: str) -> None:
    known = replace(make("BOHN", "ARCHITECTURE").evidence[0], found_by=f"{file}:ARCHITECTURE")
    fact = replace(make("BOHN", "ARCHITECTURE"), roles=("compared",), evidence=(known,))
    options = Options(first=("main",), rivals="compared")
    assert listed([fact], options, (), PAPER)[0][0].roles == ("compared",)


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ("We present a network for owls; we call it StrixFormer. StrixFormer has a ResNet-50.", "StrixFormer"),
        ("The proposed model, named Hoot-GAN, extends CycleGAN. Hoot-GAN has two critics.", "Hoot-GAN"),
        ("We refer to our network as DeepHoot. DeepHoot uses a Swin Transformer.", "DeepHoot"),
    ],
)
def test_the_name_that_the_authors_give_their_network_comes_first(extractor: Extractor, told: str, first: str) -> None:
    text = (
        f"Counting owls with convolutional neural networks\n\nAbstract\n\nWe count owls with a convolutional neural"
        f" network.\n\n2 Methods\n\n{told} It was trained with Adam for 70 epochs."
    )
    answers = {answer.question: answer for answer in extractor.read_text(text).answers}
    assert answers["model"].short.partition(",")[0].partition(";")[0] == first
