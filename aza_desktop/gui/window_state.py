"""Sizes, columns and choices of the window, kept in ``window.ini``; never anything of a patient.

The key carries a version: Qt takes a saved state back even into a table of another shape.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

VERSION = "v1"


class WindowState:
    """One file; without a path nothing is read or kept (screenshots, tests)."""

    def __init__(self, path: Path | None) -> None:
        self._settings = (
            QSettings(str(path), QSettings.Format.IniFormat) if path is not None else None
        )

    def save(self, key: str, value: QByteArray | str | int | list[str]) -> None:
        """Keep one value under ``ui/v1/<key>``."""
        if self._settings is not None:
            self._settings.setValue(f"ui/{VERSION}/{key}", value)
            self._settings.sync()

    def load(self, key: str, default: Any = None) -> Any:
        """The kept value, or the default."""
        if self._settings is None:
            return default
        return self._settings.value(f"ui/{VERSION}/{key}", default)

    def forget(self) -> None:
        """Reset the layout: everything of this version goes."""
        if self._settings is not None:
            self._settings.remove(f"ui/{VERSION}")
            self._settings.sync()
