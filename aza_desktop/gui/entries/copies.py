"""Nothing typed is lost: what could not be recorded goes into a file that a person chooses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from aza_desktop.texts import tr

UNSAVED = frozenset({"disk_full", "read_only", "in_use", "unreadable", "damaged", "unexpected"})
"""Why a write failed that no other answer would mend."""


def save_copy(parent: QWidget, text: str, *, suffix: str) -> str:
    """Ask for a place and write the text there; gives what to say, "" where nobody chose one."""
    wanted, _kind = QFileDialog.getSaveFileName(
        parent, tr("Save a copy of what was typed"), f"{tr('not recorded')}.{suffix}", f"*.{suffix}"
    )
    if not wanted:
        return ""
    path = Path(wanted)
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            out.write(text)
    except OSError as error:
        return tr("Not saved: {why}").format(why=error.strerror or "")
    said = tr("Copied into {file}. The file is not protected: keep it safe. Record it later.")
    return said.format(file=path.name)
