"""What a patient reads at home: confirmed doses, tablets, long dates, no word for clinicians."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.paper import ClinicCard
from aza_desktop.clinical.plan import PlanKind
from aza_desktop.reports.document import Box, DayLook, Month, Sheet, digest_of, words_of
from aza_desktop.reports.patient_calendar import HomePlan, build_calendar_sheet
from tests.support.paper import ANITA, CARD, MONDAY, THURSDAY, a_plan, a_stamp, days

FORBIDDEN = re.compile(r"ULN|× |x U|TA_|_STOP|rule|mark|ALT|AST|bilirubin|propos|mercaptopurine")
"""Words of the clinic, and drugs to switch to: none of them belongs on the patient's sheet."""


def sheet_of(plan: HomePlan | None = None, **stamp: object) -> Sheet:
    return build_calendar_sheet(ANITA, plan or a_plan(), a_stamp(**stamp))  # type: ignore[arg-type]


def text_of(sheet: Sheet) -> str:
    return "\n".join(words_of(sheet))


def months(sheet: Sheet) -> list[Month]:
    return [block for part in sheet.parts for block in part if isinstance(block, Month)]


def cells(sheet: Sheet) -> dict[int, object]:
    return {
        day.number: day
        for month in months(sheet)
        for week in month.weeks
        for day in week
        if day is not None
    }


def test_it_names_the_patient_with_birth_date_and_number_on_every_page() -> None:
    sheet = sheet_of(a_plan(days(THURSDAY, dt.date(2026, 1, 8)), test_on=dt.date(2026, 1, 8)))
    assert len(sheet.parts) == 3
    for part in sheet.parts:
        words = text_of(replace(sheet, parts=(part,)))
        assert "HARGREAVES, Anita (Mrs)" in words
        assert "14 July 1984" in words
        assert "000123" in words


def test_days_are_written_out_long() -> None:
    words = text_of(sheet_of())
    assert "Thursday 20 November 2025 to Monday 24 November 2025" in words
    assert "valid until your next blood test on Monday 24 November 2025" in words
    assert "Printed Thursday 20 November 2025, 09:41 by nurse.b" in words
    assert not re.search(r"\d{2}-[A-Z][a-z]{2}-\d{4}", words)


def test_the_dose_stands_in_mg_and_in_tablets() -> None:
    sheet = sheet_of()
    assert "75 mg a day = 1 tablet of 50 mg and 1 tablet of 25 mg" in text_of(sheet)
    day = cells(sheet)[21]
    assert (day.main, day.lines) == ("75 mg", ("1 × 50 mg", "1 × 25 mg"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("count", "words", "short"),
    [
        ("1", "1 tablet of 50 mg", "1 × 50 mg"),
        ("2", "2 tablets of 50 mg", "2 × 50 mg"),
        ("0.5", "half a tablet of 50 mg", "½ × 50 mg"),
        ("1.5", "1 and a half tablets of 50 mg", "1½ × 50 mg"),
    ],
)
def test_halves_are_said_in_words(count: str, words: str, short: str) -> None:
    sheet = sheet_of(a_plan(pieces={Decimal(75): ((Decimal(50), Decimal(count)),)}))
    assert f"75 mg a day = {words}" in text_of(sheet)
    assert cells(sheet)[21].lines == (short,)  # type: ignore[attr-defined]


def test_without_recorded_tablets_their_number_is_written_in_by_hand() -> None:
    sheet = sheet_of(a_plan(pieces={}))
    assert "75 mg a day = ______________________ tablets" in text_of(sheet)
    assert any("No tablets are recorded" in caution for caution in sheet.cautions)


def test_every_day_with_tablets_has_a_box_to_tick_and_no_other_day() -> None:
    sheet = sheet_of()
    ticked = {number for number, day in cells(sheet).items() if day.has_box}  # type: ignore[attr-defined]
    assert ticked == {20, 21, 22, 23, 24}


def test_days_before_and_after_the_sheet_hold_no_dose() -> None:
    found = cells(sheet_of())
    assert found[19].look is DayLook.PAST  # type: ignore[attr-defined]
    assert found[25].look is DayLook.OPEN  # type: ignore[attr-defined]
    assert found[25].main == ""  # type: ignore[attr-defined]


def test_the_blood_test_stands_on_its_day() -> None:
    flags = {number: day.flag for number, day in cells(sheet_of()).items() if day.flag}  # type: ignore[attr-defined]
    assert flags == {24: "BLOOD TEST"}


def test_a_pause_and_a_break_show_no_tablet() -> None:
    paused = sheet_of(a_plan(days(THURSDAY, MONDAY, kind=PlanKind.HELD)))
    assert "no azathioprine" in text_of(paused)
    assert cells(paused)[21].main == "pause"  # type: ignore[attr-defined]
    off = sheet_of(a_plan(days(THURSDAY, MONDAY, kind=PlanKind.OFF)))
    assert cells(off)[21].main == "none"  # type: ignore[attr-defined]
    assert not any(day.has_box for day in cells(off).values())  # type: ignore[attr-defined]
    assert "Tick the box" not in text_of(off)


def test_a_change_of_dose_that_was_confirmed_is_said_with_its_first_day() -> None:
    plan = a_plan(
        days(THURSDAY, dt.date(2025, 11, 21), 50) + days(dt.date(2025, 11, 22), MONDAY, 75),
        pieces={
            Decimal(50): ((Decimal(50), Decimal(1)),),
            Decimal(75): ((Decimal(25), Decimal(3)),),
        },
    )
    words = text_of(sheet_of(plan))
    assert "Thursday 20 November 2025 to Friday 21 November 2025" in words
    assert "75 mg a day = 3 tablets of 25 mg" in words


def test_the_words_of_clinicians_are_nowhere() -> None:
    words = text_of(sheet_of(status="Under Review"))
    body = "\n".join(
        line for line in words.splitlines() if not re.fullmatch(r"[\d½]+ × .* mg", line)
    )
    assert FORBIDDEN.search(body) is None


def test_a_protocol_that_is_not_approved_is_said_in_words() -> None:
    assert "not approved here" in text_of(sheet_of(status="Under Review"))
    assert "not approved here" not in text_of(sheet_of(status="Approved"))


def test_older_sheets_are_void_and_the_last_one_is_named() -> None:
    words = text_of(sheet_of(a_plan(replaces=dt.date(2025, 11, 14))))
    assert "Replaces the sheet of Friday 14 November 2025." in words
    assert "All older sheets are no longer valid" in words


def test_both_phones_stand_below_the_warning_signs() -> None:
    (box,) = [b for part in sheet_of().parts for b in part if isinstance(b, Box) and b.heavy]
    assert "yellow eyes" in box.title
    assert box.lines == ("Ring us: 01632 960 000", "Nights and weekends: 01632 960 001")


def test_a_missing_phone_is_a_line_to_write_on_and_whoever_prints_is_told() -> None:
    sheet = sheet_of(card=ClinicCard("Liver Clinic"))
    assert "Ring us: ____" in text_of(sheet)
    assert any("phone number is missing" in caution for caution in sheet.cautions)
    assert sheet_of(card=CARD).cautions == ()


@pytest.mark.parametrize(
    ("due", "awaited", "said"),
    [
        (dt.date(2025, 11, 14), None, "was due on Friday 14 November 2025. Please have it now."),
        (THURSDAY, None, "Your blood test is due today."),
        (dt.date(2025, 11, 14), dt.date(2025, 11, 19), "waiting for the result"),
    ],
)
def test_without_a_test_ahead_the_sheet_ends_by_itself(
    due: dt.date, awaited: dt.date | None, said: str
) -> None:
    plan = a_plan(test_on=None, test_was_due=due, awaited_since=awaited)
    words = text_of(sheet_of(plan))
    assert said in words
    assert "This sheet is valid until Monday 24 November 2025." in words


def test_weeks_begin_on_the_clinics_first_day() -> None:
    (month,) = months(sheet_of(card=replace(CARD, first_weekday=6)))
    assert month.weekdays[0] == "Sunday"
    assert [day and day.number for day in month.weeks[0]] == [16, 17, 18, 19, 20, 21, 22]


def test_the_demo_is_marked_across_every_page() -> None:
    assert "DEMO" in sheet_of(demo=True).watermark
    assert sheet_of(demo=False).watermark == ""


def test_two_sheets_that_say_the_same_have_one_digest() -> None:
    assert digest_of(sheet_of()) == digest_of(sheet_of())
    assert digest_of(sheet_of()) != digest_of(sheet_of(a_plan(days(THURSDAY, MONDAY, 50))))


def test_a_split_dose_is_said() -> None:
    assert "Split the dose" in text_of(sheet_of(a_plan(is_split=True)))
    assert "Split the dose" not in text_of(sheet_of())
