"""Are the scheduled liver tests overdue while the drug is taken? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import labs_due
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    row = labs_due.scheduled(situation)
    if row is not None and labs_due.is_overdue(situation):
        definition = situation.protocol.marks["LFT_OVERDUE"]
        yield situation.finding(
            "LFT_OVERDUE",
            values={"tests": row.tests, "due_by": row.due_by},
            missing=row.tests,
            blocks=definition.blocks and situation.flag("gate_on_overdue_lft"),
        )


RULE = Rule("lft_overdue", ("LFT_OVERDUE",), ON_DRUG, judge)
