"""``dlextract mcp`` as a client starts it: a process, its standard input and output, and the real reader."""

from __future__ import annotations

import base64
import os
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import ImageContent
from PIL import Image

from dlextract.cli.door import run

pytestmark = pytest.mark.slow


def test_an_agent_reads_looks_and_asks_why(example: Path) -> None:
    async def talk() -> None:
        arguments = ["-m", "dlextract", "mcp", str(example.parent), "-j", "1"]
        cache = {"DLEXTRACT_CACHE": os.environ["DLEXTRACT_CACHE"]}
        started = stdio_client(StdioServerParameters(command=sys.executable, args=arguments, env=cache))
        async with Client(started) as client:
            answer = await found(client, "answer", paper=example.name, cq=20)
            assert answer["stated"]
            assert "A5000" in answer["short"].upper()
            (fact,) = answer["facts"]
            seen = await client.call_tool("evidence", {"paper": answer["paper"], "id": fact})
            looked_at(seen.content[1], seen.structured_content or {})
            why = await found(client, "explain", paper=example.name, cq=20)
            assert [one["status"] for one in why["candidates"] if one["fact"] == fact] == ["used"]
            assert why["because"]
            assert why["chance"] > 0.9
            page = (await client.read_resource(f"dlextract://paper/{answer['paper']}/page/1.jpg")).contents[0]
            assert page.mime_type == "image/jpeg"
            outside = await client.call_tool("read_paper", {"paper": "/etc/passwd"})
            assert outside.is_error

    anyio.run(talk)


async def found(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return result.structured_content or {}


def looked_at(content: Any, evidence: dict[str, Any]) -> None:
    """Check that the picture is the page, and that a line stands around the box."""
    assert isinstance(content, ImageContent)
    assert content.mime_type == "image/jpeg"
    x0, y0, _, _ = evidence["quotes"][0]["boxes"][0]
    with Image.open(BytesIO(base64.b64decode(content.data))) as picture:
        assert picture.width == pytest.approx(612 * 96 / 72, abs=40)
        red, green, blue = picture.getpixel((round((x0 + 5) * 96 / 72), round((y0 - 1.5) * 96 / 72)))
    assert red > 150
    assert red > green + 50
    assert red > blue + 50


def test_without_folders_or_with_one_that_is_none_it_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> tuple[int, str, str]:
        code = run(["mcp", *arguments])
        return code, *capfd.readouterr()

    assert said() == (2, "", "dlextract mcp: Missing argument 'FOLDER...'. See dlextract mcp --help.\n")
    gone = tmp_path / "gone"
    line = f"{gone}: there is no such folder. Name the folders that hold your papers.\n"
    assert said(str(gone)) == (2, "", line)
