"""The trend picture of a patient: limits from the protocol, points and rings from the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from aza_desktop.clinical.dates import add_days, add_months, show
from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.protocol import Threshold
from aza_desktop.clinical.quantities import plain
from aza_desktop.drawing.models import (
    Band,
    Caption,
    LimitLine,
    NotDrawn,
    Scale,
    Series,
    Tone,
    TrendModel,
)
from aza_desktop.gui.viewmodels import curves, doses, phrases, readouts, timeline
from aza_desktop.gui.viewmodels.curves import ROLES, ULN
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import ntr, tr

SPANS = {"6w": "6 w", "3m": "3 m", "1y": "1 y", "all": "All"}
_USUAL = ("ALT", "AST", "BILI")
_ON_DEMAND = ("ALP", "GGT")
_AHEAD = Decimal("0.19")
_LEAST_TOP = Decimal(3)
_BANDS = {Severity.CRITICAL: "band_stop", Severity.HIGH: "band_consider"}
_TONES = {Severity.CRITICAL: Tone.CRITICAL, Severity.HIGH: Tone.WARNING}


@dataclass(frozen=True, slots=True)
class TrendOptions:
    """What a user chose to see. analytes: None shows the usual ones; window: zoomed-in days."""

    span: str = "3m"
    analytes: tuple[str, ...] | None = None
    scale: Scale = Scale.LINEAR
    window: tuple[dt.date, dt.date] | None = None


def usual_analytes(file: FileLike) -> tuple[str, ...]:
    """ALT, AST and bilirubin; ALP and GGT too as soon as one of them was above its limit."""
    raised = [
        code
        for code in _ON_DEMAND
        if any(p.multiple.above(ULN) for p in curves.series_of(file, code).points)
    ]
    return (*_USUAL, *raised)


def build_trend(
    file: FileLike,
    *,
    options: TrendOptions | None = None,
    demo: bool = False,
    generated_at: dt.datetime | None = None,
) -> TrendModel:
    """Everything the picture shows of this patient on this day."""
    options = options or TrendOptions()
    codes = usual_analytes(file) if options.analytes is None else options.analytes
    codes = tuple(code for code in ROLES if code in codes)
    start, end = _days(file, options)
    whole = [curves.series_of(file, code) for code in codes]
    shown = tuple(_within(series, start, end) for series in whole)
    outside = sum(1 for series in whole for point in series.points if not start <= point.on <= end)
    missing = curves.not_drawn(file)
    limits = _limits(file, codes)
    return TrendModel(
        title=tr("Liver enzymes and dose"),
        start=start,
        end=end,
        today=file.as_of,
        scale=options.scale,
        top=_top(shown, limits, start),
        y_title=tr("Result (× upper limit of normal)"),
        y_title_short=tr("Result (× ULN)"),
        dose_title=tr("mg / day"),
        series=shown,
        limits=limits,
        bands=_bands(file),
        events=timeline.events(file, curves.shown_results(file)),
        spans=timeline.spans(file),
        doses=timeline.dose_steps(file, end=end),
        uln_changes=tuple(c for c in curves.uln_changes(file, codes) if start <= c.on <= end),
        not_drawn=missing,
        outside=outside,
        readouts=tuple(r for r in readouts.readouts(file, codes) if start <= r.on <= end),
        notes=_notes(file, missing=missing, outside=outside, whole=whole, start=start),
        hidden_breaches=_hidden_breaches(file, start=start, end=end),
        message=_message(codes, whole, outside, options),
        description=readouts.describe(file, codes),
        caption=_caption(file, codes, demo=demo, generated_at=generated_at),
    )


def _days(file: FileLike, options: TrendOptions) -> tuple[dt.date, dt.date]:
    if options.window is not None:
        return options.window
    today = file.as_of
    start = {
        "6w": add_days(today, -42),
        "3m": add_months(today, -3),
        "1y": add_months(today, -12),
    }.get(options.span)
    if start is None:
        days = [r.collected_on for r in curves.shown_results(file) if r.analyte in ROLES]
        days += [period.since for period in doses.periods(file)]
        first = min([*days, add_days(today, -42)])
        start = add_days(first, -max(3, (today - first).days // 40))
    ahead = max(9, int((today - start).days * _AHEAD))
    return start, add_days(today, ahead)


def _within(series: Series, start: dt.date, end: dt.date) -> Series:
    """The points of the chosen days, and one neighbour on each side for the line to come from."""
    points = series.points
    inside = [index for index, point in enumerate(points) if start <= point.on <= end]
    if not inside:
        return replace(series, points=(), links=(), last_text="")
    first, last = max(inside[0] - 1, 0), min(inside[-1] + 1, len(points) - 1)
    return replace(
        series,
        points=points[first : last + 1],
        links=series.links[first:last],
        last_text=series.last_text if last == len(points) - 1 else "",
    )


def _limits(file: FileLike, codes: Sequence[str]) -> tuple[LimitLine, ...]:
    """A line for every limit of the protocol that concerns a shown analyte, and the ULN itself."""
    lines = [LimitLine("ULN", ULN, tr("ULN"), Tone.NEUTRAL)]
    for threshold in file.protocol.thresholds:
        if threshold.value == ULN or not set(threshold.analytes).intersection(codes):
            continue
        own = threshold.analytes[0] if len(threshold.analytes) == 1 else ""
        line = LimitLine(
            code=threshold.code,
            value=threshold.value,
            label=phrases.times(threshold.label),
            tone=_TONES.get(threshold.severity, Tone.NEUTRAL),
            role=ROLES.get(own, ""),
            source=_source(file, threshold),
        )
        if not any(line.value == other.value and line.role == other.role for other in lines):
            lines.append(line)
    return tuple(lines)


def _source(file: FileLike, threshold: Threshold) -> str:
    source = file.protocol.sources.get(threshold.cite)
    said = f"{threshold.figure} = {plain(threshold.value)} ({file.protocol.name})"
    return f"{said}: {source.title}" if source is not None else said


def _bands(file: FileLike) -> tuple[Band, ...]:
    """The tinted ranges between the limits of the transaminases, from the ULN upwards."""
    steps = {ULN: "band_elevated"}
    for threshold in sorted(file.protocol.thresholds, key=lambda t: t.severity):
        if "ALT" in threshold.analytes and threshold.value > ULN:
            steps[threshold.value] = _BANDS.get(threshold.severity, "band_elevated")
    ordered = sorted(steps.items())
    highs: list[Decimal | None] = [value for value, _ in ordered[1:]]
    return tuple(
        Band(low, high, tint) for (low, tint), high in zip(ordered, [*highs, None], strict=True)
    )


def _top(shown: Sequence[Series], limits: Sequence[LimitLine], start: dt.date) -> Decimal:
    """Room above the highest limit and the highest point of the chosen days."""
    top = max([_LEAST_TOP, *(line.value * Decimal("1.28") for line in limits)])
    for series in shown:
        for point in series.points:
            if point.on >= start:
                top = max(top, point.multiple.value / point.multiple.uln * Decimal("1.15"))
    return top


def _notes(
    file: FileLike,
    *,
    missing: Sequence[NotDrawn],
    outside: int,
    whole: Sequence[Series],
    start: dt.date,
) -> tuple[str, ...]:
    """What the picture does not show, counted and named: nothing vanishes."""
    notes = []
    if missing:
        listed = "; ".join(
            f"{curves.label_of(file, m.analyte)} {show(m.on)}: {m.reason}" for m in missing
        )
        count = ntr("{n} result cannot be drawn", "{n} results cannot be drawn", len(missing))
        notes.append(f"{count.format(n=len(missing))} – {listed}")
    if outside:
        count = ntr(
            "{n} result lies outside these days",
            "{n} results lie outside these days",
            outside,
        )
        peaks = [curves.peak(series.points) for series in whole[:1]]
        top = peaks[0] if peaks else None
        extra = ""
        if top is not None and top.on < start:
            label = curves.label_of(file, whole[0].analyte)
            extra = f" – peak {label} {top.multiple_text} × ULN on {show(top.on)}"
        notes.append(count.format(n=outside) + extra)
    return tuple(notes)


def _hidden_breaches(file: FileLike, *, start: dt.date, end: dt.date) -> str:
    """Open breaches that the chosen days do not show: they must not go unseen."""
    hidden = [
        f"{point.ring.reading} × ULN {show(point.on)}"
        for code in ROLES
        for point in curves.series_of(file, code).points
        if point.ring is not None and not start <= point.on <= end
    ]
    if not hidden:
        return ""
    text = ntr("Open mark outside these days: {what}", "Open marks outside these days: {what}", 1)
    return text.format(what=", ".join(hidden))


def _message(
    codes: Sequence[str], whole: Sequence[Series], outside: int, options: TrendOptions
) -> str:
    if not codes:
        return tr("Choose an analyte")
    points = sum(len(series.points) for series in whole)
    if not points:
        return tr("No results yet – Ctrl+R adds the first")
    if points == outside:
        what = "Choose All to see every result" if options.window is None else "0 shows all days"
        return tr("No results in these days. ") + tr(what)
    if max(len(series.points) for series in whole) == 1:
        return tr("One result: no trend")
    return ""


def _caption(
    file: FileLike, codes: Sequence[str], *, demo: bool, generated_at: dt.datetime | None
) -> Caption:
    identity = file.record.identity
    born = show(identity.birth_date) if identity.birth_date else tr("Not known")
    made = show(file.as_of)
    if generated_at is not None:
        made = f"{show(generated_at.date())} {generated_at:%H:%M} {generated_at:%Z}".strip()
    limits = []
    for code in codes:
        used = dict.fromkeys(
            f"{r.uln_text} {r.uln_unit}"
            for r in curves.shown_results(file)
            if r.analyte == code and curves.reason_not_drawn(file, r) is None
        )
        if used:
            limits.append(f"{curves.label_of(file, code)} {', '.join(used)}")
    status = file.protocol.review.status
    return Caption(
        patient=f"{identity.name}    Born {born}    No. {identity.number}",
        protocol=tr("Protocol {name}, {status}. Decision support only: verify.").format(
            name=file.protocol.name, status=status
        ),
        generated=tr("As of {day}, made {made}").format(day=show(file.as_of), made=made),
        limits=tr("Upper limits (ULN) used: ") + "; ".join(limits) if limits else "",
        watermark="DEMO" if demo or identity.number.startswith("DEMO-") else "",
    )
