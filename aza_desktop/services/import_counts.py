"""What a compared file amounts to: how many results count, replace, end or lack an upper limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from aza_desktop.clinical.drafts import PlainDraft, Wording
from aza_desktop.clinical.labs import LabResult
from aza_desktop.services.import_plan import ImportPlan, PlannedResult
from aza_desktop.services.import_report import LimitCounts


@dataclass(slots=True)
class Counts:
    """current: results that count. corrected: of those, the ones that replace another.

    ended: stored as history only. by_analyte: of the current ones. confirmed: their upper limit is
    the one that a person confirmed for the laboratory.
    """

    current: int = 0
    corrected: int = 0
    ended: int = 0
    cancelled: int = 0
    duplicates: int = 0
    with_limit: int = 0
    confirmed: int = 0
    by_analyte: Counter[str] = field(default_factory=Counter)

    @property
    def limits(self) -> LimitCounts:
        """Where the upper limits of the current results come from."""
        without = self.current - self.with_limit
        return LimitCounts(self.with_limit - self.confirmed, self.confirmed, without)

    def add(self, result: LabResult, rows: int) -> None:
        """So many current results of that wording."""
        self.current += rows
        self.by_analyte[result.analyte] += rows
        self.with_limit += rows if result.uln is not None else 0

    def add_planned(self, planned: PlannedResult) -> None:
        """A result that was looked at by itself."""
        draft = planned.draft
        self.cancelled += draft.withdraws
        if not planned.is_current:
            self.ended += 1
            return
        self.add(draft.result, 1)
        self.corrected += bool(planned.supersedes or planned.replaces)
        self.confirmed += draft.limit_confirmed and draft.result.uln is not None


def counted(plans: Iterable[ImportPlan]) -> Counts:
    """Everything that the plans of a file would do."""
    counts = Counts()
    plain: Counter[Wording] = Counter()
    for plan in plans:
        counts.duplicates += plan.duplicates
        for planned in plan.results:
            if isinstance(planned, PlainDraft):
                plain[planned.wording] += 1
            else:
                counts.add_planned(planned)
    for wording, rows in plain.items():
        counts.add(wording.result, rows)
    return counts
