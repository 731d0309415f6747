"""The trend picture of a patient: limits from the protocol, points and rings from the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.protocol import Threshold
from aza_desktop.clinical.quantities import plain
from aza_desktop.drawing.models import (
    Band,
    LimitLine,
    LimitStep,
    NotDrawn,
    Series,
    Tone,
    TrendModel,
    Unit,
)
from aza_desktop.gui.viewmodels import count_lanes, curves, levels, phrases, readouts, timeline
from aza_desktop.gui.viewmodels import shadow as shadows
from aza_desktop.gui.viewmodels.curves import ROLES, ULN
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.trend_caption import caption_of
from aza_desktop.gui.viewmodels.trend_days import (
    SPANS,
    TrendOptions,
    break_outside,
    hidden_points,
    hidden_words,
    notes,
    offer,
    shown_days,
)
from aza_desktop.texts import tr

_USUAL = ("ALT", "AST", "BILI")
_ON_DEMAND = ("ALP", "GGT")
_LEAST_TOP = Decimal(3)
_BANDS = {Severity.CRITICAL: "band_stop", Severity.HIGH: "band_consider"}
_TONES = {Severity.CRITICAL: Tone.CRITICAL, Severity.HIGH: Tone.WARNING}


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
    codes = _codes(file, options)
    start, end = shown_days(file, options)
    wants_first = options.first_episode and options.unit is Unit.ULN and bool(codes)
    shadow = shadows.shadow_of(file, codes[0]) if wants_first else None
    if options.window is None:
        end = shadows.last_day(shadow, end=end)
    whole = [_series(file, code, options.unit) for code in codes]
    shown = tuple(_within(series, start, end) for series in whole)
    outside = sum(1 for series in whole for point in series.points if not start <= point.on <= end)
    steps: tuple[LimitStep, ...] = ()
    if options.unit is Unit.RAW and codes:
        steps = levels.limit_steps(file, codes[0], start=start, end=end)
    limits = _limits(file, codes, options.unit, has_steps=bool(steps))
    missing = _missing(file, whole, options.unit)
    hidden = hidden_points(file, start=start, end=end)
    counts = count_lanes.lanes(file, start=start, end=end) if with_counts(file, options) else ()
    counted = tuple(lane.analyte for lane in counts)
    began = break_outside(file, start=start, end=end)
    said = notes(
        file, missing=missing, outside=outside, whole=whole, hidden=hidden, days=(start, end)
    )
    if options.unit is Unit.BASELINE:
        said = (*levels.baseline_words(file, codes), *said)
    if wants_first and shadow is None:
        said = (*said, shadows.words_without(file))
    title, short = _axis_titles(file, codes, options.unit)
    return TrendModel(
        title=tr("Liver enzymes and dose"),
        start=start,
        end=end,
        today=file.as_of,
        scale=options.scale,
        top=max(
            _top(shown, limits, steps, start),
            shadows.highest(shadow, start=start, end=end) * Decimal("1.15"),
        ),
        y_title=title,
        y_title_short=short,
        dose_title=tr("mg / day"),
        series=shown,
        limits=limits,
        bands=_bands(file) if options.unit is Unit.ULN or steps else (),
        events=timeline.events(file, curves.shown_results(file)),
        spans=timeline.spans(file),
        doses=timeline.dose_steps(file, end=end),
        uln_changes=tuple(c for c in curves.uln_changes(file, codes) if start <= c.on <= end),
        not_drawn=missing,
        outside=outside,
        readouts=tuple(r for r in readouts.readouts(file, codes, counted) if start <= r.on <= end),
        notes=said,
        hidden_breaches=hidden_words(hidden),
        message=_message(codes, whole, outside, options),
        description=readouts.describe(file, codes),
        caption=caption_of(file, codes, demo=demo, generated_at=generated_at),
        unit=options.unit,
        steps=steps,
        shadow=shadow,
        counts=counts,
        counts_note=count_lanes.not_covered(file) if counts else "",
        offer=offer(
            file,
            [*(point.on for point in hidden), *([began] if began is not None else [])],
            shown=(start, end),
        ),
    )


def with_counts(file: FileLike, options: TrendOptions) -> bool:
    """True when the second panel is wished, or when the protocol looks at blood counts."""
    return count_lanes.are_covered(file) if options.counts is None else options.counts


def _codes(file: FileLike, options: TrendOptions) -> tuple[str, ...]:
    """The analytes that are shown; in the laboratory's unit it can be only one."""
    codes = usual_analytes(file) if options.analytes is None else options.analytes
    codes = tuple(code for code in ROLES if code in codes)
    return codes[:1] if options.unit is Unit.RAW else codes


def _series(file: FileLike, code: str, unit: Unit) -> Series:
    make = {Unit.RAW: levels.raw_series, Unit.BASELINE: levels.baseline_series}
    return make.get(unit, curves.series_of)(file, code)


def _missing(file: FileLike, whole: Sequence[Series], unit: Unit) -> tuple[NotDrawn, ...]:
    """What has no place; in another unit than the ULN a result needs no ULN to have one."""
    if unit is Unit.ULN:
        return curves.not_drawn(file)
    codes = {series.analyte for series in whole}
    drawn = {point.result_id for series in whole for point in series.points}
    found = curves.not_drawn(file)
    return tuple(m for m in found if m.analyte in codes and m.result_id not in drawn)


def _axis_titles(file: FileLike, codes: Sequence[str], unit: Unit) -> tuple[str, str]:
    if unit is Unit.RAW and codes:
        title = f"{curves.label_of(file, codes[0])} ({levels.unit_text(file, codes[0])})"
        return title, title
    if unit is Unit.BASELINE:
        return tr("Result (× own baseline)"), tr("Result (× own)")
    return tr("Result (× upper limit of normal)"), tr("Result (× ULN)")


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


def _limits(
    file: FileLike, codes: Sequence[str], unit: Unit, *, has_steps: bool
) -> tuple[LimitLine, ...]:
    """A line for every limit of the protocol that concerns a shown analyte, and the ULN itself.

    Limits are multiples of the ULN: on the axis of the own baseline they have no place.
    """
    if unit is Unit.BASELINE:
        return (LimitLine("BASELINE", ULN, tr("own baseline"), Tone.NEUTRAL),)
    if unit is Unit.RAW and not has_steps:
        return ()
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


def _top(
    shown: Sequence[Series],
    limits: Sequence[LimitLine],
    steps: Sequence[LimitStep],
    start: dt.date,
) -> Decimal:
    """Room above the highest limit and the highest point of the chosen days."""
    factor = max((step.factor for step in steps), default=Decimal(1))
    top = max([_LEAST_TOP, *(line.value * factor * Decimal("1.28") for line in limits)])
    for series in shown:
        for point in series.points:
            if point.on >= start:
                top = max(top, point.multiple.value / point.multiple.uln * Decimal("1.15"))
    return top


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


__all__ = ["SPANS", "TrendOptions", "build_trend", "usual_analytes", "with_counts"]
