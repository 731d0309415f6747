"""Requests about the clinic itself: its laboratories, its people, who covers for whom."""

from __future__ import annotations

from decimal import Decimal

from aza_desktop.clinical.laboratories import ClinicLimit
from aza_desktop.clinical.quantities import plain
from aza_desktop.intake.case_fields import Fields
from aza_desktop.services import laboratories, owners, users
from aza_desktop.services.batch.reading import finish
from aza_desktop.services.clinic import Clinic


def list_covers(clinic: Clinic, fields: Fields) -> dict[str, object]:
    finish(fields)
    return {
        "covers": [
            {
                "absent": cover.absent,
                "deputy": cover.deputy,
                "since": cover.since.isoformat(),
                "until": cover.until.isoformat(),
                "active": cover.active,
            }
            for cover in owners.covers(clinic)
        ]
    }


def add_cover(clinic: Clinic, fields: Fields) -> dict[str, object]:
    absent, deputy = fields.text("absent"), fields.text("deputy")
    since, until = fields.day("since"), fields.day("until")
    finish(fields)
    owners.add_cover(clinic, absent=absent, deputy=deputy, since=since, until=until)
    return {"absent": absent, "since": since.isoformat()}


def end_cover(clinic: Clinic, fields: Fields) -> dict[str, object]:
    absent, since = fields.text("absent"), fields.day("since")
    finish(fields)
    owners.end_cover(clinic, absent=absent, since=since)
    return {"absent": absent, "since": since.isoformat()}


def list_laboratories(clinic: Clinic, fields: Fields) -> dict[str, object]:
    finish(fields)
    return {
        "laboratories": [
            {
                "laboratory": one.id,
                "name": one.name,
                "active": one.active,
                "limits": [
                    {
                        "analyte": limit.analyte,
                        "uln": plain(limit.uln),
                        "lln": None if limit.lln is None else plain(limit.lln),
                        "unit": limit.unit,
                        "sex": limit.sex,
                        "valid_from": limit.valid_from.isoformat(),
                        "valid_until": limit.valid_until.isoformat() if limit.valid_until else None,
                    }
                    for limit in one.limits
                ],
            }
            for one in laboratories.laboratories(clinic)
        ]
    }


def add_laboratory(clinic: Clinic, fields: Fields) -> dict[str, object]:
    name = fields.text("name")
    finish(fields)
    return {"laboratory": laboratories.add_laboratory(clinic, name).ids[0]}


def change_laboratory(clinic: Clinic, fields: Fields) -> dict[str, object]:
    given, name = fields.text("laboratory"), fields.optional_text("name")
    active = fields.flag("active") if fields.raw("active") is not None else None
    finish(fields)
    done = laboratories.change_laboratory(clinic, given, name=name, active=active)
    return {"laboratory": done.ids[0]}


def set_limit(clinic: Clinic, fields: Fields) -> dict[str, object]:
    laboratory, given = fields.text("laboratory"), fields.inside("limit")
    finish(fields)
    uln = given.decimal("uln")
    limit = ClinicLimit(
        analyte=given.text("analyte"),
        uln=Decimal() if uln is None else uln,
        unit=given.text("unit"),
        valid_from=given.day("valid_from"),
        sex=given.optional_text("sex"),
        lln=given.decimal("lln"),
        valid_until=given.optional_day("valid_until"),
    )
    given.finish()
    return {"laboratory": laboratories.set_limit(clinic, laboratory, limit).ids[0]}


def end_limit(clinic: Clinic, fields: Fields) -> dict[str, object]:
    laboratory, analyte = fields.text("laboratory"), fields.text("analyte")
    sex, last_day = fields.optional_text("sex"), fields.day("last_day")
    finish(fields)
    done = laboratories.end_limit(clinic, laboratory, analyte, sex=sex, last_day=last_day)
    return {"laboratory": done.ids[0]}


def list_users(clinic: Clinic, fields: Fields) -> dict[str, object]:
    finish(fields)
    return {
        "users": [
            {
                "name": user.name,
                "full_name": user.full_name,
                "roles": list(user.roles),
                "active": user.active,
            }
            for user in users.list_users(clinic)
        ]
    }


def add_user(clinic: Clinic, fields: Fields) -> dict[str, object]:
    name, roles = fields.text("name"), fields.words("roles")
    full_name = fields.optional_text("full_name")
    finish(fields)
    users.add_user(clinic, name, roles=roles, full_name=full_name)
    return {"user": name.strip()}


def change_user(clinic: Clinic, fields: Fields) -> dict[str, object]:
    name, full_name = fields.text("name"), fields.optional_text("full_name")
    roles = fields.words("roles") if fields.raw("roles") is not None else None
    active = fields.flag("active") if fields.raw("active") is not None else None
    finish(fields)
    users.change_user(clinic, name, roles=roles, full_name=full_name, active=active)
    return {"user": name}
