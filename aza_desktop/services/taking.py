"""Any file that can be taken in: laboratory results or whole patients, told by content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from aza_desktop.services import imports, mapping_profiles
from aza_desktop.services.cases import take_cases
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.imports import ImportOptions, report_json


@dataclass(frozen=True, slots=True)
class TakingOptions:
    """How files are taken in, as the command line says it.

    save_profile: a name under which the answers are kept for further files.
    """

    profile: str | None = None
    save_profile: str | None = None
    create_patients: bool = False
    date_order: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file. told: the report of the contract. is_whole: nothing was left out."""

    told: dict[str, object]
    is_whole: bool


def take_file(clinic: Clinic, path: Path, *, options: TakingOptions) -> Taken:
    """Take one file in, all of it or nothing.

    Raises UserError for a file that cannot be used at all; nothing is written then.
    """
    data = imports.read_bytes(path)
    if _holds_cases(data):
        report = take_cases(
            clinic,
            path.name,
            data,
            create_patients=options.create_patients,
            dry_run=options.dry_run,
        )
        return Taken(report.as_json(), report.is_whole)
    chosen = ImportOptions(
        profile=options.profile,
        create_patients=options.create_patients,
        date_order=options.date_order,
        answers=options.answers,
        dry_run=options.dry_run,
    )
    staged = imports.stage_bytes(clinic, path.name, data, options=chosen)
    if options.save_profile is not None and not options.dry_run:
        kept = mapping_profiles.keep(
            clinic,
            mapping_profiles.suggested(
                options.save_profile, staged.batch, chosen.all_answers, base=staged.profile
            ),
        )
        batch = mapping_profiles.informed(staged.batch, kept)
        staged = replace(staged, batch=batch, profile=kept)
    told = report_json(imports.take_in(clinic, staged))
    return Taken(told, not (told["held"] or told["rejected"] or told["questions"]))


def _holds_cases(data: bytes) -> bool:
    """JSON that says so, or a case on its first line."""
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"{"):
        return False
    return b'"aza-cases/1"' in data or (b'"input"' in data and b'"as_of"' in data)
