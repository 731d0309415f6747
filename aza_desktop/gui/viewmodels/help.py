"""Answers of the help search as rows, and which page belongs to which part of the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.helping import HelpHit

FIRST_PAGE = "start"

PAGE_OF = {
    "find_patient": "find",
    "worklist": "today",
    "patient_list": "find",
    "patient_banner": "banner",
    "trend_chart": "chart",
    "results_table": "results",
    "dose_calendar": "calendar",
    "findings_panel": "findings",
    "confirm_dose_dialog": "step",
    "import_dialog": "import",
    "edish_view": "edish",
    "protocol_view": "protocols",
    "choices_page": "choices",
    "audit_view": "audit",
    "findings_log": "log",
    "record_view": "record",
    "laboratories_view": "laboratories",
    "settings_view": "settings",
    "first_run": "first-run",
}
"""Object name of a part of the window -> page that F1 opens in it."""


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One line of the list: what it is, what it is called, the words around the find.

    icon: name of the icon. target: what opens it. said: the row for a screen reader.
    """

    kind: str
    target: str
    title: str
    excerpt: str
    source: str
    icon: str
    said: str


_KINDS = {
    "statement": ("file-text", "The protocol says"),
    "contradiction": ("triangle-alert", "Contradiction"),
    "mark": ("flask-conical", "Mark"),
    "source": ("book-open", "Source"),
    "page": ("circle-question-mark", "Help page"),
}


def build_hits(hits: tuple[HelpHit, ...]) -> tuple[HelpRow, ...]:
    """Rows of the answers, in their order."""
    return tuple(_row(hit) for hit in hits)


def _row(hit: HelpHit) -> HelpRow:
    icon, kind = _KINDS[hit.kind]
    kind = tr(kind)
    title = f"{kind}: {hit.title}"
    said = f"{title}. {plain(hit.excerpt)}"
    return HelpRow(hit.kind, hit.target, title, hit.excerpt, hit.source, icon, said)


def plain(excerpt: str) -> str:
    """An excerpt without the signs around the found words."""
    return "".join(sign for sign in excerpt if sign >= " ")


def page_of(names: tuple[str, ...]) -> str:
    """The page for a widget. names: object names from the widget up to the window."""
    return next((PAGE_OF[name] for name in names if name in PAGE_OF), FIRST_PAGE)
