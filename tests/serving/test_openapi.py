"""The OpenAPI document is valid, and what the running server answers is what the document says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

pytest.importorskip("starlette", reason="the extra serve is not installed")
pytest.importorskip("uvicorn", reason="the extra serve is not installed")
pytest.importorskip("python_multipart", reason="the extra serve is not installed")
pytest.importorskip("prometheus_client", reason="the extra serve is not installed")

from running import Answer, Server, Settings, form, running

from dlextract.serving.openapi import document
from dlextract.serving.problems import CODES
from dlextract.serving.replies import FORMS, TABLES

DOCUMENT = document()
QUESTIONS = ({"cq": 20, "question": "hardware", "ask": "Which hardware?", "labels": ["GPU"]},)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(Settings(most=2 << 20, questions=QUESTIONS)) as one:
        yield one


def follows(answer: Answer, path: str, method: str) -> None:
    """Check an answer against the document: its status, its media type, and its content where that is JSON."""
    documented = DOCUMENT["paths"][path][method]["responses"][str(answer.status)]
    media = answer.headers["content-type"].partition(";")[0]
    schema = documented["content"][media]["schema"]
    if "json" in media:
        whole: dict[str, Any] = {"components": DOCUMENT["components"], **schema}
        Draft202012Validator(whole).validate(answer.json)
    if answer.status == 429:
        assert answer.headers["retry-after"]


def test_the_document_is_valid() -> None:
    validator = pytest.importorskip("openapi_spec_validator", reason="openapi-spec-validator is not installed")
    validator.validate(document())
    broken = document()
    del broken["info"]["title"]
    with pytest.raises(Exception, match="title"):
        validator.validate(broken)


def test_the_server_gives_the_document(server: Server) -> None:
    assert server.ask("GET", "/openapi.json").json == document()


def test_every_address_of_the_document_answers_as_it_says(server: Server, example: Path) -> None:
    for path, operations in DOCUMENT["paths"].items():
        address = path.replace("{number}", "2")
        paper = example.read_bytes() if "{number}" in path else b"We used A."
        for method in operations:
            answer = server.read(paper, address) if method == "post" else server.ask("GET", address)
            assert answer.status == 200
            follows(answer, path, method)
            for name in operations[method]["responses"]["200"].get("headers", ()):
                assert answer.headers[name.lower()]
            for other in {"POST", "GET", "PUT", "DELETE", "OPTIONS"} - {name.upper() for name in operations}:
                assert server.ask(other, address).code == "method_not_allowed"


def test_pages_that_are_not_there_are_answered_as_documented(server: Server, example: Path) -> None:
    for number in ("0", "5", "x", "-1", "9" * 5000, "1/2"):
        answer = server.read(example.read_bytes(), f"/pictures/{number}")
        follows(answer, "/pictures/{number}", "post")
        assert answer.code == ("unreadable" if number in ("0", "5") else "not_found")
    assert server.read("We used A.", "/pictures/1").code == "unreadable"


def test_forms_tables_and_problems_are_all_there() -> None:
    post = document()["paths"]["/papers"]["post"]
    assert list(post["responses"]["200"]["content"]) == list(FORMS)
    assert post["parameters"][1]["schema"]["enum"] == list(TABLES)
    told = " ".join(answer["description"] for status, answer in post["responses"].items() if status != "200")
    assert {code for code in CODES if f"{code}: " in told} == set(CODES) - {"not_found", "method_not_allowed"}
    assert all(str(CODES[code][0]) in post["responses"] for code in CODES if f"{code}: " in told)


HEADER = some.text(some.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip)
BODY = some.one_of(
    some.binary(max_size=1100),
    some.sampled_from([b"bad", b"mistake", b"We used A.", b"%PDF-1.4 no more", b"x" * 1001]),
    some.builds(lambda content, name: form(content, f'filename="{name}"')[0], some.binary(max_size=60), HEADER),
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    body=BODY,
    kind=some.one_of(HEADER, some.sampled_from(["", "text/plain", form(b"")[1], "multipart/form-data; boundary="])),
    accept=some.one_of(HEADER, some.sampled_from(["", "*/*", "text/csv;q=x", "text/html", "application/json;q=0"])),
    query=some.one_of(HEADER, some.sampled_from(["", "table=facts", "table=", "name=%00%ff", "name=..%2f&name=b"])),
)
def test_whatever_is_sent_is_answered_as_documented(
    server: Server, body: bytes, kind: str, accept: str, query: str
) -> None:
    target = "/papers?" + "".join(f"%{ord(char):02x}" if char in " #" else char for char in query)
    answer = server.ask("POST", target, body, Content_Type=kind, Accept=accept)
    follows(answer, "/papers", "post")
    if answer.status != 200:
        assert answer.code in CODES
    assert b"Traceback" not in answer.body
