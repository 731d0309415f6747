"""What to say of the calendar that the patient has at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.course import ON_DRUG
from aza_desktop.clinical.dates import show
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile
    from aza_desktop.services.sheets import HomeSheet


@dataclass(frozen=True, slots=True)
class HomeSheetLine:
    """A line above the findings. tone: of icon and words. can_print: a new sheet may be made."""

    text: str
    tone: str
    icon: str
    can_print: bool


def home_sheet_line(file: PatientFile, found: HomeSheet | None) -> HomeSheetLine | None:
    """The line; None where no sheet was made, where it still agrees, or where none is needed."""
    if found is None:
        return None
    day = show(found.sheet.made_on)
    standing = found.standing.value
    if standing == "out_of_date":
        text = tr("The sheet printed on {day} is out of date: the plan has changed since.")
        return HomeSheetLine(text.format(day=day), "critical", "file-warning", can_print=True)
    if standing == "in_question":
        text = tr("The patient has a sheet of {day} with planned doses: answer the mark first.")
        return HomeSheetLine(text.format(day=day), "critical", "file-warning", can_print=False)
    if standing == "ended" and file.phase in ON_DRUG:
        text = tr("The sheet of {day} has ended: the patient has no valid plan on paper.")
        return HomeSheetLine(text.format(day=day), "warning", "file-text", can_print=True)
    return None
