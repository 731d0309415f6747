"""The groups of today's list that a mark opens: call, could not be checked, consider stopping.

The reason is the gravest mark of the group; of two equally grave ones the first in the contract's
order. A group is entered by codes only: no value is compared with a limit here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.diary import Symptom
from aza_desktop.clinical.findings import Mark, Severity
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.clinical.worklist import Reason
from aza_desktop.services.closing import open_closures
from aza_desktop.services.listed import ListedFile, Place, dose_in_force
from aza_desktop.texts import ntr, tr

RULE_NOT_RUN = "RULE_NOT_RUN"
STOP_RULES = ("TA_STOP", "BILI_TA_STOP", "HYS_LAW_BIOCHEM")
CALL_TODAY = (*STOP_RULES, "SYMPTOM", RULE_NOT_RUN)
NOT_CHECKED = (
    "ULN_MISSING",
    "UNIT_MISMATCH",
    "RESULT_INVALID",
    "RESULT_CENSORED",
    "RESULT_FUTURE",
    RULE_NOT_RUN,
)
CONSIDER_STOPPING = (
    "TA_CONSIDER_STOP",
    "OFF_DRUG_REVIEW",
    "BILI_UNPAIRED",
    "DOSE_NOT_BELOW_TOXIC",
    "BSR_ABS",
    "ALLOPURINOL",
    "FEBUXOSTAT",
)
INCOMPLETE = (
    "PRIOR_DOSE_UNKNOWN",
    "TOXIC_DOSE_TOO_LOW",
    "TPMT_UNKNOWN",
    "DUP_CONFLICT",
    "LFT_INCOMPLETE",
)
WHAT_EVERY_RULE_READS = "readings"
PROTOCOL_NOT_LOADED = "PROTOCOL_NOT_LOADED"
IMPORT_ROWS_HELD = "IMPORT_ROWS_HELD"


def marks_of(file: ListedFile) -> tuple[Mark, ...]:
    """The marks of the file; none where it could not be judged."""
    return file.answer.marks if file.answer else ()


def gravest(marks: Sequence[Mark], codes: Sequence[str]) -> Mark | None:
    """The mark among `codes` that leads its group."""
    found = [mark for mark in marks if mark.code in codes]
    return min(found, key=lambda m: (-m.severity, codes.index(m.code)), default=None)


def call_today(file: ListedFile) -> Place | None:
    """A stop mark, a warning symptom, a stop rule that could not be run; or nobody was reached."""
    marks = [m for m in marks_of(file) if m.code != RULE_NOT_RUN or _is_stop_rule(file, m)]
    place = _by_gravity(file, "call_today", gravest(marks, CALL_TODAY))
    return place or _not_reached(file)


def _not_reached(file: ListedFile) -> Place | None:
    """A critical mark that was decided, while nobody has reached the patient."""
    waiting = open_closures(file)
    if not waiting:
        return None
    closing = min(waiting, key=lambda one: (-one.mark.severity, one.known_on, one.mark.code))
    text = tr("{code} of {known} decided {day}, patient not reached yet").format(
        code=closing.mark.code, known=show(closing.known_on), day=show(closing.decision.on)
    )
    reason = Reason("not_reached", Severity.CRITICAL, closing.known_on, closing.mark.results, text)
    height = max((_height(file, one) for one in _evidence(file, closing.mark)), default=Fraction())
    return Place("call_today", reason, (-int(Severity.CRITICAL), -height))


def consider_stopping(file: ListedFile) -> Place | None:
    """A mark that asks the prescriber for a decision today, short of a stop."""
    return _by_gravity(file, "consider_stopping", gravest(marks_of(file), CONSIDER_STOPPING))


def could_not_be_checked(file: ListedFile, *, held_rows: int) -> Place | None:
    """A result, a rule or a protocol that gives no answer: never the same as in order."""
    if file.answer is None or file.protocol is None:
        reason = Reason(
            PROTOCOL_NOT_LOADED,
            Severity.HIGH,
            file.as_of,
            (),
            tr("The protocol of this course cannot be loaded: nothing was checked"),
        )
        return Place("could_not_be_checked", reason, (dt.date.min.toordinal(),))
    marks = [m for m in file.answer.marks if m.code != RULE_NOT_RUN or not _is_stop_rule(file, m)]
    mark = gravest(marks, NOT_CHECKED)
    if mark is not None:
        days = [result.collected_on for result in _evidence(file, mark)]
        on = min(days, default=file.as_of)
        return Place("could_not_be_checked", _reason(file, mark, on), (on.toordinal(),))
    if held_rows:
        text = ntr(
            "{count} imported row waits for an answer",
            "{count} imported rows wait for an answer",
            held_rows,
        ).format(count=held_rows)
        reason = Reason(IMPORT_ROWS_HELD, Severity.MEDIUM, None, (), text)
        return Place("could_not_be_checked", reason, (file.as_of.toordinal(),))
    return None


def incomplete(file: ListedFile) -> Reason | None:
    """A mark that says what the record lacks."""
    mark = gravest(marks_of(file), INCOMPLETE)
    return None if mark is None else _reason(file, mark, _day(file, mark))


def reason_of(file: ListedFile, mark: Mark) -> Reason:
    """A mark as the reason of a place: its sentence and the day of its gravest result."""
    return _reason(file, mark, _day(file, mark))


def _by_gravity(file: ListedFile, group: str, mark: Mark | None) -> Place | None:
    if mark is None:
        return None
    height = max((_height(file, result) for result in _evidence(file, mark)), default=Fraction())
    reason = replace(reason_of(file, mark), brief=_brief(file, mark))
    return Place(group, reason, (-int(mark.severity), -height))


def _brief(file: ListedFile, mark: Mark) -> str:
    """The multiples alone, highest first, of one day; "" where something else has to be said."""
    evidence = sorted(_evidence(file, mark), key=lambda result: -_height(file, result))
    days = {result.collected_on for result in evidence}
    told = []
    for result in evidence:
        multiple = multiple_of(result, file.facts.analytes)
        analyte = file.facts.analytes.find(result.analyte)
        if multiple is None or analyte is None:
            return ""
        sign = "" if result.comparator is Comparator.EQUAL else result.comparator.value
        told.append(f"{analyte.short_name} {sign}{multiple.truncated()}")
    if len(days) != 1:
        return ""
    values, day = ", ".join(told), show(days.pop())
    return tr("{values} x ULN on {day}").format(values=values, day=day)


def _is_stop_rule(file: ListedFile, mark: Mark) -> bool:
    """True when the mark reports the crash of a stop rule, or of what every rule reads."""
    known = file.protocol.marks if file.protocol else {}
    stops = {known[code].rule for code in STOP_RULES if code in known}
    return mark.rule in stops | {WHAT_EVERY_RULE_READS}


def _reason(file: ListedFile, mark: Mark, on: dt.date | None) -> Reason:
    text = mark.why
    if mark.results and on is not None and show(on) not in text:
        text = tr("{why} on {day}").format(why=mark.why, day=show(on))
    return Reason(mark.code, mark.severity, on, mark.results, text)


def _day(file: ListedFile, mark: Mark) -> dt.date | None:
    """The day of the highest cited result, the latest of equals; else the day it is known by."""
    cited = _evidence(file, mark)
    if cited:
        return max(cited, key=lambda r: (_height(file, r), r.collected_on)).collected_on
    if mark.code == "SYMPTOM":
        warnings = file.facts.protocol.words("warning_symptoms")
        open_ = [s for s in file.facts.symptoms if s.code in warnings and _is_open(file, s)]
        return min((symptom.onset_on for symptom in open_), default=None)
    if mark.code == "DOSE_NOT_BELOW_TOXIC":
        dose = dose_in_force(file)
        return dose.on if dose else None
    return None


def _is_open(file: ListedFile, symptom: Symptom) -> bool:
    over = symptom.resolved_on
    return symptom.onset_on <= file.as_of and (over is None or over > file.as_of)


def _evidence(file: ListedFile, mark: Mark) -> list[LabResult]:
    return [result for result in file.facts.results if result.id in mark.results]


def _height(file: ListedFile, result: LabResult) -> Fraction:
    multiple = multiple_of(result, file.facts.analytes)
    return Fraction() if multiple is None else Fraction(multiple.value) / Fraction(multiple.uln)
