"""A review in a real browser: the server, and pages that note whatever goes wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

for package in ("playwright.sync_api", "starlette", "uvicorn", "PIL"):
    pytest.importorskip(package, reason="playwright or the extra review is not installed")

MARKS = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed (Debian: apt install chromium)"),
]
"""Marks of all tests in a browser."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server:
    """``dlextract review`` on the records of a folder; ``address`` is where it answers."""

    def __init__(self, folder: Path, *more: str) -> None:
        options = more or ("--reviewer", "anna")
        command = [sys.executable, "-m", "dlextract", "review", "papers.jsonl", "--no-browser", *options]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+/\S+/", self.process.stdout.readline())
        assert found, self.process.communicate()[1]
        self.address = found[0]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def chromium(profile: Path) -> Iterator[Any]:
    """Run a browser with a profile of its own, and give it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=CHROMIUM, args=FLAGS, headless=True, viewport={"width": 1400, "height": 900}
        )
        context.set_default_timeout(30_000)
        yield context
        context.close()


def watched(browser: Any) -> Any:
    """Return a new page that notes errors, dialogs and whatever it asks of other machines in ``problems``."""
    page = browser.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: page.problems.append("dialog"))
    page.on("request", lambda asked: page.problems.append(asked.url) if not local(asked.url) else None)
    return page


def local(url: str) -> bool:
    return url.startswith("http://127.0.0.1:")


def opened(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("body[data-ready]")


def heading(page: Any, starting: str) -> None:
    """Wait until the item is shown whose heading starts so."""
    page.wait_for_function("start => document.querySelector('#item h1')?.textContent.startsWith(start)", arg=starting)
