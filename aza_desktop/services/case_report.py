"""What became of a file of whole patients, in numbers that always add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

FORMAT = "aza-cases"


@dataclass(slots=True)
class CaseReport:
    """rows: the results of the file; read = imported + duplicate + held + rejected, always.

    held, rejected: one entry a result with its place, plus what it says of other facts under
    `held_facts`; facts: how many other facts were stored, by kind.
    """

    file: str
    sha256: str
    dry_run: bool = False
    matched: int = 0
    created: int = 0
    unmatched: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    by_analyte: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    held: list[dict[str, object]] = field(default_factory=list)
    rejected: list[dict[str, object]] = field(default_factory=list)
    held_facts: list[dict[str, object]] = field(default_factory=list)
    unreadable: list[dict[str, object]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Nothing waits and nothing was refused."""
        return not (self.held or self.rejected or self.held_facts or self.unreadable)

    def as_json(self) -> dict[str, object]:
        """The report of the command-line contract, keys in its order."""
        rows = ("imported", "duplicate", "superseded", "held", "rejected", "ignored")
        return {
            "file": self.file,
            "format": FORMAT,
            "profile": None,
            "sha256": self.sha256,
            "patients": {
                "matched": self.matched,
                "created": self.created,
                "unmatched": self.unmatched,
            },
            "rows": {
                "read": sum(self.rows[name] for name in rows),
                **{name: self.rows[name] for name in rows},
            },
            "results": {
                name: self.results[name] for name in ("new", "duplicate", "corrected", "cancelled")
            },
            "by_analyte": dict(sorted(self.by_analyte.items())),
            "facts": dict(sorted(self.facts.items())),
            "held": self.held,
            "held_facts": self.held_facts,
            "rejected": self.rejected,
            "unreadable": self.unreadable,
            "questions": [],
            "dry_run": self.dry_run,
        }
