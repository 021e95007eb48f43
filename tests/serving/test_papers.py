"""Papers over HTTP: a running server, a real client, and the fake reader in real workers."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_reader import report_of
from jsonschema import Draft202012Validator

pytest.importorskip("starlette", reason="the extra serve is not installed")
pytest.importorskip("uvicorn", reason="the extra serve is not installed")
pytest.importorskip("python_multipart", reason="the extra serve is not installed")
pytest.importorskip("prometheus_client", reason="the extra serve is not installed")

from running import SOON, Server, Settings, form, running

from dlextract.bulk.pool import Limits
from dlextract.serving.problems import CODES
from dlextract.writing import dump_line, schema_text, stream, to_dict

TEXT = "We used GPU7. It was fast."
QUESTIONS = ({"cq": 20, "question": "hardware", "ask": "Which hardware?", "labels": ["GPU"]},)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(Settings(most=1000, questions=QUESTIONS)) as one:
        yield one


def line_of(text: str, source: str) -> bytes:
    return dump_line(
        to_dict(report_of(text, source)) | {"dlextract": {"version": "0", "patterns": "sha256:0", "model": "none"}}
    )


def test_a_paper_gives_its_record(server: Server) -> None:
    answer = server.read(TEXT, "/papers?name=a.txt")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.body == line_of(TEXT, "a.txt")
    Draft202012Validator(json.loads(schema_text())).validate(answer.json)


def test_nothing_of_an_answer_may_be_stored_guessed_or_framed(server: Server) -> None:
    for answer in (server.read(TEXT), server.ask("GET", "/health"), server.ask("GET", "/no")):
        marks = ("cache-control", "x-content-type-options", "referrer-policy", "x-frame-options")
        assert [answer.headers[name] for name in marks] == ["no-store", "nosniff", "no-referrer", "DENY"]
        assert not any(name.startswith("access-control") for name in answer.headers)
        assert "server" not in answer.headers


def test_the_form_is_the_one_that_accept_likes_best(server: Server) -> None:
    record = json.loads(line_of(TEXT, "-"))

    def body(form: str, table: str = "answers") -> bytes:
        return b"".join(stream([record], form, several=False, table=table, base=None))

    html = server.read(TEXT, Accept="text/html, application/json;q=0.5")
    assert (html.headers["content-type"], html.body) == ("text/html; charset=utf-8", body("html"))
    csv = server.read(TEXT, Accept="text/csv")
    assert (csv.headers["content-type"], csv.body) == ("text/csv; charset=utf-8", body("csv"))
    assert server.read(TEXT, "/papers?table=facts", Accept="text/csv").body == body("csv", "facts")
    assert server.read(TEXT, Accept="text/*;q=0.1, application/json;q=0").body == body("html")
    turtle = server.read(TEXT, Accept="text/turtle")
    assert (turtle.headers["content-type"], turtle.body) == ("text/turtle; charset=utf-8", body("ttl"))
    assert server.read(TEXT, Accept="image/png, */*;q=0.1").body == line_of(TEXT, "-")


def test_html_has_no_links_to_files_that_are_not_there(server: Server) -> None:
    page = server.read(TEXT, "/papers?name=paper.pdf", Accept="text/html").body
    assert b"p. 1:" in page
    assert all(target.startswith(b"#") for target in re.findall(rb'href="([^"]*)"', page))


@pytest.mark.parametrize(
    ("sent", "called"),
    [
        ('filename="a b.pdf"', "a b.pdf"),
        ('filename="/etc/passwd"', "passwd"),
        ('filename="C:\\\\papers\\\\x.pdf"', "x.pdf"),
        ('filename="..\\\\.."', ".."),
        ('filename=""', "-"),
        ('filename="\u202egpj.exe"', "gpj.exe"),
    ],
)
def test_a_form_names_the_paper_by_the_last_part_of_its_path(server: Server, sent: str, called: str) -> None:
    body, kind = form(TEXT.encode(), sent)
    assert server.ask("POST", "/papers", body, Content_Type=kind).json["paper"]["source"] == called


@pytest.mark.parametrize(
    ("kind", "name", "called"),
    [
        ("text/html", "", "-.html"),
        ("application/xml", "a.txt", "a.txt.xml"),
        ("text/xml", "a.nxml", "a.nxml"),
        ("text/html", "a.HTM", "a.HTM"),
    ],
)
def test_markup_is_called_so(server: Server, kind: str, name: str, called: str) -> None:
    answer = server.read(TEXT, f"/papers?name={name}", Content_Type=f"{kind}; charset=utf-8")
    assert answer.json["paper"]["source"] == called


def test_a_name_in_the_address_wins(server: Server) -> None:
    body, kind = form(TEXT.encode())
    answer = server.ask("POST", "/papers?name=dir/b.pdf", body, Content_Type=kind)
    assert answer.body == line_of(TEXT, "b.pdf")


def test_large_files_of_forms_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    def disk(*more: object, **settings: object) -> None:
        raise AssertionError("a file was made")

    body, kind = form(b"We used " + b"x" * (3 << 20))
    with running() as one:
        monkeypatch.setattr(tempfile, "TemporaryFile", disk)
        assert one.ask("POST", "/papers", body, Content_Type=kind).status == 200


BAD = form(b"", more=b"")[1]


@pytest.mark.parametrize(
    ("path", "body", "headers", "code"),
    [
        ("/papers", b"", {}, "bad_request"),
        ("/papers?table=no", b"x", {}, "bad_request"),
        ("/papers", b"no form", {"Content_Type": BAD}, "bad_request"),
        ("/papers", b"no form", {"Content_Type": "multipart/form-data"}, "bad_request"),
        ("/papers", b"--edge--\r\n", {"Content_Type": BAD}, "bad_request"),
        ("/papers", form(b"x", "no")[0], {"Content_Type": BAD}, "bad_request"),
        ("/papers", form(b"x", 'filename="a"', form(b"y")[0][:-10])[0], {"Content_Type": BAD}, "bad_request"),
        ("/papers", form(b"")[0], {"Content_Type": BAD}, "bad_request"),
        ("/papers", b"x", {"Origin": "https://evil.example"}, "cross_site"),
        ("/papers", b"x", {"Origin": "null"}, "cross_site"),
        ("/papers", b"x", {"Sec_Fetch_Site": "cross-site"}, "cross_site"),
        ("/paper", b"x", {}, "not_found"),
        ("/papers/../../etc/passwd", b"x", {}, "not_found"),
        ("/questions", b"x", {}, "method_not_allowed"),
        ("/papers", b"x", {"Accept": "image/png"}, "not_acceptable"),
        ("/papers", b"x", {"Accept": "application/json;q=0"}, "not_acceptable"),
        ("/papers", b"x", {"Accept": "application/json;q=nan"}, "not_acceptable"),
        ("/papers", b"x", {"Accept": "," * 3000}, "not_acceptable"),
        ("/papers", b"x" * 1001, {}, "too_large"),
        ("/papers", form(b"x" * 1001)[0], {"Content_Type": BAD}, "too_large"),
        ("/papers", form(b"x" * 20_000)[0], {"Content_Type": BAD}, "too_large"),
        ("/papers", b"x", {"Content_Type": "application/json"}, "unsupported_type"),
        ("/papers", b"x", {"Host": "evil.example"}, "wrong_host"),
        ("/papers", b"x", {"Host": ""}, "wrong_host"),
        ("/papers", b"x", {"Host": "127.0.0.1.evil.example"}, "wrong_host"),
        ("/papers", b"x", {"Host": "localhost@evil.example"}, "wrong_host"),
        ("/papers", b"bad", {}, "unreadable"),
        ("/papers", b"mistake", {}, "internal"),
    ],
)
def test_a_bad_request_is_answered_with_its_code(
    server: Server, path: str, body: bytes, headers: dict[str, str], code: str
) -> None:
    answer = server.read(body, path, **headers)
    assert answer.code == code
    assert answer.status == CODES[code][0]
    for word in (b"/", b"Traceback", b"File", b"line "):
        assert (
            word
            not in answer.json["detail"]
            .replace("application/", "")
            .replace("text/", "")
            .replace("multipart/", "")
            .encode()
        )


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:80"])
def test_loopback_has_three_names(server: Server, host: str) -> None:
    assert server.ask("GET", "/health", Host=host).status == 200


def test_the_own_page_may_send_papers(server: Server) -> None:
    own = f"http://127.0.0.1:{server.port}"
    assert server.read(TEXT, Origin=own, Sec_Fetch_Site="same-origin").status == 200


def test_a_body_that_does_not_say_its_size_is_stopped_where_it_is_too_large(server: Server) -> None:
    answer = server.ask("POST", "/papers", iter([b"x" * 400] * 3), Content_Type="text/plain")
    assert answer.code == "too_large"


def test_the_other_addresses(server: Server) -> None:
    assert server.ask("GET", "/questions").json == list(QUESTIONS)
    schema = server.ask("GET", "/schema")
    assert (schema.headers["content-type"], schema.body.decode()) == ("application/schema+json", schema_text())
    server.read(TEXT)
    health = server.ask("GET", "/health").json
    assert (health["status"], health["waiting"], health["reading"]) == ("ok", 0, 0)
    assert server.ask("HEAD", "/health").body == b""


def test_metrics_count_answers_and_papers() -> None:
    parser = pytest.importorskip("prometheus_client.parser")
    with running() as one:
        one.read(TEXT)
        one.read("bad")
        one.ask("GET", "/no")
        answer = one.ask("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    counts = {
        (sample.name, *sample.labels.values()): sample.value
        for family in parser.text_string_to_metric_families(answer.body.decode())
        for sample in family.samples
    }
    assert counts["dlextract_papers_total", "read"] == counts["dlextract_papers_total", "PaperError"] == 1
    assert [counts["dlextract_requests_total", status] for status in ("200", "422", "404")] == [1, 1, 1]
    assert counts["dlextract_paper_seconds_count",] == 2
    assert counts["dlextract_workers",] == 1
    assert counts["dlextract_papers_waiting",] == counts["dlextract_papers_reading",] == 0


def test_a_paper_that_takes_too_long_is_given_up() -> None:
    with running(limits=Limits(seconds=1)) as one:
        answer = one.read("hang", "/papers?name=a.txt")
        assert (answer.status, answer.code) == (504, "time_limit")
        assert answer.json["detail"] == "a.txt: it takes longer than 1 s. Raise --timeout, or leave the file out."


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_paper_that_ends_its_process_takes_no_other_along(server: Server) -> None:
    assert server.read("abort").code == "crash"
    assert server.read(TEXT).status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="memory limits need Linux")
def test_a_paper_that_needs_too_much_memory_is_given_up() -> None:
    with running(limits=Limits(memory=300 << 20)) as one:
        assert one.read("grow").code == "memory_limit"


def test_a_paper_that_does_not_arrive_is_not_waited_for() -> None:
    with running(Settings(arrival=0.3)) as one:
        connection = one.connect()
        connection.putrequest("POST", "/papers")
        connection.putheader("Content-Length", "10")
        connection.endheaders(b"half")
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["code"]) == (408, "too_slow")
        connection.close()
        assert one.read(TEXT).status == 200


class Hanging:
    """A client whose paper takes for ever."""

    def __init__(self, server: Server) -> None:
        self.connection = server.connect()
        self.connection.request("POST", "/papers", b"hang", {"Content-Type": "text/plain"})


def until(server: Server, **wanted: int) -> None:
    """Wait until /health says so."""
    pause = threading.Event()
    for _ in range(SOON * 50):
        health = server.ask("GET", "/health").json
        if all(health[name] == value for name, value in wanted.items()):
            return
        pause.wait(0.02)
    raise AssertionError(health)


def test_a_full_queue_says_when_to_come_again_and_a_client_that_hangs_up_frees_its_place() -> None:
    with running(places=2) as one:
        first, second = Hanging(one), Hanging(one)
        until(one, reading=1, waiting=1)
        refused = one.read(TEXT)
        assert (refused.status, refused.code, refused.headers["retry-after"]) == (429, "queue_full", "5")
        second.connection.close()
        first.connection.close()
        until(one, reading=0, waiting=0)
        assert one.read(TEXT).status == 200


def test_a_client_that_hangs_up_while_it_sends_frees_its_place() -> None:
    with running(places=1) as one:
        connection = one.connect()
        connection.putrequest("POST", "/papers")
        connection.putheader("Content-Length", "10")
        connection.endheaders(b"half")
        pause = threading.Event()
        while one.read(TEXT).status != 429:
            pause.wait(0.02)
        connection.close()
        while one.read(TEXT).status != 200:
            pause.wait(0.02)


def test_the_end_finishes_what_is_being_read_and_tells_the_others() -> None:
    answers = {}
    with running() as one:
        one.read(TEXT)  # a worker is ready

        def send(text: str) -> None:
            answers[text] = one.read(text)

        slow = threading.Thread(target=send, args=("slow We used GPU8",))
        slow.start()
        until(one, reading=1)
        waits = threading.Thread(target=send, args=(TEXT,))
        waits.start()
        until(one, waiting=1)
        one.stop.set()
        slow.join(SOON)
        waits.join(SOON)
        one.thread.join(SOON)
        with pytest.raises(ConnectionError):
            one.ask("GET", "/health")
    assert answers["slow We used GPU8"].json["answers"][0]["text"] == "GPU8 (training)."
    assert (answers[TEXT].status, answers[TEXT].code) == (503, "stopping")


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_papers_and_records_are_kept_only_where_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    with running(Settings(keep=folder)) as one:
        record = one.read(TEXT, "/papers?name=../../a.txt", Accept="text/csv")
        one.read("bad")
        assert record.status == 200
        name = report_of(TEXT).paper.sha256
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
            f"{name}.txt": TEXT.encode(),
            f"{name}.json": line_of(TEXT, "a.txt"),
        }
        modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        assert (stat.S_IMODE(folder.stat().st_mode), modes) == (0o700, {0o600})
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        assert one.read(TEXT).code == "not_kept"
