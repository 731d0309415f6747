"""The manual and the protocols' own words, read and searched offline.

A question in plain words ("what does the protocol say about vomiting") is answered with the
statement that says it, its number and its source; then with the pages that explain the work.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.paths import resources_folder
from aza_desktop.storage.text_search import CLOSE, OPEN, IndexedText, TextIndex

MOST = 20
_TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_BLANKS = re.compile(r"\s+")
_ASKING = frozenset(
    re.findall(
        r"\w+",
        "a about an and are article at be by can do does for from has have how i if in is it its "
        "of on or our protocol say says should show shows tell than that the their there this to "
        "was we what when where which who why will with you your",
    )
)
"""Words of a question that say nothing about what is asked."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page of the manual. id: the file's name without ending; markup: HTML for a browser."""

    id: str
    title: str
    markup: str


@dataclass(frozen=True, slots=True)
class HelpHit:
    """One answer. kind: ``statement``, ``contradiction``, ``mark``, ``source`` or ``page``.

    target: id of the page, or of the statement, mark or source. source: what it rests on, "" for
    the manual's own pages. excerpt: found words stand between OPEN and CLOSE of the index.
    """

    kind: str
    target: str
    title: str
    excerpt: str
    source: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """hit: without the excerpt, which comes from the index. body: what is searched."""

    hit: HelpHit
    body: str


def help_folder() -> Path:
    """Where the pages and their pictures lie."""
    return resources_folder() / "help"


@cache
def help_pages() -> tuple[HelpPage, ...]:
    """Every page, in the order of the table of contents (`contents.txt`)."""
    folder = help_folder() / "pages"
    order = (folder / "contents.txt").read_text(encoding="utf-8").split()
    return tuple(_page(folder / f"{name}.html") for name in order)


class HelpSearch:
    """The index over the manual and the given protocols; build it once, ask it often."""

    def __init__(self, protocols: Iterable[Protocol]) -> None:
        entries = {f"{e.hit.kind}:{e.hit.target}": e for e in _entries(tuple(protocols))}
        self._entries = entries
        self._index = TextIndex(
            IndexedText(key, entry.hit.title, entry.body) for key, entry in entries.items()
        )

    def find(self, question: str) -> tuple[HelpHit, ...]:
        """Answers to a question, best first; statements before pages where both fit as well.

        A question of nothing but asking words finds nothing.
        """
        words = [w for w in re.findall(r"\w+", question) if w.casefold() not in _ASKING]
        found = self._index.find(words, most=MOST)
        hits = []
        for each in found:
            known = self._entries[each.key].hit
            hits.append(HelpHit(known.kind, known.target, known.title, each.excerpt, known.source))
        return tuple(hits)


def marked(excerpt: str) -> str:
    """An excerpt as HTML with the found words in bold."""
    return html.escape(excerpt).replace(OPEN, "<b>").replace(CLOSE, "</b>")


def _page(path: Path) -> HelpPage:
    markup = path.read_text(encoding="utf-8")
    title = _TITLE.search(markup)
    return HelpPage(path.stem, _plain(title[1]) if title else path.stem, markup)


def _plain(markup: str) -> str:
    return _BLANKS.sub(" ", html.unescape(_TAG.sub(" ", markup))).strip()


def _entries(protocols: tuple[Protocol, ...]) -> Iterator[_Entry]:
    """Texts that several protocols share stand once: the first protocol's, which is used most."""
    for protocol in protocols:
        yield from _statements(protocol)
        yield from _marks(protocol)
        yield from _sources(protocol)
    for page in help_pages():
        yield _Entry(HelpHit("page", page.id, page.title, "", ""), _plain(page.markup))


def _statements(protocol: Protocol) -> Iterator[_Entry]:
    for statement in protocol.statements:
        source = _cited(protocol, statement.cites)
        hit = HelpHit("statement", statement.id, statement.id, "", source)
        yield _Entry(hit, statement.says)
    for each in protocol.contradictions:
        hit = HelpHit("contradiction", each.id, each.id, "", _cited(protocol, each.cites))
        yield _Entry(hit, each.text)


def _marks(protocol: Protocol) -> Iterator[_Entry]:
    for code, mark in protocol.marks.items():
        words = " ".join((mark.title, mark.clinician, mark.patient or ""))
        yield _Entry(HelpHit("mark", code, mark.title, "", ", ".join(mark.statements)), words)


def _sources(protocol: Protocol) -> Iterator[_Entry]:
    for source in protocol.sources.values():
        hit = HelpHit("source", source.id, source.title, "", source.address)
        yield _Entry(hit, f"{source.title} {source.supports}")


def _cited(protocol: Protocol, cites: Iterable[str]) -> str:
    known = (protocol.sources.get(cite) for cite in cites)
    return "; ".join(source.title for source in known if source is not None)
