"""A word index in memory over texts that travel with the program; it holds nothing of a patient."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import sqlcipher3.dbapi2 as driver

_WORD = re.compile(r"\w+", re.UNICODE)
_TITLE_WEIGHT = "8.0"
OPEN, CLOSE = "\x02", "\x03"
"""What stands before and after a found word in an excerpt."""


@dataclass(frozen=True, slots=True)
class IndexedText:
    """One text that can be found. key: whatever tells the finder which one it is, unique."""

    key: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class FoundText:
    """key of the text, and the words around the find; found words between OPEN and CLOSE."""

    key: str
    excerpt: str


class TextIndex:
    """Finds texts by words, word beginnings and word stems (SQLite FTS5), best first."""

    def __init__(self, texts: Iterable[IndexedText]) -> None:
        self._connection = driver.connect(":memory:", check_same_thread=False)
        self._connection.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(key UNINDEXED, title, body, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        self._connection.executemany(
            "INSERT INTO texts VALUES (?, ?, ?)", [(t.key, t.title, t.body) for t in texts]
        )

    def find(self, wanted: Iterable[str], *, most: int) -> tuple[FoundText, ...]:
        """Texts with all of the words; where there are none, texts with any of them.

        The last letters of a word may be missing. No words: nothing.
        """
        words = [found for each in wanted for found in _WORD.findall(each)]
        if not words:
            return ()
        terms = [f'"{word}"*' for word in words]
        found = self._rows(" AND ".join(terms), most)
        return found or self._rows(" OR ".join(terms), most)

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()

    def _rows(self, query: str, most: int) -> tuple[FoundText, ...]:
        rows = self._connection.execute(
            "SELECT key, snippet(texts, 2, ?, ?, '…', 26) FROM texts WHERE texts MATCH ? "
            f"ORDER BY bm25(texts, 0.0, {_TITLE_WEIGHT}, 1.0), key LIMIT ?",
            (OPEN, CLOSE, query, most),
        )
        return tuple(FoundText(str(key), str(excerpt)) for key, excerpt in rows)
