"""Puts into a wheel what the shipped regexes need of a text (``dlextract.literals``): working it out takes seconds."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WordsHook(BuildHookInterface):  # type: ignore[misc]
    """Adds ``dlextract/_shipped/words.json`` to wheels; editable installs work it out and keep it in the cache."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the file and name it to the builder."""
        if version == "editable":
            return
        os.environ["DLEXTRACT_CACHE"] = "off"
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from dlextract.finding.parameter_names import Headings
            from dlextract.finding.setting_names import SettingNames
            from dlextract.patterns import load_knowledge
            from dlextract.sieve import dump_needs

            knowledge = load_knowledge([Path(self.root) / "patterns"])
            rules = [rule.regex for pattern in knowledge.patterns.values() for rule in pattern.rules]
            cues = [cue.regex for cue in knowledge.cues]
            made = dump_needs([*rules, *cues, *SettingNames(knowledge).regexes, *Headings(knowledge).regexes])
        finally:
            sys.path.pop(0)
        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name) / "words.json"
        file.write_text(made, encoding="utf-8")
        build_data["force_include"][str(file)] = "dlextract/_shipped/words.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the file, which the wheel holds now."""
        if version != "editable":
            self._folder.cleanup()
