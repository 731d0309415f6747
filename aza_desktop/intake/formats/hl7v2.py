"""HL7 v2 result messages (ORU): every OBX is a row, and every message stands for itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from aza_desktop.clinical.drafts import DraftPatient, IntakeBatch, ResultDraft
from aza_desktop.clinical.labs import LabResult, ResultStatus
from aza_desktop.intake.coded_tests import CodedTests
from aza_desktop.intake.content import Content, too_large
from aza_desktop.intake.dates import Moment
from aza_desktop.intake.deciding_numbers import Value
from aza_desktop.intake.hl7_observations import DOCUMENTS, MOMENTS, Observations, value_of
from aza_desktop.intake.hl7_people import Hl7People
from aza_desktop.intake.hl7_text import Delimiters, Message, is_hl7, messages_of
from aza_desktop.intake.measuring import Measured, result_of, withdrawal
from aza_desktop.intake.naming import PERCENT, TestNames
from aza_desktop.intake.problems import (
    CUT_OFF,
    DAMAGED,
    NO_DATE,
    NO_NUMBER,
    NO_PATIENT,
    NO_RESULT,
    SHORT_ROW,
    Problem,
)
from aza_desktop.intake.questions import sign_questions, test_questions
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.recognising import keys_in
from aza_desktop.intake.row_tests import RowTest
from aza_desktop.intake.single_numbers import SingleNumbers
from aza_desktop.intake.staging import Staging
from aza_desktop.intake.time_stamps import instant_of, is_later, moment_of
from aza_desktop.texts import tr

NAME = "hl7v2"
_LINE_ENDS = re.compile("[\n¬]")
_TEST, _STATUS, _TAKEN = 3, 11, 14
"""Numbers of the fields of OBX that tell the test, its standing, and when the sample was taken."""
_BARE = 6
"""Parts of an OBX that ends with its value: it may have lost its end, unless all are like this."""


def recognises(content: Content, reading: Reading) -> bool:
    """True for a text of HL7 v2 messages, framed or in batches or plain."""
    return is_hl7(content)


def read(content: Content, reading: Reading) -> IntakeBatch:
    """The messages, staged one by one; a damaged one is rejected and the next one read."""
    tests = CodedTests(TestNames(reading.catalogue, reading.words), reading)
    results = _Results(
        Staging(content),
        Observations(tests, reading),
        SingleNumbers(reading),
        Hl7People(reading.today),
    )
    settled = True
    expected = content.data.count(b"MSH")
    for message in messages_of(content):
        reading.watch(message.number, expected)
        results.take(message)
        settled = settled and message.settled
        if results.rows > reading.limits.rows:
            raise too_large(content.name, tr("it has more than {n} rows"), reading.limits.rows)
    staging = results.staging
    senders = keys_in(content, reading.limits)
    if settled:
        staging.content = replace(content, question=None)
    questions = (*sign_questions(staging), *test_questions(staging, tests.near))
    return staging.batch(NAME, questions, header=next(iter(senders), ""))


@dataclass(slots=True)
class _Order:
    """What an OBR segment says of the results beneath it. printed: its OBR-7 as it stands."""

    taken: Moment | None = None
    received: Moment | None = None
    reported: Moment | None = None
    status: str = ""
    corrected_at: dt.datetime | None = None
    printed: str = ""
    notes: list[str] = field(default_factory=list)

    def when(self, printed: str) -> Moment | None:
        """When the sample was taken: OBX-14, else OBR-7.

        A laboratory that has the sample before (OBR-14), or has reported by then (OBR-22), tells
        in OBX-14 when it measured; then OBR-7 holds.
        """
        own = moment_of(printed) if printed else None
        if own is None or self.taken is None or not is_later(own, self.taken):
            return own or self.taken
        for known in (self.received, self.reported):
            if known is not None and is_later(known, self.taken) and not is_later(known, own):
                return self.taken
        return own


@dataclass(slots=True)
class _Results:
    """The messages, one by one."""

    staging: Staging
    observations: Observations
    numbers: SingleNumbers
    people: Hl7People
    rows: int = 0

    def take(self, message: Message) -> None:
        """Stage the results of one message; only those under a PID of its own have a patient."""
        signs = message.delimiters
        kind = message.header(9).strip()
        ours = [s for s in message.segments if s.startswith("OBX")]
        self.rows += max(1, len(ours))
        if signs is None or not kind:
            self._reject(message, ours, DAMAGED)
        elif not kind.upper().startswith("ORU"):
            self.staging.ignored += max(1, len(ours))
        elif not ours:
            self._reject(message, ours, NO_RESULT)
        else:
            self._take_segments(message, signs)

    def _reject(self, message: Message, ours: Sequence[str], problem: Problem) -> None:
        for count, segment in enumerate(ours, 1):
            where = f"message {message.number}, OBX {count}"
            self.staging.set_aside(where, "OBX", value=segment[:200], problem=problem)
        if not ours:
            where = f"message {message.number}"
            self.staging.set_aside(where, "MSH", value=message.segments[0][:200], problem=problem)

    def _take_segments(self, message: Message, signs: Delimiters) -> None:
        segments = message.segments
        split = [segment.split(signs.field) for segment in segments]
        ours = [len(fields) for fields in split if fields[0] == "OBX"]
        complete = max(ours, default=0) > _STATUS
        all_bare = len(ours) > 1 and set(ours) == {_BARE}
        laboratory = _authority(message.header(4), signs) or _authority(message.header(3), signs)
        patient: DraftPatient | None = None
        order = _Order()
        count = 0
        last = len(segments) - 1
        for at, fields in enumerate(split):
            name = fields[0]
            if name == "PID":
                patient, order = self.people.of(segments[at], signs), _Order()
            elif name == "OBR":
                order = _order(fields, signs)
                order.corrected_at = order.corrected_at or instant_of(message.header(7))
                if order.taken is None:
                    order.taken = _specimen_taken(split, at, signs)
                order.notes = _notes(split, at, signs)
            elif name == "OBX":
                count += 1
                bare = len(fields) <= _BARE and not all_bare
                self._take(
                    f"message {message.number}, OBX {count}",
                    fields,
                    signs=signs,
                    patient=patient,
                    order=order,
                    laboratory=laboratory,
                    notes=_notes(split, at, signs),
                    is_cut=at == last and len(fields) <= _STATUS and (complete or bare),
                )

    def _take(
        self,
        where: str,
        fields: list[str],
        *,
        signs: Delimiters,
        patient: DraftPatient | None,
        order: _Order,
        laboratory: str | None,
        notes: list[str],
        is_cut: bool,
    ) -> None:
        kind = fields[2].strip() if len(fields) > 2 else ""
        if kind in DOCUMENTS:
            self.staging.ignored += 1
            return
        test = self.observations.test(fields[3], signs) if len(fields) > 3 else None
        text = value_of(kind, fields[5], signs) if len(fields) > 5 else ""
        text, remark = self._without_remark(text) if _LINE_ENDS.search(text) else (text, ())
        if _is_other(test) and len(fields) > _TEST + 1:
            self.staging.ignored += 1
            return
        if is_cut or test is None:
            broken = CUT_OFF if is_cut else SHORT_ROW
            self.staging.set_aside(where, "OBX", value=text, problem=broken)
            return
        if isinstance(test, Problem):
            name = fields[3].replace(signs.component, " ").strip()
            self.staging.set_aside(where, "OBX-3", value=name, problem=test, patient=patient)
            return
        fields += [""] * (_TAKEN + 1 - len(fields))
        analyte = test.analyte
        if analyte is None or _is_percent(test, fields[6], signs):
            self.staging.ignored += 1
            return
        status = self.observations.status(fields[_STATUS], order.status)
        value = NO_NUMBER if kind in MOMENTS else self.numbers.value(text)
        taken_back = status is ResultStatus.CANCELLED
        moment = order.when(signs.unescaped(fields[_TAKEN].split(signs.component)[0]))
        wrong = value if isinstance(value, Problem) and not taken_back else None
        place, shown = "OBX-5", text
        if wrong is None or wrong.held:
            if patient is None:
                wrong, place, shown = NO_PATIENT, "PID", ""
            elif moment is None:
                own = fields[_TAKEN]
                place, shown = ("OBX-14", own) if own else ("OBR-7", order.printed)
                wrong = NO_DATE
        if wrong is not None or patient is None or moment is None:
            wrong = wrong or NO_DATE
            self.staging.set_aside(where, place, value=shown, problem=wrong, patient=patient)
            return
        note = "\n".join((*order.notes, *remark, *notes)) or None
        is_correction = status is ResultStatus.CORRECTED
        reported = order.corrected_at if is_correction else None
        measured = Measured(patient, moment, laboratory, status, note, reported)
        unit = self.observations.unit(analyte, fields[6], signs)
        result: LabResult | Problem
        if taken_back:
            result = withdrawal(analyte, value, measured=measured, unit=unit, text=text)
        else:
            assert isinstance(value, Value)
            limit = self.numbers.limit(_range(fields[7], signs), patient.sex)
            result = result_of(
                analyte, value, measured=measured, unit=unit or test.unit, limit=limit
            )
        if isinstance(result, Problem):
            self.staging.set_aside(where, "OBX-5", value=text, problem=result, patient=patient)
            return
        self.staging.drafts.append(
            ResultDraft(
                where,
                patient,
                result,
                replaces=status is ResultStatus.CORRECTED,
                withdraws=taken_back,
                field="OBX-5",
                value=text,
            )
        )

    def _without_remark(self, text: str) -> tuple[str, tuple[str, ...]]:
        """A number, and what some laboratories write beneath it in the same field."""
        first, *beneath = (part.strip() for part in _LINE_ENDS.split(text, 1))
        numbers = [isinstance(self.numbers.value(part), Value) for part in (first, *beneath)]
        return (first, tuple(beneath)) if numbers == [True, False] else (text, ())


def _order(fields: list[str], signs: Delimiters) -> _Order:
    fields = [*fields, *[""] * (26 - len(fields))]

    def moment(at: int) -> Moment | None:
        return moment_of(signs.unescaped(fields[at].split(signs.component)[0]))

    reported = instant_of(signs.unescaped(fields[22].split(signs.component)[0]))
    return _Order(moment(7), moment(14), moment(22), fields[25], reported, fields[7])


def _specimen_taken(split: list[list[str]], at: int, signs: Delimiters) -> Moment | None:
    """When the sample beneath an order was taken, by its SPM segment."""
    for fields in split[at + 1 :]:
        if fields[0] in ("OBR", "PID"):
            return None
        if fields[0] == "SPM" and len(fields) > 17:
            return moment_of(signs.unescaped(fields[17].split(signs.component)[0]))
    return None


def _notes(split: list[list[str]], at: int, signs: Delimiters) -> list[str]:
    """The NTE comments right beneath a segment."""
    found: list[str] = []
    for fields in split[at + 1 :]:
        if fields[0] != "NTE":
            break
        text = value_of("TX", fields[3], signs) if len(fields) > 3 else ""
        if text:
            found.append(text)
    return found


def _authority(text: str, signs: Delimiters) -> str | None:
    return signs.unescaped(text.split(signs.component, maxsplit=1)[0]).strip() or None


def _range(text: str, signs: Delimiters) -> str:
    """The printed range; some senders part its unit from it."""
    parts = text.split(signs.component) if signs.component else [text]
    return " ".join(signs.unescaped(part.strip()) for part in parts).strip()


def _is_other(test: RowTest | Problem | None) -> bool:
    """True for a test that is not kept."""
    return isinstance(test, RowTest) and test.analyte is None


def _is_percent(test: RowTest, printed: str, signs: Delimiters) -> bool:
    """A share of cells is another test than their number."""
    unit = signs.unescaped(printed.split(signs.component, maxsplit=1)[0]).strip().casefold()
    return unit in PERCENT and (test.analyte is None or test.analyte.read_unit(unit) is None)
