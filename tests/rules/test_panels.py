"""A laboratory that reports one enzyme: its panel makes a set, the other counts where known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.test_chosen_rules import facts_here
from tests.rules.test_rule_cases import check_answer

ALONE = {"panel": "alt_only"}
CASES: tuple[dict[str, Any], ...] = (
    {
        "name": "ALT alone proves that the break may end",
        "phase": "on_break",
        "results": ["2026-01-24 ALT 20"],
        "absent": ["NORMALISATION_UNPROVEN"],
        "restarts": "eligible 2026-01-19",
        "labs": ["normalisation ALT 2026-01-31 upcoming"],
    },
    {
        "name": "with both asked for it does not",
        "phase": "on_break",
        "config": {"panel": "alt_ast"},
        "results": ["2026-01-24 ALT 20"],
        "raises": {"NORMALISATION_UNPROVEN": []},
    },
    {
        "name": "nor with AST alone",
        "phase": "on_break",
        "config": {"panel": "ast_only"},
        "results": ["2026-01-24 ALT 20"],
        "raises": {"NORMALISATION_UNPROVEN": []},
        "why": {"NORMALISATION_UNPROVEN": "AST was not measured since the break began"},
    },
    {
        "name": "a raised AST beside it counts",
        "phase": "on_break",
        "results": ["2026-01-24 ALT 20", "2026-01-24 AST 36"],
        "raises": {"NOT_NORMALISED": ["ast-0124"]},
    },
    {
        "name": "the week runs from an ALT, and nothing is incomplete",
        "results": ["2026-01-26 ALT 20"],
        "absent": ["LFT_INCOMPLETE", "LFT_OVERDUE"],
        "labs": ["schedule ALT 2026-02-02 upcoming"],
        "escalation": "eligible 2026-01-24 2026-01-25 100",
    },
    {
        "name": "an AST without ALT is incomplete",
        "results": ["2026-01-25 ALT 20", "2026-01-26 AST 20"],
        "raises": {"LFT_INCOMPLETE": ["ast-0126"]},
    },
    {
        "name": "a warning symptom asks for the panel and bilirubin",
        "results": ["2026-01-25 ALT 20"],
        "symptoms": ["2026-01-26 fever"],
        "labs": ["schedule ALT 2026-02-01 upcoming", "symptom ALT+BILI 2026-01-26 due"],
    },
    {
        "name": "a high bilirubin still asks for both",
        "results": ["2026-01-26 ALT 20", "2026-01-26 BILI 40"],
        "raises": {"BILI_UNPAIRED": ["bili-0126"]},
        "labs": [
            "schedule ALT 2026-02-02 upcoming", "unpaired_bilirubin ALT+AST 2026-01-26 due",
        ],
    },
    {
        "name": "an AST stop is a stop",
        "results": ["2026-01-26 ALT 20", "2026-01-26 AST 175"],
        "raises": {"TA_STOP": ["ast-0126"]},
    },
    {
        "name": "the sentence names what is asked for",
        "config": {"panel": "alt_only", "require_lft_since_last_step": True},
        "results": ["2026-01-22 ALT 20"],
        "why": {"LFT_NOT_SINCE_STEP": "No complete ALT after the dose change of 22-Jan-2026"},
    },
    {
        "name": "a stable dose needs the panel only, and a raised AST beside it spoils the set",
        "as_of": "2026-02-20",
        "config": {"panel": "alt_only", "lft_interval_reintro_days": 30},
        "results": ["2026-02-10 ALT 20", "2026-02-17 ALT 20"],
        "raises": {"STABLE_CRITERIA_MET": []},
        "why": {
            "STABLE_CRITERIA_MET":
                "75 mg since 22-Jan-2026; normal ALT on 10-Feb-2026, 17-Feb-2026",
        },
    },
    {
        "name": "spoilt",
        "as_of": "2026-02-20",
        "config": {"panel": "alt_only", "lft_interval_reintro_days": 30},
        "results": ["2026-02-10 ALT 20", "2026-02-10 AST 36", "2026-02-17 ALT 20",
                    "2026-02-17 AST 20"],
        "absent": ["STABLE_CRITERIA_MET"],
    },
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_case_is_answered_as_written(case: dict[str, Any]) -> None:
    check_answer(case, facts_here({"config": ALONE, **case}))
