"""Where an entry of a TOML text stands, so that a refusal can name the line."""

from __future__ import annotations

import re
from collections import Counter

_HEADING = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?")
_ENTRY = re.compile(r"\s*([A-Za-z0-9_\-]+(?:\s*\.\s*[A-Za-z0-9_\-]+)*)\s*=")
_QUOTES = ('"""', "'''")


def lines_of(text: str) -> dict[str, int]:
    """The line of every heading and entry, by its path: ``parameters.ta_stop_uln.value``.

    A table of an array carries its place: ``mark[0].code``.
    """
    found: dict[str, int] = {}
    counts: Counter[str] = Counter()
    heading = ""
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        opened = _HEADING.match(line)
        entry = _ENTRY.match(line)
        if opened:
            heading = opened[2]
            if opened[1] == "[[":
                counts[heading] += 1
                heading = f"{heading}[{counts[heading] - 1}]"
            found.setdefault(heading, number)
        elif entry:
            path = re.sub(r"\s", "", entry[1])
            path = f"{heading}.{path}" if heading else path
            for end in _ends_of(path):
                found.setdefault(end, number)
        closing = next((q for q in _QUOTES if line.count(q) % 2), "")
    return found


def line_of(found: dict[str, int], path: str) -> int:
    """The line of the entry, else of the nearest table that should hold it, else the first."""
    while path:
        if path in found:
            return found[path]
        path = path.rpartition(".")[0]
    return 1


def _ends_of(path: str) -> list[str]:
    """The path and every table on the way to it: ``a.b.c`` gives ``a``, ``a.b``, ``a.b.c``."""
    steps = path.split(".")
    return [".".join(steps[: count + 1]) for count in range(len(steps))]
