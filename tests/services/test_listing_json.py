"""The list as JSON: the contract's keys, in the contract's order."""

from __future__ import annotations

import json
from decimal import Decimal

from aza_desktop.clinical.findings import Severity
from aza_desktop.services.listing import build_worklist
from aza_desktop.services.listing_json import dose_json, worklist_json
from tests.support.listed_files import TODAY, a_file, a_lab, a_mark, a_result, an_answer


def test_the_list_has_the_keys_of_the_contract_in_its_order() -> None:
    stop = a_mark("TA_STOP", Severity.CRITICAL, results=("r1",), why="ALT high")
    file = a_file(
        an_answer(stop, a_mark("CONSIDER_ALTERNATIVE")), results=(a_result("r1", "200"),)
    )  # fmt: skip
    answer = worklist_json(build_worklist([file], as_of=TODAY))
    assert list(answer) == [
        "schema",
        "program",
        "as_of",
        "protocols",
        "groups",
        "nothing_today",
        "snoozed",
        "patients",
        "next",
    ]
    assert answer["schema"] == "aza-worklist/1"
    assert answer["next"] == {"on": "2026-01-30", "labs": 1}
    text = json.dumps(answer)
    entry = json.loads(text)["groups"][0]["patients"][0]
    assert list(entry) == [
        "number",
        "name",
        "birth_date",
        "phase",
        "course",
        "current_dose_mg",
        "reason",
        "also",
        "days_overdue",
        "snoozed_until",
    ]
    assert entry["reason"] == {
        "code": "TA_STOP",
        "severity": "critical",
        "on": "2026-01-26",
        "results": ["r1"],
        "text": "ALT high on 26-Jan-2026",
    }
    assert entry["phase"] == "reintroduction"
    assert entry["current_dose_mg"] == 50
    assert entry["also"] == ["CONSIDER_ALTERNATIVE"]


def test_what_is_not_known_is_null() -> None:
    file = a_file(an_answer(labs=(a_lab(-2),)), birth_date=None)
    answer = json.loads(json.dumps(worklist_json(build_worklist([file], as_of=TODAY))))
    (entry,) = answer["groups"][3]["patients"]
    assert (entry["birth_date"], entry["snoozed_until"], entry["days_overdue"]) == (None, None, 2)
    assert answer["next"] is None


def test_a_dose_is_an_integer_when_whole_and_exact_text_otherwise() -> None:
    assert dose_json(Decimal("75.0")) == 75
    assert dose_json(Decimal("37.50")) == "37.5"
    assert dose_json(None) is None
