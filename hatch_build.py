"""Puts into a wheel what is worked out of the shipped patterns (``dlextract.prepared``): otherwise it takes seconds."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparingHook(BuildHookInterface):  # type: ignore[misc]
    """Adds files to ``dlextract/_shipped`` of wheels; editable installs work them out and keep them in the cache."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files and name them to the builder."""
        if version == "editable":
            return
        os.environ["DLEXTRACT_CACHE"] = "off"
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from dlextract.preparing import prepare

            self._folder = tempfile.TemporaryDirectory()
            for file in prepare(Path(self.root) / "patterns", Path(self._folder.name)):
                build_data["force_include"][str(file)] = f"dlextract/_shipped/{file.name}"
        finally:
            sys.path.pop(0)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the files, which the wheel holds now."""
        if version != "editable":
            self._folder.cleanup()
