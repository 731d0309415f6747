"""How alike two names are: for warnings before a mix-up, never for joining anybody."""

from __future__ import annotations

NEAR = 2
"""Letters in which two names may differ and still be mistaken for one another."""


def distance(one: str, other: str, *, most: int | None = None) -> int:
    """How many letters must be put in, left out or changed to make one word the other.

    most: stop counting beyond it; any larger number is then as good as another.
    """
    if most is not None and abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row[0] = row[0], place
        for column, against in enumerate(other, start=1):
            changed = before + (letter != against)
            before = row[column]
            row[column] = min(row[column] + 1, row[column - 1] + 1, changed)
        if most is not None and min(row) > most:
            return most + 1
    return row[-1]


def is_near(one: str, other: str) -> bool:
    """Whether two folded names may be mistaken for one another."""
    return distance(one, other, most=NEAR) <= NEAR
