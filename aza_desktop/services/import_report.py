"""What an import did, or would do: the same for every format, on screen and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aza_desktop.clinical.changes import Changes
from aza_desktop.clinical.drafts import HeldRow, Question, RejectedRow


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How every row of a file went; `read` is the sum of the others."""

    imported: int = 0
    duplicate: int = 0
    superseded: int = 0
    held: int = 0
    rejected: int = 0
    ignored: int = 0

    @property
    def read(self) -> int:
        return (
            self.imported
            + self.duplicate
            + self.superseded
            + self.held
            + self.rejected
            + self.ignored
        )


@dataclass(frozen=True, slots=True)
class ResultCounts:
    """What became of the results; new and corrected ones are the imported rows."""

    new: int = 0
    duplicate: int = 0
    corrected: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class PatientCounts:
    """The patients that a file names."""

    matched: int = 0
    created: int = 0
    unmatched: int = 0


@dataclass(frozen=True, slots=True)
class LimitCounts:
    """Where the upper limits of the imported results come from."""

    with_result: int = 0
    from_profile: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole report. by_analyte: imported rows, in the order of the catalogue.

    facts: other facts of a transcribed patient, by kind; None for a laboratory file.
    changes: what was written, for the views; None when nothing was.
    """

    file: str
    format: str
    sha256: str
    patients: PatientCounts
    rows: RowCounts
    results: ResultCounts
    by_analyte: Mapping[str, int]
    held: tuple[HeldRow, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    questions: tuple[Question, ...] = ()
    profile: str | None = None
    dry_run: bool = False
    facts: Mapping[str, int] | None = None
    limits: LimitCounts = LimitCounts()
    changes: Changes | None = field(default=None, compare=False)

    @property
    def is_complete(self) -> bool:
        """True when no row waits for a person and none was refused."""
        return not (self.rows.held or self.rows.rejected)


def report_json(report: ImportReport) -> dict[str, object]:
    """The report as the command line answers it, members in their fixed order."""
    rows, results, patients = report.rows, report.results, report.patients
    answer: dict[str, object] = {
        "file": report.file,
        "format": report.format,
        "profile": report.profile,
        "sha256": report.sha256,
        "patients": {
            "matched": patients.matched,
            "created": patients.created,
            "unmatched": patients.unmatched,
        },
        "rows": {
            "read": rows.read,
            "imported": rows.imported,
            "duplicate": rows.duplicate,
            "superseded": rows.superseded,
            "held": rows.held,
            "rejected": rows.rejected,
            "ignored": rows.ignored,
        },
        "results": {
            "new": results.new,
            "duplicate": results.duplicate,
            "corrected": results.corrected,
            "cancelled": results.cancelled,
        },
        "by_analyte": dict(report.by_analyte),
    }
    if report.facts is not None:
        answer["facts"] = dict(report.facts)
    answer["held"] = [
        {
            "where": row.where,
            "field": row.field,
            "value": row.value,
            "reason": row.reason,
            "question": row.code,
        }
        for row in report.held
    ]
    answer["rejected"] = [
        {"where": row.where, "field": row.field, "value": row.value, "reason": row.reason}
        for row in report.rejected
    ]
    answer["questions"] = [
        {
            "code": question.code,
            "text": question.text,
            "choices": list(question.choices),
            "rows": question.rows,
        }
        for question in report.questions
    ]
    answer["dry_run"] = report.dry_run
    answer["limits"] = {
        "with_result": report.limits.with_result,
        "from_profile": report.limits.from_profile,
        "missing": report.limits.missing,
    }
    return answer
