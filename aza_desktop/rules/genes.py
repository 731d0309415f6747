"""Where the clinic asks for it: are TPMT and NUDT15 known, and is neither deficient?

Source: the clinic's answer to its last question; CPIC on deficient metabolisers.
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.clinical.patient import Tpmt
from aza_desktop.rules import chosen
from aza_desktop.rules.rule import BREAK, ON_DRUG, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    patient = situation.facts.patient
    genes = (("TPMT", patient.tpmt), ("NUDT15", patient.nudt15))
    if chosen.is_on(situation, "genes_unknown_block") and situation.is_on_break:
        unknown = tuple(gene for gene, activity in genes if activity is Tpmt.UNKNOWN)
        if unknown:
            yield situation.finding("X_GENES_UNKNOWN", values={"genes": unknown}, missing=unknown)
    if chosen.is_on(situation, "genes_deficient_block"):
        deficient = tuple(gene for gene, activity in genes if activity is Tpmt.LOW)
        if deficient:
            yield situation.finding("X_GENES_DEFICIENT", values={"genes": deficient})


RULE = Rule("genes", ("X_GENES_UNKNOWN", "X_GENES_DEFICIENT"), BREAK | ON_DRUG, judge)
