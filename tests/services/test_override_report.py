"""The weekly report of overrides: nobody is left out, and reading it is on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.services import (
    answering,
    corrections,
    courses,
    diary,
    merging,
    override_report,
    recording,
    users,
)
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.clinic import Clinic, open_clinic
from aza_desktop.services.override_report import OverrideReport
from tests.support.clinics import (
    LITERAL,
    PRESCRIBER,
    TODAY,
    a_complete_set,
    a_patient,
    a_result,
    reintroduced,
)

DAY = dt.timedelta(days=1)
REASON = "planned together, a quarter of the dose"


@pytest.fixture
def patient(clinic: Clinic) -> str:
    key = a_patient(clinic)
    reintroduced(clinic, key)
    recording.add_results(clinic, key, a_complete_set(TODAY - DAY))
    diary.add_comedication(clinic, key, "Zyloric 300", start_on=TODAY - DAY)
    return key


def override(clinic: Clinic, patient: str, days: int = 1) -> None:
    answering.override(
        clinic, patient, "ALLOPURINOL", reason=REASON, until=clinic.clock.today() + days * DAY
    )


@contextmanager
def at(clinic: Clinic, day: dt.date, actor: str | None = None) -> Iterator[Clinic]:
    """The same clinic on another day, or with somebody else at work."""
    opened = open_clinic(clinic.paths, clock=FixedClock(day), actor=actor or clinic.actor)
    try:
        yield opened
    finally:
        opened.close()


def test_a_week_of_overrides_tells_who_what_why_and_until_when(
    clinic: Clinic, patient: str
) -> None:
    override(clinic, patient)
    report = override_report.override_report(clinic)
    assert (report.since, report.until) == (TODAY - 6 * DAY, TODAY)
    (line,) = report.lines
    assert line.patient_id == patient
    assert (line.on, line.code, line.by) == (TODAY, "ALLOPURINOL", clinic.actor)
    assert (line.reason, line.until) == (REASON, TODAY + DAY)
    assert line.what == "Allopurinol together with azathioprine"
    assert "Zyloric" in line.shown
    assert (line.lapsed, line.newer, report.holding) == ("", 0, 1)


def test_an_override_that_lapsed_says_why_and_what_came_after(clinic: Clinic, patient: str) -> None:
    override(clinic, patient)
    recording.add_results(clinic, patient, (a_result("BILI", "9", given_id="later"),))
    (line,) = override_report.override_report(clinic).lines
    assert line.lapsed == "a newer result has arrived"
    assert (line.newer, line.newest_on) == (1, TODAY)


def test_only_the_chosen_days_are_shown(clinic: Clinic, patient: str) -> None:
    override(clinic, patient)
    with at(clinic, TODAY + 7 * DAY) as later:
        assert override_report.override_report(later).lines == ()
        week = override_report.override_report(later, since=TODAY, until=TODAY)
        assert [line.on for line in week.lines] == [TODAY]
        assert week.lines[0].lapsed.startswith("its date passed")


def test_an_override_that_was_taken_back_is_none(clinic: Clinic, patient: str) -> None:
    override(clinic, patient)
    corrections.undo(clinic)
    assert override_report.override_report(clinic).lines == ()


def test_a_restart_in_spite_of_the_checklist_is_an_override(clinic: Clinic) -> None:
    key = a_patient(clinic)
    courses.start_course(
        clinic, key, protocol=LITERAL, break_start=dt.date(2026, 1, 5),
        checklist={"jaundice": "yes", "jaundice_override": "Gilbert"}, confirmed_by=PRESCRIBER,
    )  # fmt: skip
    (line,) = override_report.override_report(clinic, since=TODAY - 60 * DAY, until=TODAY).lines
    assert (line.code, line.what, line.answer) == ("checklist", "jaundice", "yes")
    assert (line.reason, line.until, line.lapsed) == ("Gilbert", None, "")


def test_whoever_answers_for_overrides_is_asked_after_a_week_and_only_once(
    clinic: Clinic, patient: str
) -> None:
    override(clinic, patient)
    assert override_report.unread(clinic) is None
    with at(clinic, TODAY + 6 * DAY) as early:
        assert override_report.unread(early) is None
    with at(clinic, TODAY + 7 * DAY) as late:
        waiting = override_report.unread(late)
        assert waiting is not None
        assert (waiting.since, len(waiting.lines)) == (TODAY, 1)
        override_report.mark_read(late, waiting)
        assert override_report.unread(late) is None
        assert override_report.read_until(late) == TODAY + 6 * DAY
        (entry,) = audit_lines(late, action="overrides.read")
        assert entry.actor == late.actor
    with at(clinic, TODAY + 30 * DAY) as much_later:
        assert override_report.unread(much_later) is None


def test_each_reader_is_asked_and_staff_are_not(clinic: Clinic, patient: str) -> None:
    override(clinic, patient)
    users.add_user(clinic, "nurse.b", roles=("staff",))
    users.add_user(clinic, "admin.c", roles=("administrator",))
    late = TODAY + 7 * DAY
    with at(clinic, late) as mine:
        override_report.mark_read(mine, override_report.override_report(mine))
    with at(clinic, late, "admin.c") as administrator:
        assert override_report.unread(administrator) is not None
    with at(clinic, late, "nurse.b") as nurse:
        assert override_report.unread(nurse) is None
        with pytest.raises(UserError) as refused:
            override_report.mark_read(nurse, override_report.override_report(nurse))
    assert refused.value.code == "not_allowed"


def test_reading_an_older_week_again_takes_nothing_back(clinic: Clinic, patient: str) -> None:
    override_report.mark_read(clinic, override_report.override_report(clinic))
    override_report.mark_read(clinic, OverrideReport(TODAY - 20 * DAY, TODAY - 14 * DAY, ()))
    assert override_report.read_until(clinic) == TODAY - DAY


def test_a_merged_record_is_counted_once(clinic: Clinic, patient: str) -> None:
    override(clinic, patient)
    other = a_patient(clinic, "000124")
    merging.merge(clinic, other, patient, choices={}, reason="one person")
    (line,) = override_report.override_report(clinic).lines
    assert (line.patient_id, line.number) == (other, "000124")


def test_the_table_leaves_with_its_reasons_and_no_live_formula(
    clinic: Clinic, patient: str
) -> None:
    answering.override(clinic, patient, "ALLOPURINOL", reason="=1+1", until=TODAY + DAY)
    text = override_report.report_csv(override_report.override_report(clinic))
    assert text.splitlines()[0].startswith("on,number,patient,born,code")
    assert "'=1+1" in text
    override_report.note_export(clinic, lines=1)
    assert audit_lines(clinic)[0].action == "overrides.export 1"
