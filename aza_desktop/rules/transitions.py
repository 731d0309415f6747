"""Which phase changes may be offered for a person to confirm. Silence never means consent."""

from __future__ import annotations

from collections.abc import Collection

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.findings import Possibility, Restart
from aza_desktop.rules.situation import Situation

_OFFERED_WITH = (
    ("stable_maintenance", {"STABLE_CRITERIA_MET"}),
    ("long_term", {"LONG_TERM_AVAILABLE"}),
    ("stopped", {"TA_STOP", "TA_CONSIDER_STOP", "BILI_TA_STOP"}),
    ("consider_alternative", {"CONSIDER_ALTERNATIVE"}),
)


def transitions(
    situation: Situation, codes: Collection[str], *, restart: Restart | None
) -> tuple[str, ...]:
    """The offered phases, sorted; ``restart`` stands for the re-introduction after a break."""
    offered = {phase for phase, marks in _OFFERED_WITH if not marks.isdisjoint(codes)}
    if restart is not None and restart.status is Possibility.ELIGIBLE:
        offered.add("restart")
    if situation.phase is Phase.STOPPED:
        offered.add("consider_alternative")
    return tuple(sorted(offered))
