"""Answers of the help search as rows, and which page belongs to which part of the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.helping import HelpHit

FIRST_PAGE = "start"

_PARTS = {  # page -> object names of the parts that it tells of
    "first-run": "first_run_page acceptance_strip",
    "today": "worklist worklist_pane snooze",
    "find": "find_patient patient_list new_patient_dialog",
    "banner": "patient_banner",
    "chart": "trend_chart",
    "results": "results_table entry_strip correct move",
    "calendar": "dose_calendar dose_calendar_large plan_moved",
    "findings": "findings_panel finding_card acknowledge decision override",
    "step": "confirm_dose_dialog proposal set_dose",
    "stop": "stop_now hold resume",
    "course": "course_view start_course",
    "calls": "contact owner",
    "samples": "lab_request lab_book result_step sample",
    "record": "record_view identity numbers treatment gene weight allergies asked drug drug_end"
    " note symptom resolve strike",
    "merge": "merge merge_other unmerge",
    "import": "import_dialog",
    "tray": "import_tray",
    "edish": "edish_view",
    "protocols": "protocol_view",
    "own-protocol": "draft_page sign_version retire_version move_course",
    "choices": "choices_page questions_strip",
    "what-if": "what_if_page replay_dialog",
    "audit": "audit_view patient_audit_view",
    "log": "findings_log",
    "overrides": "overrides_page overrides_strip",
    "printing": "print_preview",
    "backup": "restore_dialog",
    "laboratories": "laboratories_page laboratory laboratory_change limit limit_end",
    "people": "people_page user user_change leave user_chooser",
    "settings": "settings_view",
    "clock": "clock_strip",
}

PAGE_OF = {name: page for page, names in _PARTS.items() for name in names.split()}
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
