"""The calendar that a patient takes home: large, black on white, one month a page.

Only confirmed doses stand on it, in mg and in tablets, up to the next blood test. Neither rule,
limit nor mark is named: the words are the patient's.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.dates import WEEKDAYS, long_day, month_name
from aza_desktop.clinical.paper import WEEK, SheetKind
from aza_desktop.clinical.patient import Identity
from aza_desktop.clinical.plan import PlanKind, PlannedDay
from aza_desktop.clinical.quantities import plain
from aza_desktop.reports.document import (
    Block,
    Box,
    Day,
    DayLook,
    Month,
    Sheet,
    Size,
    Title,
    Who,
    Words,
)
from aza_desktop.reports.stamp import APPROVED, Stamp, born_long, full_name, numbers
from aza_desktop.texts import ntr, tr

Pieces = tuple[tuple[Decimal, Decimal], ...]
"""(strength in mg, how many), strongest first."""

_HALF = Decimal("0.5")
_FEW_WEEKS = 3
"""So few leave room for very large words below."""
_TO_WRITE_IN = "______________________"


@dataclass(frozen=True, slots=True)
class HomePlan:
    """What the patient is to do. days: from the first day of the sheet to its last.

    pieces: dose -> tablets; a dose without an entry has no tablets on record.
    test_on: the next blood test; test_was_due: the day of one that should have been taken.
    told: patient sentences of a recorded decision. is_split: the daily dose is split over the day.
    """

    days: tuple[PlannedDay, ...]
    pieces: dict[Decimal, Pieces]
    test_on: dt.date | None
    test_was_due: dt.date | None
    awaited_since: dt.date | None
    food: str
    warning: str
    told: tuple[str, ...] = ()
    replaces: dt.date | None = None
    is_split: bool = False

    @property
    def first(self) -> dt.date:
        return self.days[0].on

    @property
    def last(self) -> dt.date:
        return self.days[-1].on


def build_calendar_sheet(identity: Identity, plan: HomePlan, stamp: Stamp) -> Sheet:
    """The sheet of a patient; `plan.days` is not empty."""
    months = sorted({(day.on.year, day.on.month) for day in plan.days})
    return Sheet(
        kind=SheetKind.CALENDAR,
        title=tr("Azathioprine calendar"),
        head="",
        parts=tuple(_page(identity, plan, stamp, month) for month in months),
        foot=_foot(plan, stamp),
        watermark=stamp.watermark,
        cautions=_cautions(plan, stamp),
    )


def _page(
    identity: Identity, plan: HomePlan, stamp: Stamp, month: tuple[int, int]
) -> tuple[Block, ...]:
    inside = [day for day in plan.days if (day.on.year, day.on.month) == month]
    blocks: list[Block] = [
        Title(tr("Your azathioprine calendar"), month_name(*month)),
        Who(
            full_name(identity),
            ((tr("Born"), born_long(identity)), (tr("Number"), numbers(identity))),
        ),
    ]
    drawn = _month(month, plan, stamp)
    roomy = len(drawn.weeks) <= _FEW_WEEKS
    blocks += [Words(text, Size.LARGE, strong=True) for text in plan.told]
    for span, dose in _doses(inside, plan):
        blocks += [Words(span, Size.LARGE), Words(dose, Size.HUGE, strong=True)]
    if any(day.kind is PlanKind.DOSE for day in inside):
        tick = tr("Tick the box when you have taken them.")
        split = tr("Split the dose over the day as we agreed.") if plan.is_split else ""
        words = " ".join(filter(None, (plan.food, split, tick)))
        blocks.append(Words(words, Size.LARGE if roomy else Size.BODY))
    size = Size.HUGE if roomy else Size.LARGE
    blocks += [drawn, _ends(plan, size), _ring(plan, stamp, size)]
    return tuple(blocks)


def _doses(days: Sequence[PlannedDay], plan: HomePlan) -> list[tuple[str, str]]:
    """For each stretch of equal days: from when to when, and what to take."""
    said = []
    for run in _runs(days):
        since, until = long_day(run[0].on), long_day(run[-1].on)
        span = since if len(run) == 1 else tr("{since} to {until}").format(since=since, until=until)
        if run[0].kind is PlanKind.DOSE:
            what = tr("{dose} mg a day = {tablets}").format(
                dose=plain(run[0].dose_mg), tablets=_tablet_words(plan.pieces.get(run[0].dose_mg))
            )
        else:
            what = tr("no azathioprine")
        said.append((span, what))
    return said


def _runs(days: Sequence[PlannedDay]) -> list[list[PlannedDay]]:
    runs: list[list[PlannedDay]] = []
    for day in days:
        if runs and (runs[-1][-1].kind, runs[-1][-1].dose_mg) == (day.kind, day.dose_mg):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _tablet_words(pieces: Pieces | None) -> str:
    """``1 tablet of 50 mg and half a tablet of 25 mg``."""
    if not pieces:
        return tr("{blank} tablets").format(blank=_TO_WRITE_IN)
    return tr(" and ").join(_count_words(mg, count) for mg, count in pieces)


def _count_words(mg: Decimal, count: Decimal) -> str:
    if count == _HALF:
        return tr("half a tablet of {mg} mg").format(mg=plain(mg))
    if count % 1 == _HALF:
        return tr("{n} and a half tablets of {mg} mg").format(n=plain(count - _HALF), mg=plain(mg))
    return ntr("{n} tablet of {mg} mg", "{n} tablets of {mg} mg", int(count)).format(
        n=plain(count), mg=plain(mg)
    )


def _short(count: Decimal) -> str:
    """``1½``: as a cell has room for it."""
    whole, half = int(count), count % 1 == _HALF
    return f"{whole or ''}½" if half else plain(count)


def _month(month: tuple[int, int], plan: HomePlan, stamp: Stamp) -> Month:
    """The weeks of the month that the plan reaches: room for large cells."""
    first = stamp.card.first_weekday
    known = {day.on: day for day in plan.days}
    weeks = [
        week
        for week in calendar.Calendar(first).monthdatescalendar(*month)
        if any(on in known and on.month == month[1] for on in week)
    ]
    return Month(
        title=month_name(*month),
        weekdays=tuple(tr(WEEKDAYS[(first + n) % WEEK]) for n in range(WEEK)),
        weeks=tuple(
            tuple(_cell(on, known.get(on), plan) if on.month == month[1] else None for on in week)
            for week in weeks
        ),
    )


def _cell(on: dt.date, day: PlannedDay | None, plan: HomePlan) -> Day:
    flag = tr("BLOOD TEST") if on == plan.test_on else ""
    if day is None:
        return Day(on.day, DayLook.PAST if on < plan.first else DayLook.OPEN, flag=flag)
    if day.kind is PlanKind.DOSE:
        lines = tuple(
            f"{_short(count)} × {plain(mg)} mg" for mg, count in plan.pieces.get(day.dose_mg, ())
        )
        main = f"{plain(day.dose_mg)} mg"
        return Day(on.day, DayLook.DOSE, main, lines, flag)
    if day.kind is PlanKind.HELD:
        return Day(on.day, DayLook.PAUSE, tr("pause"), (tr("no tablet"),), flag)
    return Day(on.day, DayLook.NOTHING, tr("none"), (tr("no tablet"),), flag)


def _ends(plan: HomePlan, size: Size) -> Box:
    """How long the sheet holds, and what comes then."""
    lines = []
    if plan.test_on is not None:
        title = tr("This sheet is valid until your next blood test on {day}.").format(
            day=long_day(plan.test_on)
        )
    else:
        title = tr("This sheet is valid until {day}.").format(day=long_day(plan.last))
        if plan.awaited_since is not None:
            lines.append(tr("We are waiting for the result of your blood test."))
        elif plan.test_was_due == plan.first:
            lines.append(tr("Your blood test is due today."))
        elif plan.test_was_due is not None:
            lines.append(
                tr("Your blood test was due on {day}. Please have it now.").format(
                    day=long_day(plan.test_was_due)
                )
            )
    lines.append(
        tr("We then give you a new sheet. If you have none, ring us before you change anything.")
    )
    return Box(title, tuple(lines), size=size)


def _ring(plan: HomePlan, stamp: Stamp, size: Size) -> Box:
    """The warning signs and the numbers; a number that is not known is written in by hand."""
    card = stamp.card
    lines = (
        tr("Ring us: {phone}").format(phone=card.phone or _TO_WRITE_IN),
        tr("Nights and weekends: {phone}").format(phone=card.out_of_hours or _TO_WRITE_IN),
    )
    return Box(plan.warning, lines, heavy=True, size=size)


def _foot(plan: HomePlan, stamp: Stamp) -> tuple[str, ...]:
    older = tr("All older sheets are no longer valid: please throw them away.")
    if plan.replaces is not None:
        older = tr("Replaces the sheet of {day}. {older}").format(
            day=long_day(plan.replaces), older=older
        )
    confirmed = tuple(dict.fromkeys(day.confirmed_by for day in plan.days if day.confirmed_by))
    clinic = [stamp.letterhead()]
    if confirmed:
        clinic.append(tr("Doses confirmed by {who}").format(who=", ".join(confirmed)))
    lines = [older, "  ·  ".join(clinic), stamp.printed()]
    if stamp.status and stamp.status != APPROVED:
        said = tr("For the clinic: the protocol is {status}, not approved here.")
        lines.append(said.format(status=stamp.status))
    return tuple(lines)


def _cautions(plan: HomePlan, stamp: Stamp) -> tuple[str, ...]:
    """What whoever prints it has to complete by hand."""
    said = []
    if not stamp.card.phone or not stamp.card.out_of_hours:
        said.append(
            tr("A phone number is missing: write it in, or enter it in the settings (Ctrl+,)")
        )
    doses = {day.dose_mg for day in plan.days if day.kind is PlanKind.DOSE}
    if any(dose not in plan.pieces for dose in doses):
        said.append(tr("No tablets are recorded: write in how many tablets make the dose"))
    if plan.test_on is None:
        said.append(tr("No blood test lies ahead: the sheet ends soon"))
    return tuple(said)
