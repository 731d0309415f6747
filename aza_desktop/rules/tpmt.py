"""How active is TPMT, and is it known at all? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.clinical.patient import Tpmt
from aza_desktop.rules.rule import TREATED, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    tpmt = situation.facts.patient.tpmt
    if tpmt is Tpmt.UNKNOWN:
        yield situation.finding("TPMT_UNKNOWN", missing=("TPMT",))
    elif tpmt is not Tpmt.NORMAL:
        definition = situation.protocol.marks["TPMT_RISK"]
        yield situation.finding(
            "TPMT_RISK",
            values={"activity": tpmt.value},
            severity=definition.severity_by.get(tpmt.value, definition.severity),
        )


RULE = Rule("tpmt", ("TPMT_RISK", "TPMT_UNKNOWN"), TREATED, judge)
