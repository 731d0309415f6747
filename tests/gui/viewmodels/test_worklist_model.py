"""The Today list as rows: heads with counts, chips with words, nothing silently absent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.quantities import Ratio
from aza_desktop.clinical.worklist import (
    GROUP_IDS,
    NextDay,
    Reason,
    Worklist,
    WorklistEntry,
    WorklistGroup,
)
from aza_desktop.gui.viewmodels.worklist import (
    ALWAYS_OPEN,
    GroupRow,
    PatientRow,
    WorklistModel,
    build_worklist_model,
)

DAY = dt.date(2026, 1, 26)


def an_entry(
    number: int = 3,
    *,
    code: str = "TA_STOP",
    severity: Severity = Severity.CRITICAL,
    phase: str = "reintroduction",
    days_overdue: int | None = None,
    also: tuple[str, ...] = (),
    results: tuple[str, ...] = ("r1",),
    trend_results: tuple[str, ...] = (),
) -> WorklistEntry:
    return WorklistEntry(
        patient_id=f"p-{number}",
        number=f"DEMO-{number:04d}",
        name="OKAFOR, Daniel",
        birth_date=dt.date(1979, 3, 2),
        phase=phase,
        course=1,
        current_dose_mg=Decimal(75),
        reason=Reason(code, severity, DAY, results, "ALT 196 U/L / ULN 35 U/L = 5.60 >= 5.0"),
        also=also,
        days_overdue=days_overdue,
        trend=tuple(Ratio(Decimal(56), Decimal(10)) for _ in trend_results),
        trend_results=trend_results,
    )


def a_list(
    groups: dict[str, tuple[WorklistEntry, ...]], *, nothing: int = 0, ahead: NextDay | None = None
) -> Worklist:
    listed = sum(len(entries) for entries in groups.values())
    return Worklist(
        as_of=DAY,
        protocols=(),
        groups=tuple(WorklistGroup(g, f"Title {g}", groups.get(g, ())) for g in GROUP_IDS),
        nothing_today=nothing,
        snoozed=0,
        patients=listed + nothing,
        next=ahead,
    )


def patients(model: WorklistModel) -> list[PatientRow]:
    return [row for row in model.rows if isinstance(row, PatientRow)]


def heads(model: WorklistModel) -> list[GroupRow]:
    return [row for row in model.rows if isinstance(row, GroupRow)]


@pytest.mark.parametrize("group", GROUP_IDS)
def test_every_group_has_a_look_of_its_own(group: str) -> None:
    model = build_worklist_model(a_list({group: (an_entry(),)}))
    (head,), (row,) = heads(model), patients(model)
    assert (head.count, head.icon != "", row.chip.text != "") == (1, True, True)
    assert head.collapsible is (group not in ALWAYS_OPEN)


def test_groups_and_patients_keep_the_order_of_the_list() -> None:
    model = build_worklist_model(
        a_list({"labs_due": (an_entry(1),), "call_today": (an_entry(2), an_entry(3))})
    )
    assert [head.group for head in heads(model)] == ["call_today", "labs_due"]
    assert [row.number for row in patients(model)] == ["DEMO-0002", "DEMO-0003", "DEMO-0001"]


@pytest.mark.parametrize(
    ("group", "entry", "word"),
    [
        ("call_today", an_entry(), "STOP RULE"),
        ("call_today", an_entry(code="SYMPTOM", severity=Severity.HIGH), "symptom"),
        ("call_today", an_entry(code="RULE_NOT_RUN"), "not run"),
        ("labs_overdue", an_entry(code="labs_overdue", days_overdue=5), "5 d"),
        ("step_possible", an_entry(code="step"), "step"),
        ("step_possible", an_entry(code="step", phase="on_break"), "restart"),
        ("step_possible", an_entry(code="STABLE_CRITERIA_MET"), "stable"),
    ],
)
def test_the_chip_says_why(group: str, entry: WorklistEntry, word: str) -> None:
    (row,) = patients(build_worklist_model(a_list({group: (entry,)})))
    assert row.chip.text == word


def test_the_last_dot_is_red_only_when_the_mark_cites_that_result() -> None:
    cited = an_entry(results=("r9",), trend_results=("r1", "r9"))
    other = an_entry(results=("r5",), trend_results=("r1", "r9"))
    mild = an_entry(results=("r9",), trend_results=("r9",), severity=Severity.MEDIUM)
    model = build_worklist_model(a_list({"call_today": (cited, other, mild)}))
    assert [row.cited for row in patients(model)] == [True, False, False]


def test_the_reason_is_typeset_and_the_rest_is_counted() -> None:
    entry = an_entry(also=("CONSIDER_ALTERNATIVE", "TPMT_RISK"))
    (row,) = patients(build_worklist_model(a_list({"call_today": (entry,)})))
    assert row.reason == "ALT 196 U/L ÷ ULN 35 U/L = 5.60 ≥ 5.0"
    assert row.brief == row.reason
    assert row.more == 2
    assert "TPMT_RISK" in row.tooltip


def test_the_row_shows_few_words_and_the_whole_sentence_is_told_beside_it() -> None:
    entry = an_entry()
    short = replace(entry.reason, brief="ALT 5.60 x ULN on 25-Jan-2026")
    (row,) = patients(build_worklist_model(a_list({"call_today": (replace(entry, reason=short),)})))
    assert row.brief == "ALT 5.60 × ULN on 25-Jan-2026"
    assert row.reason == "ALT 196 U/L ÷ ULN 35 U/L = 5.60 ≥ 5.0"
    assert row.reason in row.tooltip
    assert row.reason in row.spoken


def test_a_row_is_spoken_with_its_place() -> None:
    model = build_worklist_model(a_list({"call_today": (an_entry(1), an_entry(2))}))
    assert patients(model)[1].spoken.endswith("2 of 2")


def test_the_best_state_says_so_and_names_the_next_day() -> None:
    model = build_worklist_model(a_list({}, nothing=7, ahead=NextDay(dt.date(2026, 1, 27), 3)))
    assert model.rows == ()
    assert model.empty == "Nobody needs a call today. Next: 27-Jan-2026, 3 labs due."


def test_an_empty_clinic_is_not_called_a_quiet_day() -> None:
    assert build_worklist_model(a_list({})).empty == "No patients yet. Ctrl+N records the first."


def test_the_footer_counts_the_others() -> None:
    model = build_worklist_model(a_list({"labs_due": (an_entry(),)}, nothing=17))
    assert model.footer[0] == "17 other patients: nothing to do today."


def test_a_row_tells_who_looks_after_the_patient_while_the_owner_is_away() -> None:
    entry = replace(an_entry(), owner="nurse.a", looked_after_by="nurse.b")
    (row,) = patients(build_worklist_model(a_list({"call_today": (entry,)})))
    assert "Looked after by nurse.b, for nurse.a who is away" in row.tooltip
    assert "nurse.b" in row.spoken
