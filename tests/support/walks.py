"""What somebody may do to a patient, picked at random: for walks that look at what it leads to."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import DecisionType
from aza_desktop.services import (
    answering,
    contacts,
    corrections,
    courses,
    diary,
    drug_questions,
    owners,
    proposals,
    recording,
    samples,
    stepping,
)
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import record_of
from tests.support.clinics import PRESCRIBER, TODAY, a_result, on_break

Step = Callable[[Clinic, str, random.Random], object]


def _day(walk: random.Random) -> dt.date:
    return TODAY + dt.timedelta(days=walk.randrange(-9, 1))


def _confirm(clinic: Clinic, patient: str, walk: random.Random) -> object:
    dose = Decimal(walk.choice([25, 50, 75, 100]))
    return courses.confirm_dose(
        clinic, patient, on=_day(walk), dose_mg=dose, confirmed_by=PRESCRIBER
    )


def _move(clinic: Clinic, patient: str, walk: random.Random) -> object:
    to = walk.choice(list(Phase))
    return courses.confirm_phase(
        clinic, patient, to=to, on=_day(walk), confirmed_by=PRESCRIBER, reason="walk",
        dose_mg=Decimal(50) if to is Phase.REINTRODUCTION else None,
    )  # fmt: skip


def _decide(clinic: Clinic, patient: str, walk: random.Random) -> object:
    known = [one.id for one in record_of(clinic, patient).current_results] or ["none"]
    return diary.record_decision(
        clinic, patient, walk.choice(list(DecisionType)), on=_day(walk),
        results=(walk.choice(known),), decided_by=PRESCRIBER, reason="walk",
    )  # fmt: skip


def _strike(clinic: Clinic, patient: str, walk: random.Random) -> object:
    known = [one.id for one in record_of(clinic, patient).current_results] or ["none"]
    return corrections.strike_result(clinic, patient, walk.choice(known), reason="walk")


STEPS: tuple[Step, ...] = (
    _confirm, _move, _decide, _strike,
    lambda c, p, w: recording.add_results(
        c, p, (a_result(w.choice(["ALT", "AST"]), str(w.randrange(10, 260)), on=_day(w)),)
    ),
    lambda c, p, w: diary.hold_dose(c, p, since=_day(w), until=None, reason="walk"),
    lambda c, p, w: stepping.resume(
        c, p, since=_day(w), last_day=_day(w), confirmed_by=PRESCRIBER
    ),
    lambda c, p, w: contacts.add_contact(c, p, on=_day(w), outcome="reached"),
    lambda c, p, w: samples.take_sample(c, p, taken_on=_day(w)),
    lambda c, p, w: proposals.add_proposal(c, p, to="dose", dose_mg=Decimal(75)),
    lambda c, p, w: proposals.answer_proposal(
        c, p, "p1", answer=w.choice(proposals.ANSWERS), note="walk"
    ),
    lambda c, p, w: stepping.reduce_dose(
        c, p, on=TODAY, dose_mg=Decimal(25), confirmed_by=PRESCRIBER, reason="walk"
    ),
    lambda c, p, w: answering.override(
        c, p, w.choice(["LFT_OVERDUE", "TA_ELEVATED"]), reason="walk", until=TODAY
    ),
    lambda c, p, w: owners.set_owner(c, p, owner=w.choice(["", c.actor])),
    lambda c, p, w: samples.request(c, p, tests=("ALT", "AST")),
    lambda c, p, w: diary.add_comedication(
        c, p, w.choice(["Zyloric", "Marcumar"]), start_on=_day(w)
    ),
    lambda c, p, w: drug_questions.record_answers(
        c, p, {"allopurinol": w.choice(drug_questions.ANSWERS)}, taken_since=_day(w)
    ),
    lambda c, p, w: diary.report_day(c, p, on=_day(w), state="taken"),
    lambda c, p, w: on_break(c, p, since=_day(w)),
    lambda c, p, w: corrections.undo(c),
)  # fmt: skip
