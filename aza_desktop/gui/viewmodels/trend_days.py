"""Which days the trend picture shows, and what outside of them must not go unseen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.course import BREAK, Phase
from aza_desktop.clinical.dates import add_days, add_months, show
from aza_desktop.drawing.models import NotDrawn, Point, Scale, Series, Unit
from aza_desktop.gui.viewmodels import curves, doses
from aza_desktop.gui.viewmodels.curves import ROLES
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import ntr, tr

SPANS = {"6w": "6 w", "3m": "3 m", "1y": "1 y", "all": "All"}
_AHEAD = Decimal("0.19")


@dataclass(frozen=True, slots=True)
class TrendOptions:
    """What a user chose to see. analytes: None shows the usual ones; window: zoomed-in days.

    unit: what the axis counts in; the laboratory's unit is for one analyte. counts: None shows the
    second panel where the protocol looks at blood counts. first_episode: laid under the present.
    """

    span: str = "3m"
    analytes: tuple[str, ...] | None = None
    scale: Scale = Scale.LINEAR
    window: tuple[dt.date, dt.date] | None = None
    unit: Unit = Unit.ULN
    counts: bool | None = None
    first_episode: bool = False


def kept_text(options: TrendOptions) -> str:
    """The choices as one text for the window's file; a zoom is one patient's and is not kept."""
    analytes = "usual" if options.analytes is None else ",".join(options.analytes)
    counts = {None: "usual", True: "yes", False: "no"}[options.counts]
    return f"{options.span};{options.scale.value};{options.unit.value};{analytes};{counts}"


def options_of(text: str) -> TrendOptions:
    """What `kept_text` wrote; whatever another version wrote gives the usual choices."""
    parts = text.split(";")
    if len(parts) != len(("span", "scale", "unit", "analytes", "counts")):
        return TrendOptions()
    span, scale, unit, analytes, counts = parts
    known: tuple[set[str], ...] = set(Scale), set(Unit), {"usual", "yes", "no"}
    codes = tuple(code for code in analytes.split(",") if code)
    fits = all(one in allowed for one, allowed in zip((scale, unit, counts), known, strict=True))
    if span not in SPANS or not fits or (analytes != "usual" and not set(codes) <= set(ROLES)):
        return TrendOptions()
    return TrendOptions(
        span=span,
        scale=Scale(scale),
        unit=Unit(unit),
        analytes=None if analytes == "usual" else codes,
        counts={"yes": True, "no": False}.get(counts),
    )


def shown_days(file: FileLike, options: TrendOptions) -> tuple[dt.date, dt.date]:
    """The first and the last day of the picture."""
    if options.window is not None:
        return options.window
    today = file.as_of
    start = _start_of(file, options.span)
    ahead = max(9, int((today - start).days * _AHEAD))
    return start, add_days(today, ahead)


def _start_of(file: FileLike, span: str) -> dt.date:
    today = file.as_of
    start = {
        "6w": add_days(today, -42),
        "3m": add_months(today, -3),
        "1y": add_months(today, -12),
    }.get(span)
    if start is not None:
        return start
    days = [r.collected_on for r in curves.shown_results(file) if r.analyte in ROLES]
    days += [period.since for period in doses.periods(file)]
    first = min([*days, add_days(today, -42)])
    return add_days(first, -max(3, (today - first).days // 40))


def hidden_points(file: FileLike, *, start: dt.date, end: dt.date) -> tuple[Point, ...]:
    """Open breaches that the chosen days do not show."""
    return tuple(
        point
        for code in ROLES
        for point in curves.series_of(file, code).points
        if point.ring is not None and not start <= point.on <= end
    )


def hidden_words(hidden: Sequence[Point]) -> str:
    """They must not go unseen: each with its day, those of one day together."""
    if not hidden:
        return ""
    by_day: dict[dt.date, list[str]] = {}
    for point in hidden:
        by_day.setdefault(point.on, []).append(point.ring.reading if point.ring else "")
    what = ", ".join(f"{', '.join(said)} × ULN {show(on)}" for on, said in sorted(by_day.items()))
    text = ntr(
        "Open mark outside these days: {what}", "Open marks outside these days: {what}", len(hidden)
    )
    return text.format(what=what)


def break_outside(file: FileLike, *, start: dt.date, end: dt.date) -> dt.date | None:
    """The day on which the break began, while it still matters and the days do not show it."""
    matters = file.phase in BREAK or file.phase is Phase.REINTRODUCTION
    began = file.facts.dates.break_start if matters else None
    return began if began is not None and not start <= began <= end else None


def offer(file: FileLike, wanted: Sequence[dt.date], *, shown: tuple[dt.date, dt.date]) -> str:
    """The shortest span that would show these days; "" where they are shown already."""
    missing = [day for day in wanted if not shown[0] <= day <= shown[1]]
    if not missing:
        return ""
    for span in SPANS:
        if _start_of(file, span) <= min(missing):
            return span
    return "all"


def notes(
    file: FileLike,
    *,
    missing: Sequence[NotDrawn],
    outside: int,
    whole: Sequence[Series],
    hidden: Sequence[Point],
    days: tuple[dt.date, dt.date],
) -> tuple[str, ...]:
    """What the picture does not show, counted and named: nothing vanishes."""
    said = []
    if missing:
        listed = "; ".join(
            f"{curves.label_of(file, m.analyte)} {show(m.on)}: {m.reason}" for m in missing
        )
        count = ntr("{n} result cannot be drawn", "{n} results cannot be drawn", len(missing))
        said.append(f"{count.format(n=len(missing))} – {listed}")
    if outside:
        count = ntr(
            "{n} result lies outside these days",
            "{n} results lie outside these days",
            outside,
        )
        known = {point.result_id for point in hidden}
        top = curves.peak(curves.series_of(file, whole[0].analyte).points) if whole else None
        extra = ""
        if top is not None and top.on < days[0] and top.result_id not in known:
            label = curves.label_of(file, whole[0].analyte)
            extra = f" – peak {label} {top.multiple_text} × ULN on {show(top.on)}"
        said.append(count.format(n=outside) + extra)
    began = break_outside(file, start=days[0], end=days[1])
    if began is not None:
        said.append(tr("the break began on {day}").format(day=show(began)))
    return tuple(said)
