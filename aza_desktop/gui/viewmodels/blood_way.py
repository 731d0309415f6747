"""The way of a blood test in words: requested, booked, taken, awaited, back, read, told.

And the forms with which each of its steps is recorded. A request is recorded here and its slip
printed; nothing is sent.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import add_days, show
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels import curves
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, who_of
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.samples import SampleWay

_KEPT_DAYS = 14
"""How long a way that has come to its end stays in sight."""
_STAGES = {
    "requested": ("requested", "file-text", "plan"),
    "booked": ("booked", "calendar-clock", "plan"),
    "awaited": ("awaited", "test-tube-diagonal", "accent"),
    "not_back": ("not back", "clock-alert", "warning"),
    "back": ("back, not read yet", "droplet", "warning"),
    "read": ("read, patient not told yet", "check", "accent"),
    "told": ("told", "circle-check", "ok"),
}


@dataclass(frozen=True, slots=True)
class Track:
    """One blood test. stage: how far it has come. text: the whole way in one line."""

    on: dt.date
    stage: str
    text: str
    icon: str
    tone: str
    request_id: str | None
    sample_id: str | None
    results: tuple[str, ...]


def tracks(file: FileLike, ways: tuple[SampleWay, ...]) -> tuple[Track, ...]:
    """Every blood test on its way, and those that lately came to their end, oldest first."""
    kept = [
        way for way in ways if way.stage != "told" or add_days(way.since, _KEPT_DAYS) >= file.as_of
    ]
    return tuple(_track(file, way) for way in kept)


def _track(file: FileLike, way: SampleWay) -> Track:
    word, icon, tone = _STAGES.get(way.stage, (way.stage, "droplet", "plan"))
    steps = [*_asked(file.record, way), *_taken(file.record, way)]
    if way.stage in {"awaited", "not_back"}:
        steps.append(tr(word))
    elif way.stage in {"back", "read", "told"}:
        steps += _after(file, way)
    tests = ", ".join(curves.label_of(file, test) for test in way.tests) or tr("all tests")
    text = tr("Blood test {tests}: {steps}").format(tests=tests, steps=", ".join(steps))
    return Track(way.since, way.stage, text, icon, tone, way.request_id, way.sample_id, way.results)


def _asked(record: PatientRecord, way: SampleWay) -> list[str]:
    asked = next((one for one in record.lab_requests if one.id == way.request_id), None)
    if asked is None:
        return []
    steps = [tr("requested {day}").format(day=show(asked.requested_on))]
    if asked.booked_on is not None:
        where = tr(" at {place}").format(place=asked.place) if asked.place else ""
        steps.append(tr("booked for {day}").format(day=show(asked.booked_on)) + where)
    elif asked.due_by is not None and way.sample_id is None:
        steps.append(tr("due by {day}").format(day=show(asked.due_by)))
    return steps


def _taken(record: PatientRecord, way: SampleWay) -> list[str]:
    sample = next((one for one in record.samples if one.id == way.sample_id), None)
    if sample is None:
        return []
    where = tr(" at {place}").format(place=sample.place) if sample.place else ""
    return [tr("taken {day}").format(day=show(sample.taken_on)) + where]


def _after(file: FileLike, way: SampleWay) -> list[str]:
    """Back, read and told, each with its day and name."""
    known = {result.id: result for result in file.record.current_results}
    back = [known[id] for id in way.results if id in known]
    steps = []
    if back:
        day = max(one.entered_on or one.collected_on for one in back)
        steps.append(tr("back {day}").format(day=show(day)))
    done = {
        step.step: step
        for step in file.record.result_steps
        if set(step.results) & set(way.results) and step.on <= file.as_of
    }
    for name, words in (("read", tr("read by {who} {day}")), ("told", tr("told by {who} {day}"))):
        if name in done:
            steps.append(words.format(who=done[name].by, day=show(done[name].on)))
        else:
            steps.append(tr("not read yet") if name == "read" else tr("patient not told yet"))
    return steps


def request_form(file: FileLike) -> Form:
    """Ask for a blood test: recorded here, carried to the laboratory on paper."""
    due = dict.fromkeys(test for lab in file.answer.labs_due for test in lab.tests)
    tests = dict.fromkeys(("ALT", "AST", "BILI", "ALP", *due))
    by = min((lab.due_by for lab in file.answer.labs_due), default=None)
    last = [one.laboratory for one in file.record.current_results if one.laboratory]
    return Form(
        name="lab_request",
        heading=tr("Request a blood test"),
        asks=(
            Ask(
                "tests",
                tr("Tests"),
                "many",
                tuple(tests),
                tuple(Pick(test, curves.label_of(file, test)) for test in tests),
            ),
            Ask("due_by", tr("To be taken by"), "date", (show(by),) if by is not None else ()),
            Ask("laboratory", tr("Laboratory"), value=tuple(last[-1:])),
            Ask("note", tr("Remark")),
        ),
        acts=(Act("record", tr("Record request"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        focus="tests",
        note=tr("Recorded only: nothing is sent from here."),
    )


def book_form(file: FileLike, track: Track) -> Form:
    """The day and place at which the blood will be taken, or that it came to nothing."""
    outcomes = (
        Pick("not_attended", tr("did not attend")),
        Pick("cancelled", tr("cancelled")),
        Pick("declined", tr("declined")),
    )
    return Form(
        name="lab_book",
        heading=tr("The requested blood test"),
        asks=(
            Ask("booked_on", tr("Booked for"), "date"),
            Ask("place", tr("Where")),
            Ask("outcome", tr("It came to nothing"), "chips", picks=outcomes),
        ),
        acts=(
            Act("close", tr("Close request")),
            Act("book", tr("Record booking"), "primary", is_default=True),
        ),
        who=who_of(file.record, file.as_of),
        facts=((tr("So far"), track.text),),
        focus="booked_on",
        note=tr("A closed request leaves the blood test due."),
    )


def read_form(file: FileLike, track: Track) -> Form:
    """Somebody has read these results, or has told them to the patient."""
    known = {result.id: result for result in file.record.current_results}
    picks = tuple(
        Pick(id, f"{known[id].analyte} {known[id].value_text}, {show(known[id].collected_on)}")
        for id in track.results
        if id in known
    )
    return Form(
        name="result_step",
        heading=tr("Results are back"),
        asks=(
            Ask("results", tr("Results"), "many", tuple(p.key for p in picks), picks),
            Ask("note", tr("Remark")),
        ),
        acts=(Act("told", tr("&Told to the patient")), Act("read", tr("&Read"), "primary")),
        who=who_of(file.record, file.as_of),
        facts=((tr("So far"), track.text),),
        focus="results",
    )
