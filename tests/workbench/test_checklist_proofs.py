"""Checklists are checked: mistakes, regexes, and examples that are read by rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlextract.resources import shipped
from dlextract.workbench.check import Checked, check


def checked(folder: Path, text: str) -> Checked:
    (folder / "mine" / "checklists").mkdir(parents=True)
    (folder / "mine" / "checklists" / "moths.yaml").write_text(text, encoding="utf-8")
    return check([shipped("patterns"), folder / "mine"], own_only=True)


@pytest.mark.slow
def test_examples_show_what_a_line_is(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        "network:\n"
        "  ask: Which network?\n"
        "  needs: {name: model, rate: {question: hyperparameters, labels: [LEARNING_RATE]}}\n"
        "  examples:\n"
        "    filled:\n"
        "      - We trained a ResNet-50 with a learning rate of 0.001.\n"
        "      - We trained a ResNet-50 on images.\n"
        "    partly: [We trained a ResNet-50 on images.]\n"
        "    silent: [We trained a ResNet-50 on images.]\n"
        "bare: {ask: What?, from: model}\n"
        "other: {ask: What?, as: dome.algorithm}\n",
    )
    file = f"{tmp_path}/mine/checklists/moths.yaml"
    assert [str(finding) for finding in found.findings] == [
        f"{file}:7:9: network: this example is partly, without rate, not filled.",
        f"{file}:9:14: network: this example is partly, without rate, not silent.",
        f"{file}:10:1: bare: no example. Write one under examples.",
    ]
    assert [finding.error for finding in found.findings] == [True, True, False]


def test_mistakes_and_regexes(tmp_path: Path) -> None:
    found = checked(tmp_path, "a: {ask: x, from: modle}\n")
    (finding,) = found.findings
    assert str(finding).endswith("moths.yaml:1:19: a: unknown question 'modle'. Did you mean 'model'?")
    assert finding.excerpt == "1 | a: {ask: x, from: modle}\n  |                   ^"
