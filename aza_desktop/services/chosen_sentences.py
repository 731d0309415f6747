"""The sentences of what a clinic's own version asks for: each names the figure and who chose it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Finding
from aza_desktop.clinical.quantities import plain
from aza_desktop.rules.readings import Reading
from aza_desktop.rules.step_count import Count
from aza_desktop.services.readings_told import (
    multiple_text,
    multiples_text,
    panel_text,
    value_text,
)
from aza_desktop.texts import msg, ntr, tr


def _too_soon(finding: Finding) -> str:
    values = finding.values
    return tr(
        "No complete {tests} from {first} on: the clinic asks for a test at least {days} days "
        "after the present dose began or was taken up again, {day}"
    ).format(
        tests=panel_text(finding.missing),
        first=show(cast("dt.date", values["from"])),
        days=values["days"],
        day=show(cast("dt.date", values["changed_on"])),
    )


def _too_old(finding: Finding) -> str:
    last, tests = cast("dt.date | None", finding.values["last"]), panel_text(finding.missing)
    said = tr("the clinic asks for a test of the last {days} days before a step").format(
        days=finding.values["days"]
    )
    if last is None:
        return tr("No complete {tests} since the restart; {said}").format(tests=tests, said=said)
    return tr("The latest complete {tests} are of {day}; {said}").format(
        tests=tests, day=show(last), said=said
    )


def _count_missing(finding: Finding) -> str:
    return tr("No usable {tests} from {first} on: the clinic asks for a blood count").format(
        tests=", ".join(finding.missing), first=show(cast("dt.date", finding.values["from"]))
    )


def _count_low(finding: Finding) -> str:
    counts = cast("tuple[Count, ...]", finding.values["counts"])
    return "; ".join(
        f"{value_text(count.result)} < {plain(count.limit)} ({show(count.result.collected_on)})"
        for count in counts
    )


def _first_test(finding: Finding) -> str:
    return tr(
        "No complete {tests} from {first} on: the clinic asks for the first test after the "
        "restart from {first} to {last}"
    ).format(
        tests=panel_text(finding.missing),
        first=show(cast("dt.date", finding.values["from"])),
        last=show(cast("dt.date", finding.values["by"])),
    )


def _index(finding: Finding) -> str:
    limit = plain(cast("Decimal", finding.values["limit"]))
    if finding.values.get("is_said"):
        return tr(
            "By the checklist the first injury was a severe one; this version is for injuries "
            "below {limit} x ULN"
        ).format(limit=limit)
    if unclear := cast("int", finding.values.get("unclear", 0)):
        return ntr(
            "{n} ALT or AST from before the restart cannot be compared with its limit and may be "
            "the first injury; the clinic keeps this version to injuries below {limit} x ULN",
            "{n} ALT or AST from before the restart cannot be compared with their limits and may "
            "be the first injury; the clinic keeps this version to injuries below {limit} x ULN",
            unclear,
        ).format(n=unclear, limit=limit)
    if finding.missing:
        return tr(
            "No raised ALT or AST of the first injury is on record; the clinic keeps this version "
            "to injuries below {limit} x ULN"
        ).format(limit=limit)
    readings = cast("tuple[Reading, ...]", finding.values["readings"])
    told = multiples_text(readings, ">=", cast("Decimal", finding.values["limit"]))
    return tr("First injury: {told} on {day}; this version is for injuries below {limit} x").format(
        told=told, day=show(readings[0].on), limit=limit
    )


def _sets(finding: Finding) -> str:
    values = finding.values
    peak = cast("Reading | None", values["peak"])
    first = (
        tr("first injury not on record")
        if peak is None
        else tr("first injury {told}").format(told=multiple_text(peak))
    )
    days = cast("tuple[dt.date, ...]", values["sets"])
    had = ", ".join(show(day) for day in days) or tr("none")
    return tr(
        "Normal {tests} in a row: {had}. The clinic asks for {wanted}, {apart} days apart, "
        "from {limit} x ULN on ({first})"
    ).format(
        tests=panel_text(finding.missing),
        had=had,
        wanted=values["wanted"],
        apart=values["apart"],
        limit=plain(cast("Decimal", values["limit"])),
        first=first,
    )


def _baseline(text: str) -> Callable[[Finding], str]:
    def sentence(finding: Finding) -> str:
        pairs = cast("tuple[tuple[Reading, Reading], ...]", finding.values["pairs"])
        factor = plain(cast("Decimal", finding.values["factor"]))
        return "; ".join(
            tr(text).format(
                value=value_text(latest.result),
                factor=factor,
                baseline=value_text(baseline.result),
                day=show(baseline.on),
            )
            for latest, baseline in pairs
        )

    return sentence


def _ceiling(finding: Finding) -> str:
    amounts = {
        name: plain(value) if isinstance(value, Decimal) else tr("not known")
        for name, value in finding.values.items()
    }
    return tr(
        "{dose_mg} mg is above the clinic's ceiling of {ceiling_mg} mg (the toxic dose was "
        "{prior_mg} mg)"
    ).format(**amounts)


def _genes(text: str) -> Callable[[Finding], str]:
    def sentence(finding: Finding) -> str:
        genes = cast("tuple[str, ...]", finding.values["genes"])
        return tr(text).format(genes=", ".join(genes))

    return sentence


CHOSEN: Mapping[str, Callable[[Finding], str]] = {
    "X_STEP_TEST_TOO_SOON": _too_soon,
    "X_STEP_TEST_OLD": _too_old,
    "X_COUNT_MISSING": _count_missing,
    "X_COUNT_LOW": _count_low,
    "X_FIRST_TEST_MISSING": _first_test,
    "X_INDEX_TOO_SEVERE": _index,
    "X_SETS_TOO_FEW": _sets,
    "X_ABOVE_BASELINE": _baseline(
        msg("{value} is above {factor} x own baseline ({baseline}, {day}), as the clinic asks")
    ),
    "X_BASELINE_USED": _baseline(
        msg("{value} is at most {factor} x own baseline ({baseline}, {day}), as the clinic asks")
    ),
    "X_ABOVE_CEILING": _ceiling,
    "X_CEILING_NOT_WRITTEN": lambda _: tr(
        "The clinic leaves the highest dose to the prescriber, and none is written"
    ),
    "X_GENES_UNKNOWN": _genes(
        msg("Not on record: {genes}; the clinic does not restart before both are known")
    ),
    "X_GENES_DEFICIENT": _genes(
        msg("Deficient: {genes}; the clinic does not restart or step with it")
    ),
}
"""What each of these codes says."""
