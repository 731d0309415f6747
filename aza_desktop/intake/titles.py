"""What stands above a table of one patient: ``Patient ID: 000731``, ``Collected: 2026-01-02``.

A printed report names its patient once, above its results. Only a line that says what it is
counts, and only with a record number: a bare ``Date`` may be that of the print, an ``ID`` that of
the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from aza_desktop.clinical.analytes import fold_header
from aza_desktop.clinical.columns import LabWords, Role
from aza_desktop.intake.layout import Layout
from aza_desktop.intake.shaped_rows import shaped
from aza_desktop.intake.table import Table, leading_column

Titles = Mapping[Role, tuple[str, str]]
"""Role -> the label and what it says."""

_PERSON = (
    Role.NUMBER, Role.NATIONAL_NUMBER, Role.NAME, Role.FAMILY, Role.GIVEN, Role.BIRTH_DATE,
    Role.SEX,
)  # fmt: skip
_TOLD = frozenset({*_PERSON, Role.COLLECTED})
_GENERAL = frozenset(
    fold_header(word)
    for word in (
        "Date", "Datum", "Fecha", "Data", "Date time", "Date/time", "Datetime", "Datum/Uhrzeit",
        "Datum/tijd", "Fecha/hora", "Data/ora", "Date/heure", "DT", "DTC", "Time",
        "ID", "Identifier", "Identifiant", "Identificador", "Subject", "Case number", "Fallnummer",
        "Fall-Nr",
    )
)  # fmt: skip
_LONGEST = 60


def titles_in(rows: Iterable[Sequence[str]], words: LabWords) -> dict[Role, tuple[str, str]]:
    """What the lines say of the patient and the sample; the first of two that say the same."""
    found: dict[Role, tuple[str, str]] = {}
    for row in rows:
        for role, label, text in _pairs([cell.strip() for cell in row if cell.strip()], words):
            found.setdefault(role, (label, text))
    return found


def _pairs(cells: list[str], words: LabWords) -> Iterable[tuple[Role, str, str]]:
    for at, cell in enumerate(cells):
        label, sign, text = cell.partition(":")
        role = _role(label, words)
        if role is None or (not sign and len(cells) != 2):
            continue
        beside = [each for each in cells[at + 1 :] if _role(each.partition(":")[0], words) is None]
        if not text.strip() and beside:
            text = beside.pop(0)
        if role is Role.NAME and len(beside) == len(cells) - at - 1 and sign and len(beside) == 1:
            text = f"{text.strip()}, {beside[0]}"
        if text.strip():
            yield role, label.strip(), text.strip()


def _role(label: str, words: LabWords) -> Role | None:
    if len(label) > _LONGEST:
        return None
    folded = fold_header(label)
    role = words.columns.get(folded, (None, 0))[0]
    return role if role in _TOLD and folded not in _GENERAL else None


def names_somebody(titles: Titles) -> bool:
    """True where they speak of a patient, be it the same or another one."""
    return any(role in titles for role in _PERSON)


def with_titles(table: Table, titles: Titles, words: LabWords) -> Table:
    """The table with what its titles say in columns of their own, where it has none for it."""
    layout = table.layout
    added: dict[Role, tuple[str, str]] = {}
    if Role.NUMBER in titles and not any(role in layout.roles for role in _PERSON):
        added = {role: told for role, told in titles.items() if role in _PERSON}
    if Role.COLLECTED in titles and Role.COLLECTED not in layout.roles:
        added[Role.COLLECTED] = titles[Role.COLLECTED]
    if not added:
        return table
    width = len(table.header)
    texts = [text for _, text in added.values()]
    labels = [label for label, _ in added.values()]
    roles = {role: width + place for place, role in enumerate(added)}

    def shape(line: int, row: list[str]) -> list[str]:
        if not "".join(row).strip():
            return row
        cells = [*row[:width], *[""] * (width - len(row))]
        return [*cells, *texts, *row[width:]]

    return replace(
        table,
        layout=_wider(layout, roles, labels),
        header=[*table.header, *labels],
        records=shaped(table.records, shape, width=width),
        key=leading_column(layout),
        ends=lambda row: bool(titles_in([row[:width]], words)),
    )


def _wider(layout: Layout, roles: Mapping[Role, int], labels: Sequence[str]) -> Layout:
    return replace(layout, roles={**layout.roles, **roles}, headers=(*layout.headers, *labels))
