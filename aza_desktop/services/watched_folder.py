"""A folder into which a laboratory puts its files: what lies there and was not taken in yet.

It is only looked at. A file is offered once it is still: the same size at two looks, so that one
that is being written is not. What was taken in already is known by its content, not by its name.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from aza_desktop.intake.limits import LIMITS
from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import imports as shelf

ENDINGS = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".hl7", ".oru", ".json", ".ndjson")
_MOST = 500
"""Files that are looked at; a folder with more of them is no post-box."""

Signature = tuple[int, int]
"""Size in bytes and time of the last change, in nanoseconds."""


@dataclass(slots=True)
class FolderWatch:
    """What was seen at the last look. One for each folder that is watched."""

    folder: Path
    _seen: dict[Path, Signature] = field(default_factory=dict)
    _hashes: dict[tuple[Path, Signature], str] = field(default_factory=dict)

    def look(self, clinic: Clinic) -> tuple[Path, ...]:
        """The files that are still and new, oldest first; nothing where the folder is away."""
        now = _files(self.folder)
        still = {path: sign for path, sign in now.items() if self._seen.get(path) == sign}
        self._seen = now
        hashes = {path: self._hash(path, sign) for path, sign in still.items()}
        with clinic.store.reading() as reading:
            fresh = [
                path for path, sha in hashes.items() if sha and not shelf.is_known(reading, sha)
            ]
        return tuple(sorted(fresh, key=lambda path: (now[path][1], path.name)))

    def _hash(self, path: Path, sign: Signature) -> str:
        known = self._hashes.get((path, sign))
        if known is None:
            known = self._hashes[path, sign] = _sha256(path)
        return known


def _files(folder: Path) -> dict[Path, Signature]:
    found: dict[Path, Signature] = {}
    try:
        for path in sorted(folder.iterdir())[:_MOST]:
            if path.suffix.casefold() in ENDINGS and path.is_file() and not path.is_symlink():
                told = path.stat()
                if 0 < told.st_size <= LIMITS.file_bytes:
                    found[path] = (told.st_size, told.st_mtime_ns)
    except OSError:
        return {}
    return found


def _sha256(path: Path) -> str:
    """The hash under which an import would keep it; empty where it cannot be read."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""
