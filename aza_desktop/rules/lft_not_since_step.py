"""Where the protocol asks for it: was there a complete set after the last dose change?"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.rule import Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    if not situation.flag("require_lft_since_last_step"):
        return
    changed_on = situation.dose.on if situation.dose else situation.treatment_start
    if situation.last_set(add_days(changed_on, 1)) is None:
        yield situation.finding(
            "LFT_NOT_SINCE_STEP", values={"changed_on": changed_on}, missing=situation.panel
        )


RULE = Rule("lft_not_since_step", ("LFT_NOT_SINCE_STEP",), frozenset({Phase.REINTRODUCTION}), judge)
