"""The clinic's laboratories as rows and forms: what each prints, for whom, from which day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.laboratories import ClinicLaboratory, ClinicLimit
from aza_desktop.clinical.quantities import parse_decimal, plain
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.gui.viewmodels.entry_limits import high_limit_words, sex_words
from aza_desktop.gui.viewmodels.forms import (
    Act,
    Ask,
    Form,
    Pick,
    RefusedError,
    Values,
    need,
    need_day,
    one,
)
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.gui.viewmodels.words import DASH, unit_shown
from aza_desktop.texts import tr

EVERYBODY = "all"
_USUAL = ("ALT", "AST", "BILI", "ALP", "GGT")


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One limit of one laboratory, or a laboratory that has none yet. code: "" for the latter."""

    laboratory_id: str
    laboratory: str
    code: str
    test: str
    uln: str
    lln: str
    whom: str
    sex: str | None
    since: str
    until: str
    standing: str
    order: tuple[str, int, str, str]


def build_limits(
    laboratories: Sequence[ClinicLaboratory],
    analytes: AnalyteCatalogue,
    *,
    today: dt.date,
    with_ended: bool,
) -> tuple[LimitRow, ...]:
    """Every limit that is printed on `today` or later; on wish those that ended too."""
    order = {analyte.code: place for place, analyte in enumerate(analytes.analytes)}
    rows: list[LimitRow] = []
    for laboratory in laboratories:
        shown = [
            limit
            for limit in laboratory.limits
            if with_ended or limit.valid_until is None or limit.valid_until >= today
        ]
        rows += [_row(laboratory, limit, analytes, today, order) for limit in shown]
        if not shown:
            rows.append(_empty_row(laboratory))
    return tuple(sorted(rows, key=lambda row: row.order))


def summary(laboratories: Sequence[ClinicLaboratory]) -> str:
    """Beside the title of the page."""
    if not laboratories:
        return tr("none yet: add the laboratory of your clinic, then its upper limits")
    return tr("each result keeps the limit that was printed with it; these are only proposed")


def new_laboratory_form() -> Form:
    """The name of a laboratory, as its reports print it."""
    return Form(
        name="laboratory",
        heading=tr("New laboratory"),
        asks=(Ask("name", tr("Name"), hint=tr("As its reports print it")),),
        acts=(Act("add", tr("Add"), "primary", is_default=True),),
        focus="name",
    )


def change_form(laboratory: ClinicLaboratory) -> Form:
    """Another name, or no longer used; its limits and the results that name it stay."""
    use = tr("Use again") if not laboratory.active else tr("No longer used")
    return Form(
        name="laboratory_change",
        heading=tr("Change laboratory"),
        asks=(Ask("name", tr("Name"), value=(laboratory.name,)),),
        acts=(
            Act("use" if not laboratory.active else "retire", use),
            Act("rename", tr("Save name"), "primary", is_default=True),
        ),
        focus="name",
        note=tr("Results that name it stay as they are."),
    )


def limit_form(
    laboratories: Sequence[ClinicLaboratory],
    analytes: AnalyteCatalogue,
    *,
    today: dt.date,
    like: LimitRow | None = None,
) -> Form:
    """What a laboratory prints beside one test from a day on. like: the row that was chosen."""
    used = [each for each in laboratories if each.active]
    chosen = like.laboratory_id if like else used[0].id if len(used) == 1 else ""
    code = like.code if like else ""
    sex = (like.sex or EVERYBODY) if like and code else ""
    analyte = analytes.find(code)
    return Form(
        name="limit",
        heading=tr("Upper limit of a laboratory"),
        asks=(
            Ask(
                "laboratory", tr("Laboratory"), "chips", (chosen,) if chosen else (),
                tuple(Pick(each.id, each.name) for each in used),
            ),
            Ask(
                "analyte", tr("Test"), "chips", (code,) if code else (),
                tuple(Pick(each.code, each.short_name) for each in analytes.analytes),
            ),
            Ask(
                "sex", tr("Printed for"), "chips", (sex,) if sex else (),
                (
                    Pick(EVERYBODY, tr("everybody")), Pick("female", tr("women")),
                    Pick("male", tr("men")),
                ),
            ),
            Ask("uln", tr("Upper limit")),
            Ask(
                "unit", tr("Unit"), "list", (unit_shown(analyte.unit),) if analyte else (),
                tuple(
                    Pick(unit, unit_shown(unit))
                    for unit in dict.fromkeys(each.unit for each in analytes.analytes)
                ),
            ),
            Ask("lln", tr("Lower limit"), hint=tr("Empty where none is printed")),
            Ask("valid_from", tr("Printed since"), "date", (show(today),)),
        ),
        acts=(Act("save", tr("Save limit"), "primary", is_default=True),),
        focus="uln" if code else "laboratory" if not chosen else "analyte",
        compact=True,
        note=tr("The limit before it stays on record, ended the day before."),
        live=partial(_live, laboratories=tuple(laboratories), analytes=analytes, today=today),
    )  # fmt: skip


def end_form(row: LimitRow, *, today: dt.date) -> Form:
    """The limit is no longer printed, and no other takes its place."""
    return Form(
        name="limit_end",
        heading=tr("A limit is no longer printed"),
        asks=(Ask("last_day", tr("Printed for the last time on"), "date", (show(today),)),),
        acts=(Act("end", tr("End limit"), "primary", is_default=True),),
        facts=(
            (tr("Laboratory"), row.laboratory),
            (tr("Limit"), f"{row.test} {row.uln}, {row.whom}"),
        ),
        focus="last_day",
        note=tr("Recorded results keep the limit that was printed with them."),
    )


def read_limit(values: Values, analytes: AnalyteCatalogue, today: dt.date) -> ClinicLimit:
    """The limit that was typed. Raises `RefusedError` beside the field to mend."""
    need(values, "laboratory", tr("Choose the laboratory"))
    code = need(values, "analyte", tr("Choose the test"))
    sex = need(values, "sex", tr("Choose for whom the laboratory prints it"))
    uln = _number(values, "uln")
    if uln is None:
        raise RefusedError("uln", tr("Type the upper limit as the report prints it"))
    unit = _unit_of(values, analytes)
    analyte = analytes.find(code)
    if analyte is None or analyte.in_unit(uln, unit) is None:
        raise RefusedError("unit", tr("This unit is not known for the test"))
    return ClinicLimit(
        analyte=code,
        uln=uln,
        unit=unit,
        valid_from=need_day(values, "valid_from", today),
        sex=None if sex == EVERYBODY else sex,
        lln=_number(values, "lln"),
    )


def _live(
    values: Values,
    *,
    laboratories: Sequence[ClinicLaboratory],
    analytes: AnalyteCatalogue,
    today: dt.date,
) -> str:
    """What would end, and what is odd about the limit."""
    said: list[str] = []
    code, uln = one(values, "analyte"), parse_decimal(clean(one(values, "uln")))
    unit, analyte = _unit_of(values, analytes), analytes.find(code)
    if analyte is not None and uln is not None and analyte.is_doubtful_uln(uln, unit):
        said.append(high_limit_words(analyte.short_name, f"{plain(uln)} {unit_shown(unit)}"))
    known = {each.id: each for each in laboratories}.get(one(values, "laboratory"))
    since = read_date(one(values, "valid_from"), today)
    chosen = one(values, "sex")
    if known is not None and since is not None and code and chosen:
        sex = None if chosen == EVERYBODY else chosen
        for old in known.limits:
            if old.kind == (code, sex) and old.is_valid_on(since):
                words = tr("Takes the place of {uln} {unit}, {whom}, printed since {day}.")
                said.append(
                    words.format(
                        uln=plain(old.uln), unit=unit_shown(old.unit), whom=sex_words(sex),
                        day=show(old.valid_from),
                    )
                )  # fmt: skip
    return " ".join(said)


def _unit_of(values: Values, analytes: AnalyteCatalogue) -> str:
    typed = one(values, "unit")
    shown = {unit_shown(each.unit): each.unit for each in analytes.analytes}
    return shown.get(typed, typed)


def _number(values: Values, name: str) -> Decimal | None:
    typed = clean(one(values, name))
    number = parse_decimal(typed) if typed else None
    if typed and number is None:
        raise RefusedError(name, tr("This is no number: type 35 or 17.1"))
    return number


def _row(
    laboratory: ClinicLaboratory,
    limit: ClinicLimit,
    analytes: AnalyteCatalogue,
    today: dt.date,
    order: dict[str, int],
) -> LimitRow:
    analyte = analytes.find(limit.analyte)
    unit = unit_shown(limit.unit)
    return LimitRow(
        laboratory_id=laboratory.id,
        laboratory=laboratory.name,
        code=limit.analyte,
        test=analyte.short_name if analyte else limit.analyte,
        uln=f"{plain(limit.uln)} {unit}",
        lln=f"{plain(limit.lln)} {unit}" if limit.lln is not None else DASH,
        whom=sex_words(limit.sex),
        sex=limit.sex,
        since=show(limit.valid_from),
        until=show(limit.valid_until) if limit.valid_until else DASH,
        standing=_standing(laboratory, limit, analytes, today),
        order=(
            laboratory.name, order.get(limit.analyte, len(order)), limit.sex or "",
            limit.valid_from.isoformat(),
        ),
    )  # fmt: skip


def _standing(
    laboratory: ClinicLaboratory, limit: ClinicLimit, analytes: AnalyteCatalogue, today: dt.date
) -> str:
    if not laboratory.active:
        return tr("laboratory no longer used")
    if limit.valid_from > today:
        return tr("not yet printed")
    if not limit.is_valid_on(today):
        return tr("ended")
    analyte = analytes.find(limit.analyte)
    if analyte is not None and analyte.is_doubtful_uln(limit.uln, limit.unit):
        return tr("unusually high: compare with the report")
    return tr("in use")


def _empty_row(laboratory: ClinicLaboratory) -> LimitRow:
    standing = tr("no limit yet: add one") if laboratory.active else tr("laboratory no longer used")
    return LimitRow(
        laboratory.id, laboratory.name, "", DASH, DASH, DASH, DASH, None, DASH, DASH, standing,
        (laboratory.name, -1, "", ""),
    )  # fmt: skip
