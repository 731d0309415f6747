"""Of the reports of one moment the same ones count, in whatever order a file tells them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import permutations

import pytest

from aza_desktop.clinical.drafts import DraftPatient, ResultDraft
from aza_desktop.clinical.labs import LabResult, ResultStatus
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.services.import_plan import ImportPlan, PlannedResult

MONDAY = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
TUESDAY = MONDAY + dt.timedelta(days=1)
CORRECTED, CANCELLED = ResultStatus.CORRECTED, ResultStatus.CANCELLED


def report(
    value: str,
    unit: str | None,
    *,
    limit: str | None = None,
    status: ResultStatus = ResultStatus.FINAL,
    at: dt.datetime | None = None,
) -> ResultDraft:
    result = LabResult(
        id="", analyte="ALT", value_text=value, value=Decimal(value),
        comparator=Comparator.EQUAL, unit=unit, uln_text=limit,
        uln=Decimal(limit) if limit else None, uln_unit=unit if limit else None,
        collected_on=dt.date(2026, 1, 4), status=status, reported=at,
    )  # fmt: skip
    taken_back = status is CANCELLED
    return ResultDraft("line 1", DraftPatient(), result, withdraws=taken_back)


def counting(drafts: tuple[ResultDraft, ...]) -> set[tuple[str, str | None, str | None]]:
    plan = ImportPlan(lambda analyte, unit: unit)
    for draft in drafts:
        plan.take(draft)
    planned = [one for one in plan.results if isinstance(one, PlannedResult)]
    for at, one in enumerate(planned):
        assert all(any(other is older for older in planned[:at]) for other in one.replaces)
    assert len(planned) + plan.duplicates == len(drafts)
    results = [one.draft.result for one in planned if one.is_current]
    return {(result.value_text, result.unit, result.uln_text) for result in results}


SETS = [
    (
        (report("50", "U/L"), report("50", None, limit="41"), report("50", "U/L", limit="41")),
        {("50", "U/L", "41")},
    ),
    (
        (report("50", None), report("50", "U/L"), report("50", "U/L", status=CANCELLED)),
        set(),
    ),
    (
        (
            report("40", "U/L", status=CORRECTED, at=MONDAY),
            report("50", "U/L", status=CORRECTED, at=MONDAY),
            report("40", "U/L", limit="41", status=CORRECTED, at=TUESDAY),
        ),
        {("40", "U/L", "41")},
    ),
]


@pytest.mark.parametrize(("reports", "expected"), SETS)
def test_what_counts_is_the_same_in_any_order(
    reports: tuple[ResultDraft, ...], expected: set[tuple[str, str | None, str | None]]
) -> None:
    for order in permutations(reports):
        assert counting(order) == expected
