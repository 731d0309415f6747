"""How large a file may be before it is refused, so that no file can stop the clinic's computer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file: bytes, rows, columns and characters in a cell; and on an archive.

    ratio: how many times its packed size an archive may unpack to.
    """

    file_bytes: int = 200 * 1024 * 1024
    rows: int = 1_000_000
    columns: int = 200
    cell: int = 32 * 1024
    unpacked_bytes: int = 400 * 1024 * 1024
    ratio: int = 100


LIMITS = Limits()
"""The bounds used unless the clinic sets others."""
