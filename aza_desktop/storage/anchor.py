"""The head of the audit chain, kept beside the record: a shortened or older record shows itself."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from aza_desktop.storage.audit import Head


def anchor_path(database: Path) -> Path:
    return database.with_suffix(".head")


def drop(database: Path, head: Head) -> None:
    """Remember where the chain stood after a commit. A failure here never undoes the write."""
    path = anchor_path(database)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        fresh.write_text(json.dumps({"seq": head.seq, "hash": head.hash}), encoding="utf-8")
        fresh.replace(path)


def last_seen(database: Path) -> Head | None:
    """Where the chain stood when this workstation last wrote; None if nothing readable is kept."""
    try:
        kept = json.loads(anchor_path(database).read_text(encoding="utf-8"))
        return Head(int(kept["seq"]), str(kept["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
