"""The slip: whose blood, which tests, by when, asked for by whom, and that nothing was sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from aza_desktop.reports.document import Table, words_of
from aza_desktop.reports.lab_slip import Request, build_lab_slip
from tests.support.paper import ANITA, a_stamp

ASKED = Request(
    id="q1",
    requested_on=dt.date(2025, 11, 20),
    requested_by="nurse.b",
    tests=(("ALT", "Alanine aminotransferase", ""), ("ALP", "Alkaline phosphatase", "beside")),
    due_by=dt.date(2025, 11, 23),
    come_on=dt.date(2025, 11, 21),
    laboratory="City Laboratory",
    dose="75 mg a day",
)


def text_of(asked: Request) -> str:
    return "\n".join(words_of(build_lab_slip(ANITA, asked, a_stamp())))


def test_the_patient_stands_on_it_with_three_identifiers() -> None:
    words = text_of(ASKED)
    assert "HARGREAVES, Anita (Mrs)" in words
    assert "Born 14 July 1984" in words
    assert "Number 000123" in words


def test_every_test_stands_in_a_row_of_its_own() -> None:
    sheet = build_lab_slip(ANITA, ASKED, a_stamp())
    (table,) = [block for part in sheet.parts for block in part if isinstance(block, Table)]
    assert [row.cells[0] for row in table.rows] == ["ALT", "ALP"]
    assert table.rows[1].cells[2] == "beside"


def test_the_day_is_long_and_a_closed_one_names_the_open_day() -> None:
    words = text_of(ASKED)
    assert "Blood test by Sunday 23 November 2025" in words
    assert "closed on 23-Nov-2025: please come on Friday 21 November 2025" in words
    assert "closed" not in text_of(replace(ASKED, come_on=None))


def test_a_request_without_a_day_says_so() -> None:
    assert "Blood test: no day set" in text_of(replace(ASKED, due_by=None, come_on=None))


def test_it_asks_for_the_limit_and_promises_no_sending() -> None:
    words = text_of(ASKED)
    assert "upper limit of normal" in words
    assert "not sent" in words
    assert "Requested by nurse.b" in words
