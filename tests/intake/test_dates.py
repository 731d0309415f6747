"""Dates: proven by the file, said by a person, or asked; never guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.errors import UserError
from aza_desktop.intake.dates import MDY, OrderProof, readings_of, time_of, together
from tests.support.lab_files import TODAY, counts, lab_words, staged

HEAD = "MRN,Date,ALT (U/L)\n"


def days(*texts: str, head: str = HEAD, **answers: str) -> list[str]:
    batch = staged(head + "".join(f"{n},{text},20\n" for n, text in enumerate(texts)), **answers)
    return [draft.result.collected_on.isoformat() for draft in batch.drafts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-08", "2025-01-08T00:00:00"),
        ("2025/1/8", "2025-01-08T00:00:00"),
        ("2025-01-08T09:01", "2025-01-08T09:01:00"),
        ("2025-01-08 09:01:59.123+01:00", "2025-01-08T09:01:59"),
        ("2025-01-08T09:01Z", "2025-01-08T09:01:00"),
        ("20250108", "2025-01-08T00:00:00"),
        ("202501080901", "2025-01-08T09:01:00"),
        ("20250108090159", "2025-01-08T09:01:59"),
        ("20250108 0:05", "2025-01-08T00:05:00"),
        ("8 Jan 2025 09:01", "2025-01-08T09:01:00"),
        ("08JAN2025", "2025-01-08T00:00:00"),
        ("08JAN2025:09:01:59", "2025-01-08T09:01:59"),
        ("2025-Jan-08", "2025-01-08T00:00:00"),
        ("2025 Jan 8 09:01", "2025-01-08T09:01:00"),
        ("8. März 2025", "2025-03-08T00:00:00"),
        ("1er février 2025", "2025-02-01T00:00:00"),
        ("8 de enero de 2025", "2025-01-08T00:00:00"),
        ("Jan 8, 2025 2:30 PM", "2025-01-08T14:30:00"),
        ("Jan 8, 2025 12:30 a.m.", "2025-01-08T00:30:00"),
        ("25/12/2025 09h01", "2025-12-25T09:01:00"),
        ("25.12.2025 9.01 Uhr", "2025-12-25T09:01:00"),
        ("12/25/25", "2025-12-25T00:00:00"),
        ("25/12/99", "1999-12-25T00:00:00"),
        ("08/08/2025", "2025-08-08T00:00:00"),
    ],
)
def test_a_date_with_one_meaning_is_read(text: str, expected: str) -> None:
    found = readings_of(text, lab_words().months, today=TODAY)

    assert found is not None
    moment = found.certain or next(iter(found.by_order.values()))
    assert len({m.day for m in found.by_order.values()}) <= 1
    time = moment.time or dt.time()
    assert dt.datetime.combine(moment.day, time).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "pending", "31/02/2025", "2025-13-01", "0208-01-08", "45321", "12/2025", "1/2/3",
        "2025-01-08 25:00", "2025-01-08 09:61", "Jan 8, 2025 13:30 PM", "2025-01-08 or later",
        "20251301", "20250108259999", "8 Foo 2025", "Foo 8, 2025", "Jan 41, 2025", "41 Jan 2025",
        "25/12/2025 noon",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert readings_of(text, lab_words().months, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9:01", dt.time(9, 1)), ("0840", dt.time(8, 40)), ("2460", None), ("soon", None), ("", None)],
)
def test_a_time_may_stand_in_a_column_of_its_own(text: str, expected: dt.time | None) -> None:
    assert time_of(text) == expected


def test_one_date_that_fits_one_order_proves_it_for_all() -> None:
    assert days("03/04/2025", "25/04/2025") == ["2025-04-03", "2025-04-25"]
    assert days("03/04/2025", "04/25/2025") == ["2025-03-04", "2025-04-25"]


def test_a_birth_date_proves_the_order_of_the_samples() -> None:
    batch = staged("MRN,DOB,Date,ALT (U/L)\n1,25/12/1960,03/04/2025,20\n")

    assert batch.drafts[0].result.collected_on == dt.date(2025, 4, 3)


def test_a_column_with_a_proof_of_its_own_is_read_by_it() -> None:
    batch = staged(
        "MRN,DOB,Date,ALT (U/L)\n1,12/25/1960,25/04/2025,20\n1,12/25/1960,03/04/2025,2\n"
    )

    assert [draft.result.collected_on.month for draft in batch.drafts] == [4, 4]
    assert batch.drafts[0].patient.birth_date == dt.date(1960, 12, 25)


def test_dates_that_all_fit_two_orders_are_a_question_and_nothing_is_taken() -> None:
    text = HEAD + "1,03/04/2025,20\n2,05/05/2025,21\n"
    batch = staged(text)

    assert counts(batch) == (2, 0, 0, 2, 0)
    assert {row.reason for row in batch.held} == {"date_order"}
    assert [(q.code, q.choices, q.rows) for q in batch.questions] == [
        ("date_order", ("dmy", "mdy"), 2)
    ]
    assert days("03/04/2025", "05/05/2025", date_order="mdy") == ["2025-03-04", "2025-05-05"]
    assert days("03/04/2025", "05/05/2025", date_order="dmy") == ["2025-04-03", "2025-05-05"]


def test_an_ambiguous_birth_date_holds_its_rows() -> None:
    batch = staged("MRN,DOB,Date,ALT (U/L)\n1,03/04/1960,2025-04-03,20\n")

    assert [(row.field, row.value, row.reason) for row in batch.held] == [
        ("DOB", "03/04/1960", "date_order")
    ]
    assert batch.held[0].patient is None


def test_a_date_whose_day_is_its_month_has_one_meaning() -> None:
    assert days("04/04/2025") == ["2025-04-04"]


def test_dots_mean_day_first_unless_the_file_proves_the_contrary() -> None:
    assert days("03.04.2025") == ["2025-04-03"]
    assert days("03.04.2025", "04.25.2025") == ["2025-03-04", "2025-04-25"]


def test_a_two_digit_year_may_stand_first() -> None:
    assert days("25/03/04") == []
    assert days("25/03/04", date_order="ymd") == ["2025-03-04"]
    assert days("25/03/04", "99/03/04") == ["2025-03-04", "1999-03-04"]
    assert days("25/03/44", "99/03/04", date_order="ymd") == ["1999-03-04"]


def test_an_answer_that_is_no_order_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        days("03/04/2025", date_order="later")

    assert refused.value.code == "bad_request"


@pytest.mark.parametrize(("day", "expected"), [(2, "2025-04-03"), (32, "2025-03-04")])
def test_a_study_day_proves_the_order(day: int, expected: str) -> None:
    rows = f"1,03/04/2025,1,20\n1,04/04/2025,{day},20\n"

    batch = staged("MRN,Date,Study day,ALT (U/L)\n" + rows)

    assert batch.drafts[0].result.collected_on.isoformat() == expected


def test_a_study_day_without_day_zero_proves_too() -> None:
    rows = "1,05/04/2025,-1,20\n1,06/04/2025,1,20\n1,,3,4\n"

    batch = staged("MRN,Date,ADY,ALT (U/L)\n" + rows.replace("1,,3,4\n", ""))

    assert [draft.result.collected_on.isoformat() for draft in batch.drafts] == [
        "2025-04-05",
        "2025-04-06",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "1,03/04/2025,1,20\n1,06/05/2025,9,20\n",
        "1,03/04/2025,1,20\n2,04/05/2025,1,20\n",
        "1,03/04/2025,x,20\n1\n",
        "1,03/04/2025,1,20\n1,no date,2,20\n",
    ],
)
def test_a_study_day_that_proves_nothing_leaves_the_question(rows: str) -> None:
    batch = staged("MRN,Date,Study day,ALT (U/L)\n" + rows)

    assert batch.questions[0].code == "date_order"


def test_a_few_dates_in_another_order_are_listed() -> None:
    rows = "".join(f"1,{day}/03/2025,{day}\n" for day in range(13, 32))
    text = HEAD + rows + "1,03/25/2025,99\n1,05/06/2025,20\n"

    batch = staged(text)

    assert [(row.where, row.reason) for row in batch.held] == [
        ("line 21, ALT (U/L)", "date_exception")
    ]
    assert batch.drafts[-1].result.collected_on == dt.date(2025, 6, 5)
    assert batch.questions[0].choices == ("mdy",)
    answered = staged(text, date_exceptions="mdy")
    assert counts(answered) == (21, 21, 0, 0, 0)
    assert answered.drafts[19].result.collected_on == dt.date(2025, 3, 25)


def test_two_proven_orders_leave_only_certain_dates() -> None:
    batch = staged(HEAD + "1,25/03/2025,1\n1,03/26/2025,2\n1,05/06/2025,3\n1,05/05/2025,4\n")

    assert [draft.result.value_text for draft in batch.drafts] == ["1", "2"]
    assert [row.value for row in batch.held] == ["05/06/2025", "05/05/2025"]


def test_slash_dates_among_iso_dates_are_decided_among_themselves() -> None:
    iso = [f"2025-03-{day}" for day in range(10, 30)]

    assert days(*iso, "03/25/2025", "04/05/2025")[-2:] == ["2025-03-25", "2025-04-05"]
    assert len(days(*iso, "04/05/2025")) == len(iso)


@pytest.mark.parametrize(("proof", "taken"), [("", 20_000), ("1,04/25/2025,50\n", 20_101)])
def test_a_hundred_slash_dates_among_twenty_thousand_others(proof: str, taken: int) -> None:
    iso = "".join(f"{n},2025-03-{n % 28 + 1:02},50\n" for n in range(20_000))
    slashes = "".join(f"{n},04/{n % 12 + 1:02}/2025,50\n" for n in range(100) if n % 12 != 3)
    same = "".join(f"{n},04/{n % 12 + 1:02}/2025,51\n" for n in range(100) if n % 12 == 3)

    batch = staged(HEAD + iso + slashes + same + proof)

    assert batch.read == 20_100 + bool(proof)
    assert len(batch.drafts) == taken
    assert {row.reason for row in batch.held} == (set() if proof else {"date_order"})


def test_a_time_of_midnight_everywhere_means_no_time() -> None:
    batch = staged(HEAD + "1,2025-01-02 00:00:00,50\n1,2025-01-03 00:00:00,50\n")
    assert [draft.result.collected_time for draft in batch.drafts] == [None, None]

    batch = staged(HEAD + "1,2025-01-02 00:00,50\n1,2025-01-03 08:00,50\n")
    assert [draft.result.collected_time for draft in batch.drafts] == [dt.time(0), dt.time(8)]


def test_a_time_column_completes_the_date() -> None:
    head = "MRN,Date,Time,ALT (U/L)\n"

    batch = staged(head + "1,2025-01-02,07:30,50\n1,2025-01-03,,50\n1,2025-01-04 09:00,07:30,5\n")

    times = [draft.result.collected_time for draft in batch.drafts]
    assert times == [dt.time(7, 30), None, dt.time(9)]


def test_a_missing_date_rejects_the_value() -> None:
    batch = staged(HEAD + "1,,20\n1,soon,21\n")

    assert [(row.field, row.value, row.reason) for row in batch.rejected] == [
        ("Date", "", "no_date"),
        ("Date", "soon", "no_date"),
    ]


def test_a_file_with_only_a_report_date_asks_which_column_counts() -> None:
    text = "MRN,Report date,Received,ALT (U/L)\n1,2025-01-02,2025-01-01,50\n"
    batch = staged(text)

    assert [(row.reason, row.code) for row in batch.held] == [("date_column", "date_column")]
    assert batch.questions[0].choices == ("Report date", "Received")
    assert staged(text, date_column="Received").drafts[0].result.collected_on.day == 1


def test_a_file_without_any_date_rejects_every_value() -> None:
    assert [row.reason for row in staged("MRN,ALT (U/L)\n1,50\n").rejected] == ["no_date"]


@pytest.mark.parametrize(
    ("text", "year"), [("25/12/61", 1961), ("25/12/1961", 1961), ("25/12/09", None)]
)
def test_a_birth_year_of_two_digits_that_fits_two_centuries_is_rejected(
    text: str, year: int | None
) -> None:
    rows = f"1,{text},2025-04-03,20\n2,30/11/55,2025-04-03,\n"
    batch = staged("MRN,DOB,Date,ALT (U/L)\n" + rows)

    found = [draft.patient.birth_date.year for draft in batch.drafts if draft.patient.birth_date]
    assert found == ([] if year is None else [year])
    assert [row.reason for row in batch.rejected] == ([] if year else ["birth_date"])


def test_a_proof_needs_nineteen_dates_for_each_exception() -> None:
    assert OrderProof({"dmy": 18, "mdy": 1}, 0, 0).order() is None
    assert OrderProof({"dmy": 1, "mdy": 19}, 0, 0).order() == MDY
    assert together([OrderProof({"dmy": 1}, 2, 1), OrderProof({"dmy": 2}, 3, 0)]) == OrderProof(
        {"dmy": 3}, 5, 1
    )


def test_a_birth_date_that_is_still_to_come_is_none() -> None:
    born = (TODAY + dt.timedelta(days=1)).isoformat()
    head = "MRN,DOB,Date,ALT (U/L)\n"

    batch = staged(head + f"1,{born},2025-01-02,20\n2,{TODAY.isoformat()},2025-01-02,21\n")

    assert [(row.field, row.value, row.reason) for row in batch.rejected] == [
        ("DOB", born, "birth_date")
    ]
    assert [draft.patient.birth_date for draft in batch.drafts] == [TODAY]
