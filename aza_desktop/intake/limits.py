"""How large a file may be before it is refused, so that no file can stop the clinic's computer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file: bytes, rows, columns and characters in a cell."""

    file_bytes: int = 200 * 1024 * 1024
    rows: int = 1_000_000
    columns: int = 200
    cell: int = 32 * 1024


LIMITS = Limits()
"""The bounds used unless the clinic sets others."""
