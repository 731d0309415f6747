"""Laboratory files for tests: read them with the shipped catalogue and words."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.columns import LabWords
from aza_desktop.clinical.drafts import IntakeBatch, ResultDraft
from aza_desktop.intake import read_file
from aza_desktop.intake.reading import Reading
from aza_desktop.paths import resources_folder
from aza_desktop.protocols.analytes import load_analytes
from aza_desktop.protocols.columns import load_columns

FILES = Path(__file__).resolve().parent.parent / "intake" / "files"
TODAY = dt.date(2026, 1, 26)


@cache
def catalogue() -> AnalyteCatalogue:
    """The shipped list of analytes."""
    return load_analytes(resources_folder() / "analytes.toml")


@cache
def lab_words() -> LabWords:
    """The shipped words of laboratories' tables."""
    return load_columns(resources_folder() / "columns.toml")


def a_reading(**answers: str) -> Reading:
    """What a format needs to know, with a person's answers."""
    return Reading(catalogue(), lab_words(), TODAY, answers)


def staged(text: str | bytes, *, name: str = "labs.csv", **answers: str) -> IntakeBatch:
    """The text of a file, staged."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    return read_file(name, data, a_reading(**answers))


def staged_file(name: str) -> IntakeBatch:
    """A fixture, staged."""
    return read_file(name, (FILES / name).read_bytes(), a_reading())


def counts(batch: IntakeBatch) -> tuple[int, int, int, int, int]:
    """read, drafts, rejected, held, ignored."""
    return (
        batch.read,
        len(batch.drafts),
        len(batch.rejected),
        len(batch.held),
        batch.ignored,
    )


def shown(draft: ResultDraft) -> tuple[str, str, str | None, str | None]:
    """analyte, comparator and value, unit, upper limit."""
    result = draft.result
    sign = "" if result.comparator == "=" else result.comparator.value
    return (result.analyte, f"{sign}{result.value_text}", result.unit, result.uln_text)


def meaning(batch: IntakeBatch) -> set[tuple[object, ...]]:
    """Everything the drafts say, without the place in the file."""
    return {
        (
            draft.patient,
            draft.result.analyte,
            draft.result.value,
            draft.result.comparator,
            draft.result.unit,
            draft.result.uln,
            draft.result.uln_unit,
            draft.result.collected_on,
            draft.result.collected_time,
        )
        for draft in batch.drafts
    }
