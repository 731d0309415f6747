"""The list of all patients, and what the find box understands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from aza_desktop.clinical.course import BREAK, ON_DRUG
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.patient import fold_name
from aza_desktop.clinical.worklist import PatientLine
from aza_desktop.gui.viewmodels.medication import phase_words
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.gui.viewmodels.words import DASH, dose_text
from aza_desktop.gui.viewmodels.worklist import ChipModel, PatientRow, WorklistModel
from aza_desktop.texts import msg, ntr, tr

NO_DATE = "#no date"
"""What is typed into the find box for the patients without a next date."""

GROUP_WORDS = {
    "call_today": ("octagon-alert", "critical", msg("call today")),
    "could_not_be_checked": ("circle-question-mark", "warning", msg("unclear")),
    "consider_stopping": ("triangle-alert", "warning", msg("review")),
    "labs_overdue": ("clock-alert", "warning", msg("labs overdue")),
    "sample_awaited": ("test-tube-diagonal", "info", msg("result awaited")),
    "labs_due": ("droplet", "info", msg("labs due")),
    "waiting_confirmation": ("user-check", "plan", msg("to sign")),
    "step_possible": ("trending-up", "info", msg("step possible")),
    "record_incomplete": ("file-text", "plan", msg("record")),
}
"""Group of the worklist -> icon, kind, words of the status."""


@dataclass(frozen=True, slots=True)
class LineModel:
    """One patient in the list of all; every text is ready, sort keys beside it."""

    patient_id: str
    number: str
    name: str
    born: str
    status: str
    status_icon: str
    status_kind: str
    phase: str
    dose: str
    last_alt: str
    next_lab: str
    born_on: dt.date
    status_rank: int
    dose_key: float
    last_alt_key: float
    next_lab_on: dt.date
    spoken: str
    group: str
    phase_key: str
    protocol: str
    last_lab_on: dt.date | None


def build_line_models(lines: Iterable[PatientLine]) -> tuple[LineModel, ...]:
    """The lines in the order given."""
    return tuple(_line(line) for line in lines)


def _line(line: PatientLine) -> LineModel:
    order = list(GROUP_WORDS)
    icon, kind, status = GROUP_WORDS.get(line.group or "", ("check", "ok", "nothing today"))
    last = DASH
    if line.last_alt is not None:
        last = f"{line.last_alt.truncated()} ×"
        if line.last_alt_on is not None:
            last += f"  {show(line.last_alt_on)}"
    born = show(line.birth_date) if line.birth_date else tr("Not known")
    texts = (line.name, tr(status), phase_words(line.phase), dose_text(line.current_dose_mg))
    return LineModel(
        patient_id=line.patient_id,
        number=line.number,
        name=line.name,
        born=born,
        status=tr(status),
        status_icon=icon,
        status_kind=kind,
        phase=phase_words(line.phase),
        dose=dose_text(line.current_dose_mg),
        last_alt=last,
        next_lab=show(line.next_lab) if line.next_lab else DASH,
        born_on=line.birth_date or dt.date.min,
        status_rank=order.index(line.group) if line.group in order else len(order),
        dose_key=float(line.current_dose_mg or 0),
        last_alt_key=float(line.last_alt) if line.last_alt is not None else -1.0,
        next_lab_on=line.next_lab or dt.date.max,
        spoken=", ".join(texts),
        group=line.group or "",
        phase_key=line.phase or "",
        protocol=line.protocol,
        last_lab_on=line.last_lab_on,
    )


def build_matches(lines: Iterable[PatientLine], text: str, *, today: dt.date) -> WorklistModel:
    """The patients that were meant, as rows of the same kind as the Today list."""
    found = matching(lines, text, today=today)
    rows = tuple(_match(line) for line in found)
    count = len(rows)
    return WorklistModel(
        as_of=today,
        title=tr("Found"),
        date_text="",
        all_text="",
        rows=rows,
        empty="" if rows else tr("No patient matches “{text}”.").format(text=text.strip()),
        footer=(),
        spoken=ntr("{n} patient found", "{n} patients found", count).format(n=count),
    )


def _match(line: PatientLine) -> PatientRow:
    model = _line(line)
    about = (model.born, model.number, model.dose if line.current_dose_mg is not None else "")
    told = "  ·  ".join(each for each in about if each)
    return PatientRow(
        group=line.group or "",
        patient_id=line.patient_id,
        number=line.number,
        name=line.name,
        chip=ChipModel(model.status, model.status_kind, model.status_icon),
        reason=told,
        brief=told,
        more=0,
        trend=(),
        cited=False,
        tooltip=f"{line.name}\n{tr('Born')} {model.born}\n{tr('Number')} {line.number}",
        spoken=f"{model.spoken}, {tr('born')} {model.born}",
    )


def matching(lines: Iterable[PatientLine], text: str, *, today: dt.date) -> tuple[PatientLine, ...]:
    """The patients that `text` may mean: a part of a name, of a number, or a birth date.

    Marks, case and blanks do not matter. Those whose name or number begins with it come first.
    ``@name``: those whom that user looks after today. `NO_DATE`: those without a next date.
    """
    wanted = fold_name(text)
    if not wanted:
        return tuple(lines)
    if text.strip().casefold() == tr(NO_DATE).casefold():
        return without_next_date(lines)
    if wanted.startswith("@"):
        name = wanted.removeprefix("@").strip()
        return tuple(
            line
            for line in lines
            if line.looked_after_by and fold_name(line.looked_after_by).startswith(name)
        )
    packed = wanted.replace(" ", "").replace(",", "")
    day = read_date(text, today) if len(packed) >= len("1/1/70") else None
    found = [line for line in lines if _rank(line, wanted, packed, day=day) is not None]
    return tuple(sorted(found, key=lambda line: (_rank(line, wanted, packed, day=day), line.name)))


def without_next_date(lines: Iterable[PatientLine]) -> tuple[PatientLine, ...]:
    """The patients in a course for whom no next blood test follows: nothing will name them."""
    followed = {phase.value for phase in BREAK | ON_DRUG}
    return tuple(line for line in lines if line.phase in followed and line.next_lab is None)


def no_date_text(lines: Iterable[PatientLine]) -> str:
    """What always stands under the list while there is such a patient; "" without."""
    count = len(without_next_date(lines))
    if not count:
        return ""
    return ntr("No next date: {n} patient", "No next date: {n} patients", count).format(n=count)


def _rank(line: PatientLine, wanted: str, packed: str, *, day: dt.date | None) -> int | None:
    name = line.folded_name or fold_name(line.name)
    number = line.number.casefold().replace(" ", "")
    words = name.replace(",", " ").split()
    if number == packed or name.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in words) or number.startswith(packed):
        return 1
    if all(
        any(word.startswith(part) for word in words) for part in wanted.replace(",", " ").split()
    ):
        return 2
    if wanted in name or packed in number:
        return 3
    return 1 if day is not None and line.birth_date == day else None
