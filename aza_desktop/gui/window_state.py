"""Sizes, columns and choices of the window, kept in ``window.ini``; never anything of a patient.

The key carries a version: Qt takes a saved state back even into a table of another shape.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

VERSION = "v1"
CHOICES = (
    "theme", "text_size", "rows", "language", "drug_names", "watched_folder",
    "backup_on", "backup_folder", "backup_months", "tour",
)  # fmt: skip
"""What belongs to the settings and no layout."""


class WindowState:
    """One file; without a path nothing is read or kept (screenshots, tests).

    may_write: False in a folder that can only be read: no file is made in it.
    """

    def __init__(self, path: Path | None, *, may_write: bool = True) -> None:
        self._settings = (
            QSettings(str(path), QSettings.Format.IniFormat) if path is not None else None
        )
        self._may_write = may_write

    @property
    def is_kept(self) -> bool:
        """False where nothing is remembered from one start to the next."""
        return self._settings is not None and self._may_write

    def save(self, key: str, value: QByteArray | str | int | list[str]) -> None:
        """Keep one value under ``ui/v1/<key>``."""
        if self._settings is not None and self._may_write:
            self._settings.setValue(f"ui/{VERSION}/{key}", value)
            self._settings.sync()

    def load(self, key: str, default: Any = None) -> Any:
        """The kept value, or the default."""
        if self._settings is None:
            return default
        return self._settings.value(f"ui/{VERSION}/{key}", default)

    def forget(self) -> None:
        """Reset the layout: sizes and columns go, what somebody chose in the settings stays."""
        if self._settings is not None and self._may_write:
            chosen = {key: self.load(key) for key in CHOICES if self.load(key) is not None}
            self._settings.remove(f"ui/{VERSION}")
            for key, value in chosen.items():
                self._settings.setValue(f"ui/{VERSION}/{key}", value)
            self._settings.sync()
