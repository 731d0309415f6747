"""The cohort of the clinic: the highest enzyme and bilirubin of every patient in the chosen days.

Set queries and one pass, ordered by patient; exact decimals; a result that cannot be read is
counted and never taken for a low one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from aza_desktop.clinical.cohort import (
    ALP,
    BILIRUBIN,
    ENZYMES,
    Cohort,
    CohortPoint,
    Cuts,
    Days,
    DroppedPatient,
    Lack,
    Peak,
    Visit,
    quotient,
)
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.known_on import course_among, phase_on
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import Comparator, Ratio
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.governing import protocols_in_use
from aza_desktop.storage import cohort as shelf

TREND_LENGTH = 12
_EVERY = (*ENZYMES, BILIRUBIN, ALP)
_SIGNS = {comparator.value: comparator for comparator in Comparator}
_CUTS = ("edish_ta_uln", "edish_bili_uln")

Reader = Callable[[shelf.LiverRow], Ratio | None]


class _Seen:
    """One result of the chosen days."""

    __slots__ = ("comparator", "on", "ratio")

    def __init__(self, on: dt.date, comparator: Comparator, ratio: Ratio | None) -> None:
        self.on, self.comparator, self.ratio = on, comparator, ratio


def cohort(
    clinic: Clinic, *, enzyme: str = "ALT", days: Days | None = None, as_of: dt.date | None = None
) -> Cohort:
    """Every patient, with a place in the picture or with the reason why there is none."""
    chosen = days or Days()
    day = as_of or clinic.clock.today()
    until = min(chosen.until, day) if chosen.until is not None else day
    points: list[CohortPoint] = []
    dropped: list[DroppedPatient] = []
    with clinic.store.reading() as reading:
        rows = _by_patient(shelf.liver_rows(reading, _EVERY, until=until))
        reader = _reader(clinic)
        waiting: tuple[str, list[shelf.LiverRow]] | None = next(rows, None)
        for head in shelf.heads(reading):
            while waiting is not None and waiting[0] < head.patient_id:
                waiting = next(rows, None)
            mine = waiting[1] if waiting is not None and waiting[0] == head.patient_id else []
            placed = _placed(head, mine, enzyme=enzyme, days=chosen, as_of=day, reader=reader)
            if isinstance(placed, CohortPoint):
                points.append(placed)
            else:
                dropped.append(placed)
    return Cohort(day, enzyme, chosen, tuple(points), tuple(dropped), lines_of(clinic))


def lines_of(clinic: Clinic) -> Protocol | None:
    """The protocol whose figures the lines start from: of those with both, the most followed."""
    known = (protocol for protocol, _ in protocols_in_use(clinic))
    return next((p for p in known if all(name in p.parameters for name in _CUTS)), None)


def first_cuts(protocol: Protocol) -> Cuts:
    """Where the protocol puts the lines. It must have both figures."""
    enzyme, bilirubin = (protocol.number(name) for name in _CUTS)
    return Cuts(enzyme, bilirubin)


def visits_of(clinic: Clinic, patient_id: str, shown: Cohort) -> tuple[Visit, ...]:
    """The days on which the patient has both analytes, oldest first: the path to the peak."""
    day = shown.as_of
    until = min(shown.days.until, day) if shown.days.until is not None else day
    with clinic.store.reading() as reading:
        rows = list(
            shelf.liver_rows(reading, (shown.enzyme, BILIRUBIN), until=until, patient_id=patient_id)
        )
        (head,) = shelf.heads(reading, patient_id=patient_id)
    since = _since(head, shown.days, day)
    reader = _reader(clinic)
    found: list[Visit] = []
    for on, of_day in groupby(rows, key=itemgetter(7)):
        if since is not None and on < since:
            continue
        highest: dict[str, tuple[Ratio, bool]] = {}
        for row in of_day:
            ratio, exact = reader(row), row[3] == Comparator.EQUAL
            known = highest.get(row[1])
            if ratio is not None and (known is None or ratio.exceeds(known[0])):
                highest[row[1]] = (ratio, exact)
        if len(highest) > 1:
            enzyme, bilirubin = highest[shown.enzyme], highest[BILIRUBIN]
            found.append(Visit(on, enzyme[0], bilirubin[0], enzyme[1] and bilirubin[1]))
    return tuple(found)


def _by_patient(rows: Iterable[shelf.LiverRow]) -> Iterator[tuple[str, list[shelf.LiverRow]]]:
    for patient_id, mine in groupby(rows, key=itemgetter(0)):
        yield patient_id, list(mine)


def _reader(clinic: Clinic) -> Reader:
    """Reads a kept row as a multiple; the same figures are read once, however often they occur."""
    known: dict[tuple[object, ...], Ratio | None] = {}
    analytes = clinic.analytes

    def read(row: shelf.LiverRow) -> Ratio | None:
        _, code, value, _, unit, uln, uln_unit, _ = row
        key = (code, value, unit, uln, uln_unit)
        if key not in known:
            analyte, ratio = analytes.find(code), None
            if analyte is not None and value is not None and uln is not None:
                number = analyte.in_unit(Decimal(value), unit)
                limit = analyte.in_unit(Decimal(uln), uln_unit)
                if number is not None and number >= 0 and limit is not None and limit > 0:
                    ratio = Ratio(number, limit)
            known[key] = ratio
        return known[key]

    return read


def _placed(
    head: shelf.Head,
    rows: Sequence[shelf.LiverRow],
    *,
    enzyme: str,
    days: Days,
    as_of: dt.date,
    reader: Reader,
) -> CohortPoint | DroppedPatient:
    identity = head.identity

    def without(lack: Lack) -> DroppedPatient:
        return DroppedPatient(head.patient_id, identity.number, identity.name, lack)

    since = _since(head, days, as_of)
    if days.since_restart and since is None:
        return without(Lack.NOT_RESTARTED)
    seen: dict[str, list[_Seen]] = {code: [] for code in _EVERY}
    for row in rows:
        if since is None or row[7] >= since:
            seen[row[1]].append(_Seen(row[7], _SIGNS[row[3]], reader(row)))
    for code, nothing, no_limit in (
        (enzyme, Lack.NO_ENZYME, Lack.ENZYME_WITHOUT_ULN),
        (BILIRUBIN, Lack.NO_BILIRUBIN, Lack.BILIRUBIN_WITHOUT_ULN),
    ):
        if not seen[code]:
            return without(nothing)
        if all(each.ratio is None for each in seen[code]):
            return without(no_limit)
    highest, bilirubin = _peak(seen[enzyme]), _peak(seen[BILIRUBIN])
    assert highest is not None
    assert bilirubin is not None
    return CohortPoint(
        patient_id=head.patient_id,
        number=identity.number,
        name=identity.name,
        phase=_phase(head, as_of),
        enzyme=highest,
        bilirubin=bilirubin,
        r=_r(seen),
        trend=_trend(seen[enzyme]),
        bilirubin_trend=_trend(seen[BILIRUBIN]),
    )


def _since(head: shelf.Head, days: Days, as_of: dt.date) -> dt.date | None:
    """The first day that counts for this patient; None for no bound, or where none restarted."""
    if not days.since_restart:
        return days.since
    course = course_among(head.courses, as_of)
    restart = course.dates.restart if course is not None else None
    if restart is None or restart > as_of:
        return None
    return max(restart, days.since) if days.since is not None else restart


def _phase(head: shelf.Head, as_of: dt.date) -> Phase | None:
    course = course_among(head.courses, as_of)
    return phase_on(course, as_of) if course is not None else None


def _peak(seen: Sequence[_Seen]) -> Peak | None:
    """The highest figure; one reported as "less than" only where there is no other."""
    certain, below = None, None
    open_above, unread = False, 0
    for each in seen:
        if each.ratio is None:
            unread += 1
        elif each.comparator is Comparator.LESS:
            if below is None or each.ratio.exceeds(below.multiple):
                below = Peak(each.ratio, each.comparator, each.on)
        else:
            open_above = open_above or each.comparator is Comparator.GREATER
            if certain is None or each.ratio.exceeds(certain.multiple):
                certain = Peak(each.ratio, each.comparator, each.on)
    highest = certain or below
    if highest is None:
        return None
    bound = below.multiple if below is not None else None
    return replace(highest, open_above=open_above, below=bound, unread=unread)


def _r(seen: dict[str, list[_Seen]]) -> Ratio | None:
    """R on the day of the highest ALT; None without an exact ALT and ALP of that day."""
    alt = _peak([each for each in seen["ALT"] if each.comparator is Comparator.EQUAL])
    if alt is None:
        return None
    alps = [
        each.ratio
        for each in seen[ALP]
        if each.on == alt.on and each.ratio is not None and each.comparator is Comparator.EQUAL
    ]
    return quotient(alt.multiple, alps[-1]) if alps else None


def _trend(seen: Sequence[_Seen]) -> tuple[Ratio, ...]:
    told = [each.ratio for each in seen if each.ratio is not None]
    return tuple(told[-TREND_LENGTH:])
