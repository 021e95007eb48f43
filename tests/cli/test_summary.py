"""``dlextract summary`` on records of the fake reader."""

from __future__ import annotations

import json
from pathlib import Path

from caller import Call


def test_every_format_and_the_errors(call: Call) -> None:
    for name in "ab":
        Path(f"{name}.txt").write_text(f"We used {name}.")
    call("a.txt", "b.txt", "-q", "-o", "all.jsonl")
    said = call("summary", "all.jsonl")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("2 papers read\n\nWhat the papers state\n")
    assert json.loads(call("summary", "all.jsonl", "-f", "json").out)["papers"] == {"read": 2, "failed": 0, "copies": 0}
    for name, begin in (("new/s.html", "<!DOCTYPE html>"), ("s.csv", "kind,name,ask"), ("s.txt", "2 papers read")):
        assert call("summary", "all.jsonl", "-o", name).out == ""
        assert Path(name).read_text().startswith(begin)
    said = call("summary", "all.jsonl", "-o", "all.jsonl")
    assert (said.code, said.err) == (2, "-o all.jsonl: this is one of the inputs. Choose another output.\n")
    said = call("summary", "none.jsonl")
    assert (said.code, said.err) == (2, "none.jsonl: it cannot be read (No such file or directory). Check the path.\n")
    Path("empty.jsonl").write_text("")
    said = call("summary", "empty.jsonl")
    assert (said.code, said.err) == (2, "empty.jsonl: there is no record in it. Read some papers first.\n")
