"""The first episode laid under the re-challenge: the same day of treatment on the same upright."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.dates import add_days, show
from aza_desktop.drawing.models import Shadow
from aza_desktop.gui.viewmodels import curves
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import tr

_BEYOND = 9
"""Days of the axis beyond the peak, so that its words have room."""


def first_day(file: FileLike) -> dt.date | None:
    """The first recorded dose before the break of the present course."""
    began = file.facts.dates.break_start
    doses = [dose.on for course in file.record.courses for dose in course.dose_events]
    before = [day for day in doses if began is not None and day < began]
    return min(before, default=None)


def shadow_of(file: FileLike, code: str) -> Shadow | None:
    """The results from the first dose on, moved to the restart; None where a day is missing."""
    first, dates = first_day(file), file.facts.dates
    if first is None or dates.restart is None or dates.break_start is None:
        return None
    moved = (dates.restart - first).days
    episode = [
        point for point in curves.series_of(file, code).points if first <= point.on < dates.restart
    ]
    top = curves.peak(episode)
    if top is None:
        return None
    text = tr("first episode since {day}: {analyte} peak {figure} on day {n}").format(
        day=show(first),
        analyte=curves.label_of(file, code),
        figure=top.multiple_text,
        n=(top.on - first).days,
    )
    points = tuple((add_days(point.on, moved), point.multiple) for point in episode)
    return Shadow(points, curves.ROLES[code], text)


def last_day(shadow: Shadow | None, *, end: dt.date) -> dt.date:
    """As far as the picture must reach for its peak to be seen: there the comparison matters."""
    if shadow is None:
        return end
    peak_on, highest_yet = shadow.points[0]
    for on, multiple in shadow.points:
        if multiple.exceeds(highest_yet):
            peak_on, highest_yet = on, multiple
    return max(end, add_days(peak_on, _BEYOND))


def highest(shadow: Shadow | None, *, start: dt.date, end: dt.date) -> Decimal:
    """The highest multiple that the shown days hold, so that the axis has room for it."""
    inside = [m for on, m in shadow.points if start <= on <= end] if shadow is not None else []
    return max((m.value / m.uln for m in inside), default=Decimal(0))


def words_without(file: FileLike) -> str:
    """Why nothing can be laid under, in the words of the note below the picture."""
    if file.facts.dates.restart is None:
        return tr("no restart yet, so no first episode to compare with")
    return tr("no results between a recorded first dose and the restart to compare with")
