"""The specialist's summary as words: course, findings with sources, numbers, doses, decisions."""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.diary import Comedication
from aza_desktop.clinical.findings import Severity
from aza_desktop.gui.viewmodels.summary import RESULTS_SHOWN, build_summary
from aza_desktop.reports.document import Picture, Sheet, Table, words_of
from tests.support.open_patient import Story, a_lab_due, a_mark, a_set, an_open_patient
from tests.support.paper import a_stamp


def sheet_of(story: Story | None = None, *, chart: Picture | None = None) -> Sheet:
    file = an_open_patient(story or Story(results=a_set("2026-01-23", "44", "37")))
    return build_summary(file, a_stamp(status="Under Review"), chart=chart)  # type: ignore[arg-type]


def text_of(sheet: Sheet) -> str:
    return "\n".join(words_of(sheet))


def tables(sheet: Sheet) -> list[Table]:
    return [block for part in sheet.parts for block in part if isinstance(block, Table)]


def test_every_page_names_the_patient() -> None:
    sheet = sheet_of()
    name = an_open_patient(Story()).record.identity.name
    assert name in sheet.head
    assert name in text_of(sheet)


def test_a_mark_stands_with_its_reason_rule_and_protocol() -> None:
    mark = a_mark("TA_STOP", severity=Severity.CRITICAL)
    words = text_of(sheet_of(Story(marks=(mark,))))
    assert mark.title in words
    assert mark.advice.clinician in words
    assert mark.rule in words


def test_a_protocol_that_is_not_approved_is_said_at_the_foot() -> None:
    assert any("not approved here" in line for line in sheet_of().foot)


def test_only_the_latest_results_are_printed_and_the_rest_is_counted() -> None:
    day = dt.date(2025, 10, 1)
    results = [
        result
        for n in range(RESULTS_SHOWN + 3)
        for result in a_set(str(day + dt.timedelta(days=7 * n)), "30", "30")
    ]
    sheet = sheet_of(Story(results=results))
    longest = max(len(table.rows) for table in tables(sheet))
    assert longest == RESULTS_SHOWN
    assert "3 older collections are not printed" in text_of(sheet)


def test_doses_stand_with_who_confirmed_them_latest_first() -> None:
    words = text_of(sheet_of(Story(doses=(("2026-01-10", 50), ("2026-01-17", 75)))))
    assert words.index("17-Jan-2026") < words.index("10-Jan-2026", words.index("Confirmed doses"))
    assert "Confirmed by" in words


def test_the_next_blood_test_is_named() -> None:
    assert "Next blood test 01-Feb-2026" in text_of(sheet_of(Story(labs_due=(a_lab_due(),))))
    assert "Next blood test none due" in text_of(sheet_of(Story()))


def test_the_picture_is_described_for_who_cannot_see_it() -> None:
    picture = Picture(b"<svg/>", 450, "ALT 1.25 times upper limit")
    assert "ALT 1.25 times upper limit" in text_of(sheet_of(chart=picture))


def test_what_is_not_known_is_said() -> None:
    words = text_of(sheet_of(Story(results=(), doses=())))
    assert "No findings." in words
    assert "No results." in words


def test_other_drugs_that_nobody_checked_stand_on_the_sheet() -> None:
    drugs = (Comedication("c1", "Marcumar", dt.date(2026, 1, 2), None),)
    assert "Marcumar" in text_of(sheet_of(Story(record={"comedications": drugs})))
    assert "not checked" not in text_of(sheet_of())
