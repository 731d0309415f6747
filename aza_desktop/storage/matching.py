"""Is the patient of a file one that the record knows? Every identifier on both sides must agree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from aza_desktop.clinical.patient import PatientNumber, fold_name
from aza_desktop.storage import loading, patients
from aza_desktop.storage.reading import Reading


class Matched(StrEnum):
    """new: nobody carries these numbers. unsure: somebody does, but that is not enough."""

    NEW = "new"
    SAME = "same"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of who the patient is; None where it says nothing."""

    numbers: tuple[PatientNumber, ...]
    family: str | None = None
    given: str | None = None
    birth_date: dt.date | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """patient_id: the only candidate. why: what kept an unsure match from being one."""

    matched: Matched
    patient_id: str | None = None
    why: str = ""


def match(reading: Reading, claim: Claim) -> Match:
    """The patient of the record that the claim is about.

    It is the same when two identifiers agree and none disagrees, or when the number agrees and the
    stored patient has neither name nor birth date.
    """
    found = {key for number in claim.numbers for key in patients.with_number(reading, number.value)}
    if not found:
        return Match(Matched.NEW)
    if len(found) > 1:
        return Match(Matched.UNSURE, None, "several_patients")
    (key,) = found
    record = loading.record_of(reading, key)
    assert record is not None
    stored = record.identity
    pairs = (
        (_folded(claim.family, claim.given), _folded(stored.family, stored.given)),
        (claim.birth_date, stored.birth_date),
    )
    agreed = [left == right for left, right in pairs if left and right]
    numbers = _numbers_agree(claim.numbers, stored.numbers)
    other_sex = bool(claim.sex and stored.sex and claim.sex != stored.sex)
    if not all(agreed) or not all(numbers) or other_sex:
        return Match(Matched.UNSURE, key, "identifiers_disagree")
    is_bare = stored.family is None and stored.given is None and stored.birth_date is None
    if agreed or is_bare or len(numbers) > 1:
        return Match(Matched.SAME, key)
    return Match(Matched.UNSURE, key, "number_alone")


def _numbers_agree(
    claimed: tuple[PatientNumber, ...], stored: tuple[PatientNumber, ...]
) -> list[bool]:
    """For each system that both sides have, whether the numbers are the same."""
    theirs: dict[str, set[str]] = {}
    for number in stored:
        theirs.setdefault(number.system, set()).add(number.value)
    return [n.value in theirs[n.system] for n in claimed if n.system in theirs]


def _folded(family: str | None, given: str | None) -> str:
    return fold_name(f"{family or ''} {given or ''}")
