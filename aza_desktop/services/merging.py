"""Two records of one person become one, by an administrator; and apart again, without a loss.

The record that stays gets every fact of the other one as a copy that names its original. The other
is left as it was, with its trail, and stands on no list as long as the merge does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import Allergies, DrugQuestion
from aza_desktop.clinical.patient import Tpmt
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.services import rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.conflict import conflict
from aza_desktop.services.reading import file_of, unknown_patient
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Written, bad_request
from aza_desktop.storage import details, loading, patients, workflow
from aza_desktop.storage import merging as shelf
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.storage.unmerging import Unmerging
from aza_desktop.texts import tr

HERE, AWAY = "patient.merge_here", "patient.merge_away"
KEEP, OTHER = "keep", "other"
ENDED = frozenset({Phase.STOPPED, Phase.CLOSED})

_FIELDS: dict[str, Callable[[PatientRecord], object]] = {
    "name": lambda record: record.identity.name if _is_named(record) else None,
    "birth_date": lambda record: record.identity.birth_date,
    "sex": lambda record: record.identity.sex,
    "phone": lambda record: record.identity.phone,
    "indication": lambda record: record.indication,
    "prior_toxic_dose_mg": lambda record: record.facts.prior_toxic_dose_mg,
    "tpmt": lambda record: None if record.facts.tpmt is Tpmt.UNKNOWN else record.facts.tpmt.value,
}
"""What a record holds one of, and how it is read; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Side:
    """One detail of both records. is_open: both know it and differ, so a person chooses."""

    field: str
    keep: object
    other: object

    @property
    def is_open(self) -> bool:
        return self.keep is not None and self.other is not None and self.keep != self.other


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both records beside each other. refusal: why they cannot be merged now; None where not."""

    keep: PatientRecord
    other: PatientRecord
    sides: tuple[Side, ...]
    refusal: UserError | None


@dataclass(frozen=True, slots=True)
class Merged:
    """A record that was merged into another one, as it stands there."""

    patient_id: str
    number: str
    name: str
    at: dt.datetime
    by: str
    reason: str


def compare(clinic: Clinic, keep: str, other: str) -> Comparison:
    """The record that stays beside the one that goes into it. Raises ``unknown_patient``."""
    with clinic.store.reading() as reading:
        ours, theirs = _both(reading, keep, other)
    return Comparison(ours, theirs, _sides(ours, theirs), _refusal(ours, theirs))


def merge(
    clinic: Clinic,
    keep: str,
    other: str,
    *,
    choices: Mapping[str, str],
    reason: str,
    if_versions: tuple[int, int] | None = None,
) -> Written:
    """`other` goes into `keep`, all in one transaction.

    choices: each detail that differs -> ``keep`` or ``other``. if_versions: of both, as last seen.
    Raises UserError ``not_allowed``, ``unknown_patient``, ``conflict``, ``not_offered`` or
    ``bad_request``.
    """
    _need_reason(reason)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.ADMINISTRATOR)
        ours, theirs = _both(work.reading, keep, other)
        for record, seen in zip((ours, theirs), if_versions or (), strict=False):
            if record.version != seen:
                raise conflict(work.reading, record, seen=seen, yours={"merge": reason})
        if (refusal := _refusal(ours, theirs)) is not None:
            raise refusal
        missing = [
            side.field
            for side in _sides(ours, theirs)
            if side.is_open and choices.get(side.field) not in {KEEP, OTHER}
        ]
        if missing:
            raise bad_request(
                tr("The two records differ, and nobody said which is right"),
                ", ".join(missing),
                tr("Choose for each of them"),
            )
        work.entry(AWAY, patient_id=other)
        number = ours.identity.number
        shelf.add_merge(work, into=keep, number=number, source=other, reason=reason)
        work.entry(HERE, patient_id=keep)
        said = tr("merged with {number}: {reason}").format(
            number=theirs.identity.number, reason=reason
        )
        shelf.Copying(work, source=other, into=keep).everything()
        _join(work, ours, theirs, choices, said)
        return _written(clinic, work, keep, other)


def unmerge(clinic: Clinic, keep: str, other: str, *, reason: str) -> Written:
    """They were two persons: each record holds again what is its own, also what came later.

    What was entered into `keep` itself since stays there; a result is moved by hand.
    """
    _need_reason(reason)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.ADMINISTRATOR)
        if loading.record_of(work.reading, keep) is None:
            raise unknown_patient()
        standing = shelf.merges_into(work.reading, keep)
        found = next((row for row in standing if row.other == other), None)
        if found is None:
            raise bad_request(
                tr("These two records are not merged"),
                tr("no such merge stands"),
                tr("Read the record again"),
            )
        entry = shelf.entry_of_copies(work, found)
        Unmerging(work, keep, other, entry, reason).carry_out(found.id)
        return _written(clinic, work, keep, other)


def merged_into(clinic: Clinic, patient_id: str) -> tuple[Merged, ...]:
    """The records that stand within this one, newest first."""
    with clinic.store.reading() as reading:
        return tuple(
            Merged(
                row.other,
                patients.own_number(reading, row.other),
                patients.own_name(reading, row.other),
                row.recorded_at,
                row.recorded_by,
                row.reason,
            )
            for row in shelf.merges_into(reading, patient_id)
        )


def _both(reading: Reading, keep: str, other: str) -> tuple[PatientRecord, PatientRecord]:
    ours, theirs = loading.record_of(reading, keep), loading.record_of(reading, other)
    if ours is None or theirs is None:
        raise unknown_patient()
    if keep == other:
        raise bad_request(
            tr("This is one record"),
            tr("both numbers belong to it"),
            tr("Choose the other record of the person"),
        )
    return ours, theirs


def _sides(ours: PatientRecord, theirs: PatientRecord) -> tuple[Side, ...]:
    return tuple(Side(name, read(ours), read(theirs)) for name, read in _FIELDS.items())


def _refusal(ours: PatientRecord, theirs: PatientRecord) -> UserError | None:
    """Two running courses, or a course that would hide a newer one, are resolved before."""
    courses = [*ours.courses, *theirs.courses]
    running = [course for course in courses if course.phase not in ENDED]
    if len(running) > 1:
        return _not_offered(
            tr("both have a course that runs"), tr("Stop or close one of the two courses first")
        )
    open_ = [course for course in courses if course.phase is not Phase.CLOSED]
    if open_ and _rank(open_[-1]) < max(map(_rank, open_)):
        return _not_offered(
            tr("the course that ended earlier would hide the newer one"),
            tr("Close the older course first, or keep the other of the two records"),
        )
    return None


def _rank(course: CourseRecord) -> tuple[bool, dt.date]:
    return course.phase not in ENDED, course.dates.break_start or dt.date.min


def _not_offered(why: str, remedy: str) -> UserError:
    return UserError("not_offered", tr("These two cannot be merged now"), why=why, remedy=remedy)


def _join(
    work: UnitOfWork, ours: PatientRecord, theirs: PatientRecord, choices: Mapping[str, str],
    said: str,
) -> None:  # fmt: skip
    """What a record holds one of: chosen, else the one that is known."""

    def is_taken(side: Side) -> bool:
        """True where the other record's detail counts from now on."""
        if side.other is None or side.other == side.keep:
            return False
        return side.keep is None or choices.get(side.field) == OTHER

    taken = {side.field for side in _sides(ours, theirs) if is_taken(side)}
    if "name" in taken:
        patients.rename(work, ours.id, theirs.identity, reason=said)
    changes: dict[str, object] = {name: _FIELDS[name](theirs) for name in taken if name != "name"}
    if theirs.tablets_mg and not ours.tablets_mg:
        changes |= {
            "tablets_mg": theirs.tablets_mg, "halves": theirs.halves, "splitting": theirs.splitting
        }  # fmt: skip
    weights = sorted((*theirs.weights, *ours.weights), key=lambda weight: weight.on)
    kg = weights[-1].kg if weights else ours.facts.weight_kg or theirs.facts.weight_kg
    if kg != ours.facts.weight_kg:
        changes["weight_kg"] = kg
    if changes:
        details.change(work, ours.id, changes, reason=said)
    allergies = _allergies(ours.allergies, theirs.allergies)
    if allergies != ours.allergies:
        details.set_allergies(work, ours.id, allergies)
    known = {question.drug: question for question in ours.drug_questions}
    for question in theirs.drug_questions:
        if _counts_more(question, known.get(question.drug)):
            details.answer_drug_question(
                work, ours.id, drug=question.drug, answer=question.answer,
                asked_on=question.asked_on,
            )  # fmt: skip
    if ours.owner is None and theirs.owner is not None:
        workflow.set_owner(work, ours.id, theirs.owner)


def _allergies(ours: Allergies, theirs: Allergies) -> Allergies:
    """Known ones together; what one record knows goes before what the other does not."""
    known = {item.substance.casefold(): item for item in (*theirs.items, *ours.items)}
    if known:
        return Allergies("known", tuple(known.values()))
    rank = ("known", "none", "unavailable", "not_recorded")
    return min((ours, theirs), key=lambda each: rank.index(each.state))


def _counts_more(theirs: DrugQuestion, ours: DrugQuestion | None) -> bool:
    """The later answer counts; of one day the yes."""
    if theirs.answer == "not_asked":
        return False
    if ours is None or ours.answer == "not_asked":
        return True
    first = dt.date.min
    mine, other = (ours.asked_on or first), (theirs.asked_on or first)
    return other > mine or (other == mine and theirs.answer == "yes" != ours.answer)


def _is_named(record: PatientRecord) -> bool:
    return bool(record.identity.family or record.identity.given)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise bad_request(
            tr("A merge needs a reason"),
            tr("the reason is empty"),
            tr("Say how you know that it is, or is not, one person"),
        )


def _written(clinic: Clinic, work: UnitOfWork, keep: str, other: str) -> Written:
    work.flush()
    record = loading.record_of(work.reading, keep)
    assert record is not None
    answer = file_of(clinic, record).answer
    work.commit()
    changes = Changes(frozenset({keep, other}), frozenset(Topic))
    return Written(changes, work.versions[keep], answer, (keep, other))
