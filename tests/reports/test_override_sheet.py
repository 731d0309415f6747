"""The overrides on paper, as words."""

from __future__ import annotations

import datetime as dt

from aza_desktop.reports.document import words_of
from aza_desktop.reports.override_sheet import Overridden, OverrideList, build_override_sheet
from tests.support.paper import a_stamp

SINCE, UNTIL = dt.date(2026, 1, 20), dt.date(2026, 1, 26)
LINE = Overridden(
    "26-Jan-2026", "ROSSI, Elena", "Allopurinol", "planned", "dr.a", "04-Feb-2026", "holds", ""
)


def words(*lines: Overridden) -> str:
    listed = OverrideList(SINCE, UNTIL, "1 override", (("Allopurinol", 1),), lines)
    return "\n".join(words_of(build_override_sheet(listed, a_stamp())))


def test_every_override_stands_on_the_sheet_with_its_reason() -> None:
    said = words(LINE)
    for text in ("20-Jan-2026 to 26-Jan-2026", "ROSSI, Elena", "planned", "dr.a", "Read by"):
        assert text in said


def test_a_week_without_overrides_says_so() -> None:
    assert "Nothing was overridden in these days." in words()
