"""A finding in words: this patient's numbers, cut off and never rounded; nothing that ages."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.findings import Finding, Severity
from aza_desktop.rules import evaluate, review_day
from aza_desktop.services.answers import answer_json, dose_json, protocol_json
from aza_desktop.services.judging import answer_of, judge
from aza_desktop.services.sentences import missing_of
from aza_desktop.services.wording import mark_of
from tests.support.random_vectors import random_vector
from tests.support.rule_cases import a_vector, facts_of, library, literal


def why(**case: object) -> dict[str, str]:
    return {mark.code: mark.why for mark in judge(facts_of(a_vector(**case))).marks}


def test_a_stop_is_told_with_value_limit_multiple_and_figure() -> None:
    told = why(results=["2026-01-26 ALT 196 U/L / 35 U/L"])
    assert told["TA_STOP"] == "ALT 196 U/L / ULN 35 U/L = 5.60 >= 5.0"


def test_a_multiple_is_cut_off_and_never_rounded_up() -> None:
    told = why(results=["2026-01-26 ALT 119.999 U/L / 40 U/L"])
    assert told["TA_ELEVATED"] == "ALT 119.999 U/L / ULN 40 U/L = 2.99 > 1.0"


def test_days_are_named_only_where_there_is_more_than_one() -> None:
    told = why(results=["2026-01-25 ALT 60", "2026-01-26 BILI 44"])
    assert told["BILI_TA_STOP"].endswith(
        "= 2.20 (26-Jan-2026) with ALT 60 U/L / ULN 40 U/L = 1.50 (25-Jan-2026)"
    )
    told = why(results=["2026-01-26 ALT 60", "2026-01-26 BILI 44"])
    assert "Jan" not in told["BILI_TA_STOP"]


def test_what_is_missing_is_named_in_plain_words() -> None:
    answer = judge(facts_of(a_vector(prior="unknown", tpmt="unknown")))
    assert {mark.code: mark.missing for mark in answer.marks} == {
        "PRIOR_DOSE_UNKNOWN": ("dose that caused the liver injury",),
        "TPMT_UNKNOWN": ("TPMT activity",),
    }
    assert missing_of(Finding("X", Severity.LOW, False, "x", missing=("ALT",))) == ("ALT",)


def test_a_code_without_a_sentence_says_its_title() -> None:
    mark = replace(literal().marks["TA_STOP"], code="X_CHOL_STOP", title="Bile ducts")
    protocol = replace(literal(), marks={**literal().marks, "X_CHOL_STOP": mark})
    told = mark_of(Finding("X_CHOL_STOP", Severity.HIGH, True, "x"), protocol)
    assert told.why == "Bile ducts"
    assert told.advice.clinician == mark.clinician


def test_every_mark_has_title_sentence_advice_and_sources() -> None:
    for seed in range(80):
        for mark in judge(facts_of(random_vector(random.Random(seed)))).marks:
            assert mark.title
            assert mark.why
            assert mark.advice.clinician
            assert mark.sources


def test_no_sentence_changes_when_only_the_day_changes() -> None:
    for seed in range(60):
        facts = facts_of(random_vector(random.Random(seed)))
        today = {m.code: m.why for m in answer_of(review_day(facts), facts.protocol).marks}
        later = replace(facts, as_of=facts.as_of + dt.timedelta(days=400))
        for mark in answer_of(review_day(later), facts.protocol).marks:
            if mark.code in {"NORMALISATION_UNPROVEN", "SYMPTOM", "ADVICE_GI"}:
                continue  # here the facts behind the mark change with the day
            if mark.code in today and mark.results and "RESULT" not in mark.code:
                same = answer_of(review_day(facts), facts.protocol)
                assert [m.results for m in same.marks if m.code == mark.code] != [mark.results] or (
                    mark.why == today[mark.code]
                )


@pytest.mark.parametrize(
    ("dose", "told"),
    [
        (None, None),
        (Decimal(75), 75),
        (Decimal("75.0"), 75),
        (Decimal("62.5"), "62.5"),
        (Decimal("62.50"), "62.5"),
        (Decimal("1E+2"), 100),
    ],
)
def test_a_dose_is_an_integer_when_whole_and_else_an_exact_text(
    dose: Decimal | None, told: int | str | None
) -> None:
    assert dose_json(dose) == told


def test_a_figure_that_cannot_be_told_is_named_beside_the_others() -> None:
    facts = facts_of(a_vector(config={"overlays": ["r_value"]}, results=["2026-01-26 ALT 200"]))
    told = answer_json(judge(facts))
    assert told["derived"] == {}
    assert told["derived_missing"] == {"r_value": ["ALP"]}
    assert list(told)[-1] == "valid_until"
    assert "derived_missing" not in answer_json(judge(facts_of(a_vector())))


def test_the_protocol_is_named_with_version_hash_and_status() -> None:
    for protocol in library().all():
        assert protocol_json(protocol) == {
            "id": protocol.id,
            "version": "1.0.0",
            "sha256": protocol.sha256,
            "review_status": "Under Review",
        }


def test_an_answer_holds_the_review_and_nothing_else() -> None:
    facts = facts_of(a_vector(results=["2026-01-26 ALT 200"]))
    review, answer = evaluate(facts), judge(facts)
    assert [mark.code for mark in answer.marks] == [finding.code for finding in review.findings]
    assert answer.escalation == review.escalation
    assert answer.valid_until == review.valid_until
    assert answer.worst is Severity.CRITICAL
