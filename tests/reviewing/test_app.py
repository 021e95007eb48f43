"""What the server of a review answers, and to whom."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reviewed_paper import FINGERPRINT, GPU, SHA, act, failure, record

from dlextract.errors import OutputError
from dlextract.reviewing import Journal, line_of, read_acts
from dlextract.viewing import Pdfs
from dlextract.writing import dump_line

pytest.importorskip("starlette", reason="the extra review is not installed")
pytest.importorskip("uvicorn", reason="the extra review is not installed")

from starlette.testclient import TestClient

from dlextract.reviewing.corpus import Corpus
from dlextract.reviewing.server import guarded
from dlextract.reviewing.session import Session

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    again = {**record(), "paper": {**record()["paper"], "title": "Old title"}}
    lines = [dump_line(again), b"torn\n", dump_line(failure()), dump_line(record())]
    (tmp_path / "papers.jsonl").write_bytes(b"".join(lines))
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with opened(folder) as session:
        yield TestClient(guarded(session, 8000, "secret"), base_url=f"{HERE}/secret/")


def opened(folder: Path, **more: Any) -> Session:
    corpus, journal = Corpus(folder / "papers.jsonl"), Journal(folder / "papers.review.jsonl")
    return Session(corpus, journal, "anna", Pdfs(), **more)


def decide(client: TestClient, *acts: dict[str, Any]) -> Any:
    return client.post("acts", json={"acts": list(acts)})


def about(verdict: str, key: str = "hardware", **more: Any) -> dict[str, Any]:
    return {"paper": SHA, "kind": "fact" if "=" in key else "question", "key": key, "verdict": verdict, **more}


def test_all_papers_at_a_glance(client: TestClient) -> None:
    told = client.get("corpus.json").json()
    assert [paper["title"] for paper in told["papers"]] == ["", "Counting moths"]
    assert told["papers"][0]["error"].startswith("bad.pdf: it is no PDF.")
    assert told["papers"][1]["cells"] == [
        [True, 0.95, "2 × NVIDIA TITAN X (training)", 2],
        [False, None, "not stated", None],
    ]
    assert [question["key"] for question in told["questions"]] == ["hardware", "randomness"]
    assert told["notices"] == ["papers.jsonl: lines 2 are no records, and left out"]
    assert (told["acts"], told["reviewer"]) == ([], "anna")


def test_a_paper_with_all_that_speaks_for_its_values(client: TestClient) -> None:
    hardware, randomness, gpu = client.get("paper/1.json").json()["items"]
    [place] = hardware["places"]
    assert place["quote"] == ["We trained on two ", "Titan X", " cards."]
    assert (place["page"], place["boxes"]) == (2, [[1.0, 2.1, 3.0, 4.0]])
    assert (randomness["stated"], randomness["value"]) == (False, None)
    assert [near["name"] for near in randomness["near"]] == ["GPU: NVIDIA TITAN X"]
    assert randomness["about"] == [
        ["The paper points elsewhere", "See the code."],
        ["Sections searched", "methods"],
        ["Looked for", "training.yaml:RANDOM_SEED"],
        ["Pages that could not be read", "3"],
    ]
    assert (gpu["kind"], gpu["key"], gpu["about"][0]) == ("fact", GPU, ["Status", "used (we trained)"])


def test_what_was_set_aside_stands_beside_a_value_too(folder: Path) -> None:
    made = record()
    [gpu] = made["facts"]
    for number, (value, status, confidence) in enumerate(
        [("NVIDIA V100", "mentioned", 0.9), ("NVIDIA A100", "negated", 0.6), ("NVIDIA T4", "used", 0.5)], start=2
    ):
        place = {**gpu["evidence"][0], "quote": f"Others had an {value}.", "page": number}
        made["facts"].append(
            {**gpu, "id": f"f{number}", "value": value, "status": status, "confidence": confidence, "evidence": [place]}
        )
    made["facts"].append({**made["facts"][1], "id": "f9", "label": "HARDWARE", "value": "laptop"})
    places = [{**gpu["evidence"][0], "page": page, "quote": f"Quote {page}."} for page in range(1, 21)]
    for count, shown in ((1, 2), (20, 7)):  # its fact has a place of its own
        made["answers"][0]["evidence"] = places[:count]
        (folder / "papers.jsonl").write_bytes(dump_line(made))
        with opened(folder) as session:
            hardware = session.items(0)[0]
        assert [near["name"] for near in hardware["near"]] == [
            "GPU: NVIDIA A100 (negated)",
            "GPU: NVIDIA V100 (mentioned)",
        ]
        assert len(hardware["places"]) == shown


def test_boxes_of_answers_come_from_their_facts_in_records_without(client: TestClient, folder: Path) -> None:
    old = record()
    for place in old["answers"][0]["evidence"]:
        del place["boxes"]
    (folder / "papers.jsonl").write_bytes(dump_line(old))
    (folder / "two").mkdir()
    shutil.move(folder / "papers.jsonl", folder / "two" / "papers.jsonl")
    with opened(folder / "two") as session:
        told = TestClient(guarded(session, 8000, "x"), base_url=f"{HERE}/x/").get("paper/0.json").json()
    assert told["items"][0]["places"][0]["boxes"] == [[1.0, 2.1, 3.0, 4.0]]


def test_a_decision_is_on_the_disk_with_who_when_and_on_what_ground(client: TestClient, folder: Path) -> None:
    place = {"page": 2, "quote": "We trained.", "words": "trained", "boxes": [[1, 2, 3, 4]]}
    reply = decide(client, about("edit", value="3 cards", note="n", **place))
    [act] = read_acts(folder / "papers.review.jsonl").acts
    assert (act.who, act.value, act.tool, act.fingerprint) == (
        "anna",
        "3 cards",
        "2 × NVIDIA TITAN X (training)",
        FINGERPRINT,
    )
    assert (act.page, act.quote, act.words, act.boxes, act.note) == (2, "We trained.", "trained", ((1, 2, 3, 4),), "n")
    assert act.when.endswith("Z")
    [[paper, kind, key, standing]] = reply.json()["cells"]
    assert (paper, kind, key, standing["value"]) == (SHA, "question", "hardware", "3 cards")


@pytest.mark.parametrize(
    ("sent", "verdict", "value"),
    [
        (about("accept"), "accept", "2 × NVIDIA TITAN X (training)"),
        (about("accept", "randomness"), "absent", None),
        (about("absent", value="x"), "absent", None),
        (about("edit", "randomness", value="7"), "missed", "7"),
        (about("missed", value="7"), "edit", "7"),
        (about("reject", reason="wrong role"), "reject", None),
        (about("reject", reason="wrong place"), "reject", "2 × NVIDIA TITAN X (training)"),
        (about("accept", GPU), "accept", "NVIDIA TITAN X"),
        (about("missed", "RANDOM_SEED=7", value="7"), "missed", "7"),
    ],
)
def test_one_decision_has_one_form(client: TestClient, folder: Path, sent: dict, verdict: str, value: str) -> None:
    assert decide(client, sent).status_code == 200
    [act] = read_acts(folder / "papers.review.jsonl").acts
    assert (act.verdict, act.value) == (verdict, value)


def test_undo_brings_back_what_stood_before(client: TestClient) -> None:
    decide(client, about("accept"))
    decide(client, about("edit", value="x"))
    assert decide(client, about("undo")).json()["cells"][0][3]["verdict"] == "accept"
    assert decide(client, about("undo")).json()["cells"][0][3] is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (about("edit", value=" "), "the new value is empty"),
        (about("edit", value="x" * 30_000), "a text in it is too long"),
        (about("reject"), "it has no reason"),
        (about("reject", reason="ugly"), "reason is none of"),
        (about("delete"), "verdict is none of"),
        (about("accept", "colour"), "the record says nothing of 'colour'"),
        (about("accept", GPU + "x"), "the record says nothing of"),
        ({**about("accept"), "paper": "f" * 64}, "its paper is none of the records"),
        ({**about("accept"), "boxes": [[1, 2]]}, "it is none"),
        ({}, "it is none"),
        ("x", "it is none"),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_is_written(
    client: TestClient, folder: Path, sent: Any, said: str
) -> None:
    reply = decide(client, about("accept"), sent)
    assert reply.status_code == 400
    assert said in reply.json()["error"]
    assert read_acts(folder / "papers.review.jsonl").acts == ()


def test_what_stood_before_stands_after_a_start_and_foreign_files_are_told(folder: Path) -> None:
    lines = [act("edit", value="3 cards"), act("absent", paper="f" * 64)]
    (folder / "papers.review.jsonl").write_bytes(b"".join(map(line_of, lines)) + b'{"review_ver')
    with opened(folder) as session:
        told = TestClient(guarded(session, 8000, "x"), base_url=f"{HERE}/x/").get("corpus.json").json()
    assert [one["value"] for one in told["acts"]] == ["3 cards"]
    assert told["notices"][0] == "papers.review.jsonl: line 3 is no act of a review, and left out"
    assert "decisions about 1 paper that is not in these records" in told["notices"][2]


def test_what_a_new_version_changed_is_shown(folder: Path) -> None:
    old = act("accept", value="1 card", tool="1 card", fingerprint="1.0 old none")
    (folder / "papers.review.jsonl").write_bytes(line_of(old))
    with opened(folder) as session:
        told = TestClient(guarded(session, 8000, "x"), base_url=f"{HERE}/x/").get("corpus.json").json()
    assert told["changed"] == [[SHA, "question", "hardware", "the tool now says '2 × NVIDIA TITAN X (training)'"]]


def test_a_search_looks_at_values_and_sentences(client: TestClient) -> None:
    assert client.get("search.json?q=TWO  titan").json()["hits"] == [
        [1, "hardware", "We trained on two Titan X cards."]
    ]
    [[number, key, quote]] = client.get("search.json?kind=fact&q=titan").json()["hits"]
    assert (number, key, quote) == (1, GPU, "We trained on two Titan X cards.")
    assert client.get("search.json?q=nothing").json()["hits"] == []
    assert client.get("search.json?q=").json()["hits"] == []


def test_a_paper_without_its_file_says_what_to_do(client: TestClient) -> None:
    reply = client.get("page/1/1.json")
    assert reply.status_code == 422
    assert reply.json()["error"] == (
        "in/moths.pdf: the file is not there, or has changed. Name the folder that holds it with --pdfs DIR."
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example:8000"},
        {"host": "127.0.0.1:9999"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_only_its_own_page_gets_answers(client: TestClient, folder: Path, headers: dict[str, str]) -> None:
    assert client.get("corpus.json", headers=headers).status_code == 403
    assert client.post("acts", json={"acts": [about("accept")]}, headers=headers).status_code == 403
    assert not (folder / "papers.review.jsonl").read_bytes()


@pytest.mark.parametrize("path", ["/", "/corpus.json", "/wrong/corpus.json", "/secret", "/secre/", "/secret2/"])
def test_without_the_token_there_is_nothing(client: TestClient, path: str) -> None:
    reply = client.get(HERE + path)
    assert (reply.status_code, "Counting" in reply.text) == (403, False)


@pytest.mark.parametrize("path", ["x.html", "../papers.jsonl", "%2e%2e%2fpapers.jsonl", "page/../../x", "paper/9.json"])
def test_no_other_file_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (400, 403, 404)


def test_every_answer_forbids_scripts_from_elsewhere_and_framing(client: TestClient) -> None:
    for path in ("", "review.js", "corpus.json", "none"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    page = client.get("").text
    assert "http" not in page.replace("http-equiv", "")  # nothing is fetched from elsewhere


def test_scripts_never_make_html_of_text() -> None:
    from dlextract.reviewing.app import PAGE
    from dlextract.viewing import ASSETS

    for folder in (PAGE, ASSETS):
        for script in folder.glob("*.js"):
            text = script.read_text(encoding="utf-8")
            for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "srcdoc"):
                assert way not in text, f"{script.name} has {way}"


def test_other_than_json_is_refused(client: TestClient) -> None:
    text = json.dumps({"acts": [about("accept")]})
    assert client.post("acts", content=text, headers={"content-type": "text/plain"}).status_code == 400
    assert client.post("acts", content="{", headers={"content-type": "application/json"}).status_code == 400
    assert client.post("acts", content="[]", headers={"content-type": "application/json"}).status_code == 400


def test_records_of_another_version_and_other_files_are_refused_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(dump_line({**record(), "schema_version": "2.0"}))
    with pytest.raises(OutputError, match=r"p\.jsonl:1: the record is of version 2\.0, and this dlextract reads 1\."):
        Corpus(path)
    path.write_bytes(b"title,year\n")
    with pytest.raises(OutputError, match="the line is no record of dlextract"):
        Corpus(path)
    with pytest.raises(OutputError, match="it cannot be read"):
        Corpus(tmp_path / "none.jsonl")


@pytest.mark.parametrize("bad", [{"cq": "<b>"}, {"question": 5}, {"ask": []}, {"cq": True}])
def test_a_crafted_record_is_left_out(tmp_path: Path, bad: dict[str, object]) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(dump_line(record()) + dump_line(record(**bad)))
    with Corpus(path) as corpus:
        assert ([row.source for row in corpus.rows], corpus.damaged) == (["in/moths.pdf"], [2])


def test_a_record_that_does_not_follow_the_schema_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(dump_line(record(searched="<b>", stated=False)))
    with (
        Corpus(path) as corpus,
        pytest.raises(OutputError, match="or holds what is no record"),
    ):
        corpus.record(0)
