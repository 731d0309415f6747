"""The names of the tests as they stand in the list of analytes, before any folding."""

from __future__ import annotations

import tomllib
from functools import cache

from aza_desktop.paths import resources_folder


@cache
def names_by_code() -> dict[str, tuple[str, ...]]:
    """code -> every name in every language."""
    text = (resources_folder() / "analytes.toml").read_text(encoding="utf-8")
    return {
        entry["code"]: tuple(name for names in entry["names"].values() for name in names)
        for entry in tomllib.loads(text)["analyte"]
    }
