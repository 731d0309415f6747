"""The cards: order, words, sources, the step's card, and what comes up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.course import CourseDates, Phase
from aza_desktop.clinical.diary import Comedication, Decision, DecisionType
from aza_desktop.clinical.findings import (
    Escalation,
    LabDue,
    LabReason,
    LabStatus,
    Possibility,
    Restart,
    Severity,
)
from aza_desktop.clinical.protocol import Contradiction, ProtocolReview
from aza_desktop.gui.viewmodels.finding_card import FindingCard
from aza_desktop.gui.viewmodels.findings import FindingsModel, build_findings
from aza_desktop.protocols import load_library
from tests.support.files import OpenFile, a_file, a_mark, a_protocol, a_result, an_answer, day
from tests.support.process import resources


def rows(card: FindingCard) -> dict[str, str]:
    return dict(card.rows)


def the_step(model: FindingsModel) -> FindingCard:
    """The card of the step or restart: the only one that is no mark and not closed."""
    (card,) = [c for c in model.cards if not c.code and c.chip != "closed"]
    return card


def on_50(**changes: object) -> OpenFile:
    usual: dict[str, object] = {"doses": [("2025-11-04", "50")]}
    return a_file(**{**usual, **changes})  # type: ignore[arg-type]


def test_a_card_says_why_what_the_protocol_says_and_whence() -> None:
    mark = a_mark(missing=["the bilirubin"], patient="Your liver test is high.")
    card = build_findings(on_50(answer=an_answer(marks=[mark]))).cards[0]
    assert card.chip == "STOP RULE"
    assert rows(card)["Why"] == "ALT 196 U/L ÷ ULN 35 U/L = 5.60 ≥ 5.0"
    assert rows(card)["Missing"] == "the bilirubin"
    assert rows(card)["Protocol"] == "The protocol says stop azathioprine immediately."
    assert card.rule == "Rule ta_stop · S12 · aza-reintro-cautious@1.0.0 · Under Review"
    assert [source.id for source in card.sources] == ["article"]
    assert card.more[0][1] == "Your liver test is high."
    assert card.spoken.startswith("Finding 1 of 1, STOP RULE, Stop rule. Why: ALT 196")


def test_cards_stand_in_the_order_of_the_answer_and_the_step_before_the_notes() -> None:
    marks = [
        a_mark("TPMT_UNKNOWN", severity=Severity.LOW),
        a_mark(),
        a_mark("TA_ELEVATED", severity=Severity.MEDIUM),
    ]
    step = Escalation(Possibility.BLOCKED, blocked_by=("TA_STOP",))
    model = build_findings(on_50(answer=an_answer(marks=marks, escalation=step)))
    assert [c.code or c.chip for c in model.cards] == [
        "TA_STOP",
        "TA_ELEVATED",
        "blocked",
        "TPMT_UNKNOWN",
    ]
    assert model.count == "3 open"


def test_sources_that_differ_are_named_on_the_card_that_they_concern() -> None:
    conflict = Contradiction("F2", "Steps outrun the tests. More words.", (), ("S4", "S8"))
    protocol = replace(a_protocol(), contradictions=(conflict,))
    marks = [a_mark("HOLD_TOO_SHORT", statements=("S4",)), a_mark(statements=("S12",))]
    model = build_findings(on_50(protocol=protocol, answer=an_answer(marks=marks)))
    by_code = {card.code: card for card in model.cards}
    assert by_code["HOLD_TOO_SHORT"].conflict == "Sources differ (F2): Steps outrun the tests"
    assert ("F2", "Steps outrun the tests. More words.") in by_code["HOLD_TOO_SHORT"].more
    assert by_code["TA_STOP"].conflict == ""


def test_an_eligible_step_shows_both_doses_labs_ceiling_and_may_be_confirmed() -> None:
    results = [a_result(code, "30", "2025-11-17") for code in ("ALT", "AST")]
    step = Escalation(Possibility.ELIGIBLE, day("2025-11-11"), None, Decimal(75))
    card = the_step(build_findings(on_50(results=results, answer=an_answer(escalation=step))))
    assert card.title == "Step may be considered: 50 mg → 75 mg"
    assert rows(card)["Dose"] == "50 mg (0.74 mg/kg) → 75 mg (1.1 mg/kg)"
    assert rows(card)["Check"].startswith("1 blood test since the last step, latest 17-Nov-2025")
    assert rows(card)["Ceiling"] == "below 150 mg, which preceded the injury"
    assert "16 days at 50 mg" in rows(card)["Why"]
    assert card.action == "confirm"


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (Possibility.WAIT, "No step before 23-Nov-2025"),
        (Possibility.BLOCKED, "No increase today"),
        (Possibility.AT_TARGET, "Highest dose under the ceiling reached"),
    ],
)
def test_no_other_status_can_be_confirmed_or_shows_the_next_dose(
    status: Possibility, title: str
) -> None:
    step = Escalation(status, day("2025-11-23"), day("2025-11-30"), Decimal(75), ("TA_STOP",))
    card = the_step(build_findings(on_50(answer=an_answer(marks=[], escalation=step))))
    assert (card.title, card.action) == (title, "")
    said = " ".join([card.title, *(text for _, text in card.rows)])
    assert "75 mg" not in said
    assert "30-Nov-2025" not in said


def test_a_blocked_step_names_the_marks_that_block() -> None:
    step = Escalation(Possibility.BLOCKED, blocked_by=("TA_STOP", "RULE_NOT_RUN"))
    answer = an_answer(marks=[a_mark(title="Stop: the limit")], escalation=step)
    card = the_step(build_findings(on_50(answer=answer)))
    assert rows(card)["Why"] == "Stop: the limit; rule not run"


def test_no_blood_since_the_step_is_said() -> None:
    step = Escalation(Possibility.ELIGIBLE, None, None, Decimal(75))
    card = the_step(build_findings(on_50(answer=an_answer(escalation=step))))
    assert rows(card)["Check"] == "no blood test since the last step"


def test_unknown_ceiling_and_weight_are_said_and_not_left_out() -> None:
    step = Escalation(Possibility.ELIGIBLE, None, None, Decimal(75))
    file = on_50(answer=an_answer(escalation=step), prior=None, weight=None)
    card = the_step(build_findings(file))
    assert "not recorded" in rows(card)["Ceiling"]
    assert "no mg/kg" in rows(card)["Dose"]


def test_a_restart_has_its_own_card() -> None:
    restart = Restart(Possibility.ELIGIBLE, day("2025-11-04"), Decimal(50))
    file = a_file(
        phase=Phase.ON_BREAK,
        dates=CourseDates(break_start=day("2025-10-14")),
        answer=an_answer(restart=restart),
    )
    card = the_step(build_findings(file))
    assert card.title == "Restart may be considered: 50 mg"
    assert rows(card)["Why"] == "day 37 of the break"


def test_what_comes_up_is_in_the_order_of_its_days() -> None:
    def lab(due: str, status: LabStatus, reason: LabReason) -> LabDue:
        return LabDue(reason, ("ALT", "AST"), day(due), day(due), status)

    labs = [
        lab("2025-11-24", LabStatus.UPCOMING, LabReason.SCHEDULE),
        lab("2025-11-18", LabStatus.OVERDUE, LabReason.SYMPTOM),
        lab("2025-11-20", LabStatus.DUE, LabReason.MISSING_BILIRUBIN),
    ]
    step = Escalation(Possibility.WAIT, day("2025-11-22"))
    model = build_findings(on_50(answer=an_answer(labs_due=labs, escalation=step)))
    assert [f"{line.day} {line.text}" for line in model.upcoming] == [
        "18-Nov-2025 ALT, AST 2 days late (because of a symptom)",
        "20-Nov-2025 ALT, AST today (bilirubin is missing)",
        "22-Nov-2025 hold of this dose ends",
        "24-Nov-2025 ALT, AST in 4 days (schedule)",
    ]


def test_a_window_of_days_says_where_it_begins() -> None:
    lab = LabDue(
        LabReason.SCHEDULE, ("ALT",), day("2025-12-01"), day("2026-01-30"), LabStatus.UPCOMING
    )
    (line,) = build_findings(on_50(answer=an_answer(labs_due=[lab]))).upcoming
    assert "from 01-Dec-2025" in line.text


def test_without_findings_it_says_when_and_by_what_it_was_checked() -> None:
    model = build_findings(on_50())
    assert model.empty == "No findings"
    assert model.checked == (
        "Checked for 20-Nov-2025 with aza-reintro-cautious@1.0.0, Under Review"
    )


def test_what_the_protocol_does_not_cover_always_stands_there() -> None:
    assert "Blood counts" in build_findings(on_50()).not_covered
    bare = replace(a_protocol(), not_covered="")
    assert "blood counts" in build_findings(on_50(protocol=bare)).not_covered


def test_a_decision_stays_to_be_seen_as_closed() -> None:
    results = [a_result("ALT", "189", "2025-10-13")]
    decision = Decision(
        "d1", day("2025-10-13"), DecisionType.STOP, ("alt-2025-10-13",), "Dr A. Demo", "5.4 x"
    )
    (card,) = build_findings(on_50(results=results, decisions=[decision])).cards
    assert (card.chip, card.title) == ("closed", "Decided: stop")
    assert rows(card) == {
        "Acted": "13-Oct-2025, Dr A. Demo",
        "About": "ALT 189 U/L",
        "Reason": "5.4 x",
    }


@pytest.mark.parametrize(
    ("review", "step", "words"),
    [
        (ProtocolReview("Submitted"), 0, "Not approved here"),
        (ProtocolReview("Under Review"), 1, "Not approved here"),
        (
            ProtocolReview("Approved", "Dr B", "consultant", day("2025-11-01")),
            2,
            "Approved by Dr B, consultant 01-Nov-2025",
        ),
        (ProtocolReview("Retired"), -1, "Retired"),
    ],
)
def test_the_sign_off_says_where_the_protocol_stands(
    review: ProtocolReview, step: int, words: str
) -> None:
    sign_off = build_findings(on_50(protocol=replace(a_protocol(), review=review))).sign_off
    assert sign_off.step == step
    assert sign_off.words.startswith(words)


def test_a_data_mark_is_shown_as_data_and_a_crash_as_not_checked() -> None:
    marks = [a_mark("ULN_MISSING", severity=Severity.HIGH), a_mark("RULE_NOT_RUN")]
    cards = {c.code: c for c in build_findings(on_50(answer=an_answer(marks=marks))).cards}
    assert cards["ULN_MISSING"].chip == "data"
    assert cards["RULE_NOT_RUN"].chip == "not checked"


def test_a_drug_that_no_rule_looked_at_is_named_among_the_findings() -> None:
    drugs = [
        Comedication("c1", "Marcumar", day("2025-11-04"), None),
        Comedication("c2", "Zyloric 300", day("2025-11-04"), None),
        Comedication("c3", "Uloric", day("2025-11-04"), None),
    ]
    shipped = load_library(resources() / "protocols").find("aza-reintro-cautious@1.0.0")
    file = on_50(comedications=drugs, answer=an_answer(marks=[]), protocol=shipped)
    model = build_findings(file)
    (card,) = [c for c in model.cards if c.chip == "not checked"]
    assert rows(card)["Drugs"] == "Marcumar; Uloric (read as febuxostat, its rule is switched off)"
    assert "look for allopurinol, by name and brand" in rows(card)["Why"]
    assert model.count == "0 open"
    assert all(c.chip != "not checked" for c in build_findings(on_50()).cards)
