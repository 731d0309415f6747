"""A look into the record: one consistent state, from a connection that cannot write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Reading:
    """An open read transaction on the file at `path`."""

    connection: sa.Connection
    path: Path
