"""The shelf of laboratories' profiles: settings of the clinic; a change is a new row."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from aza_desktop.clinical.lab_profiles import ConfirmedLimit, LabProfile
from aza_desktop.storage import paper
from aza_desktop.storage.audit import canonical
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork

_PREFIX = "import.profile:"


def profiles(reading: Reading) -> tuple[LabProfile, ...]:
    """Every profile as last confirmed, by name; those that were given up are left out."""
    kept = {
        name.removeprefix(_PREFIX): json.loads(value)
        for name, value in paper.settings(reading).items()
        if name.startswith(_PREFIX) and value
    }
    return tuple(_read(name, kept[name]) for name in sorted(kept))


def keep(work: UnitOfWork, profile: LabProfile) -> None:
    """The profile from now on."""
    value = {
        "header": profile.header,
        "answers": dict(profile.answers),
        "laboratory": profile.laboratory,
        "number_system": profile.number_system,
        "limits": [
            {
                "analyte": limit.analyte,
                "uln": limit.uln,
                "unit": limit.unit,
                "sex": limit.sex,
                "valid_from": limit.valid_from,
                "valid_until": limit.valid_until,
            }
            for limit in profile.limits
        ],
    }
    paper.change_setting(work, _PREFIX + profile.name, canonical(value))


def give_up(work: UnitOfWork, name: str) -> None:
    """The profile is used no more; what it was stays in the trail."""
    paper.change_setting(work, _PREFIX + name, "")


def _read(name: str, kept: dict[str, object]) -> LabProfile:
    answers, limits = kept["answers"], kept["limits"]
    assert isinstance(answers, dict)
    assert isinstance(limits, list)
    laboratory, system = kept["laboratory"], kept["number_system"]
    return LabProfile(
        name,
        str(kept["header"]),
        {str(code): str(value) for code, value in answers.items()},
        None if laboratory is None else str(laboratory),
        None if system is None else str(system),
        tuple(_limit(each) for each in limits),
    )


def _limit(kept: dict[str, str | None]) -> ConfirmedLimit:
    return ConfirmedLimit(
        str(kept["analyte"]),
        Decimal(str(kept["uln"])),
        str(kept["unit"]),
        kept["sex"],
        _day(kept["valid_from"]),
        _day(kept["valid_until"]),
    )


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
