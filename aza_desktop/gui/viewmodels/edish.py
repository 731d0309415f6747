"""The cohort picture: rings, quadrants with their counts, and the patients behind each.

Places are shares of the two logarithmic axes, so that whoever paints only multiplies.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.cohort import (
    Cohort,
    CohortPoint,
    Cuts,
    DroppedPatient,
    Peak,
    Quadrant,
    Visit,
)
from aza_desktop.clinical.course import BREAK, MAINTENANCE, Phase
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.gui.viewmodels import phrases
from aza_desktop.gui.viewmodels.edish_words import (
    empty_words,
    lack_words,
    names,
    phase_text,
    source_words,
)
from aza_desktop.gui.viewmodels.log_axis import Axis
from aza_desktop.texts import ntr, tr

SHAPES = {"reintroduction": "△", "maintenance": "◇", "off": "□", "other": "○"}
"""Phase of the course -> the sign of its ring."""

TONES = {
    Quadrant.HYS_LAW: "critical",
    Quadrant.HYPERBILIRUBINEMIA: "bili",
    Quadrant.TEMPLE: "warning",
    Quadrant.UNCLEAR: "text2",
    Quadrant.NORMAL: "ok",
}
"""Quadrant -> the token of its colour."""

DROPPED = "dropped"
R_CLASSES = ("all", "hepatocellular", "mixed", "cholestatic", "unknown")
_FLOOR = Decimal("0.125")
_ROOM = 1.25


@dataclass(frozen=True, slots=True)
class CohortRing:
    """One patient in the picture. is_open: a value came with < or >."""

    patient_id: str
    x: float
    y: float
    shape: str
    tone: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class QuadrantLine:
    """A quadrant, its name, how many patients are in it and their share."""

    key: str
    title: str
    meaning: str
    count: int
    share: str
    tone: str

    @property
    def text(self) -> str:
        return f"{self.title}  {self.count}" + (f"  ({self.share})" if self.share else "")


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A patient of the list below a quadrant; `lack` in words where there is no place."""

    patient_id: str
    name: str
    number: str
    sign: str
    phase: str
    enzyme: str
    bilirubin: str
    r: str
    apart: str
    apart_spoken: str
    trend: tuple[float, ...]
    lack: str
    spoken: str


@dataclass(frozen=True, slots=True)
class EdishModel:
    """Everything the view shows for these lines and this filter.

    rings: gravest last, so that they are painted on top. members: quadrant -> its patients, worst
    first; their words are made when somebody looks.
    """

    cohort: Cohort
    x_title: str
    y_title: str
    y_title_short: str
    x_axis: Axis
    y_axis: Axis
    cuts: Cuts
    rings: tuple[CohortRing, ...]
    quadrants: tuple[QuadrantLine, ...]
    members: dict[str, tuple[CohortPoint, ...]]
    empty: str
    source: str
    description: str

    @property
    def worst(self) -> str:
        """The gravest quadrant that holds somebody; "" where there is nobody."""
        return next((line.key for line in self.quadrants if line.count), "")

    def rows(self, key: str) -> tuple[CohortRow, ...]:
        """The patients of a quadrant, or those without a place."""
        if key == DROPPED:
            return tuple(_dropped_row(each) for each in self.cohort.dropped)
        return tuple(_row(self.cohort, point) for point in self.members.get(key, ()))

    def quadrant_of(self, patient_id: str) -> str:
        """In which quadrant a patient stands; "" where the filter leaves the patient out."""
        for key, points in self.members.items():
            if any(point.patient_id == patient_id for point in points):
                return key
        return ""

    def lines_of(self, patient_id: str) -> tuple[str, ...]:
        """What hovering says of a patient: name, both figures with their days, R, quadrant."""
        for key, points in self.members.items():
            for point in points:
                if point.patient_id == patient_id:
                    return _lines(self.cohort, point, Quadrant(key))
        return ()


@dataclass(frozen=True, slots=True)
class PathPoint:
    """A visit of the path: its place, and its day in words."""

    x: float
    y: float
    text: str


def build_edish(cohort: Cohort, cuts: Cuts, *, r_class: str = "all") -> EdishModel:
    """The picture of the cohort with the lines where they stand now."""
    points = [p for p in cohort.points if r_class in {"all", r_class_of(p, cohort.protocol)}]
    x_axis = _axis((p.enzyme for p in cohort.points), cuts.enzyme)
    y_axis = _axis((p.bilirubin for p in cohort.points), cuts.bilirubin)
    placed: dict[Quadrant, list[CohortPoint]] = {quadrant: [] for quadrant in Quadrant}
    for point in points:
        placed[point.quadrant(cuts)].append(point)
    lines = [_line(quadrant, len(placed[quadrant]), len(points)) for quadrant in Quadrant]
    lines.append(_dropped_line(len(cohort.dropped)))
    rings = tuple(
        _ring(point, quadrant, x_axis, y_axis)
        for quadrant in reversed(Quadrant)
        for point in placed[quadrant]
    )
    return EdishModel(
        cohort=cohort,
        x_title=tr("Highest {enzyme} (× upper limit of normal)").format(enzyme=cohort.enzyme),
        y_title=tr("Highest bilirubin (× upper limit of normal)"),
        y_title_short=tr("Bilirubin (× ULN)"),
        x_axis=x_axis,
        y_axis=y_axis,
        cuts=cuts,
        rings=rings,
        quadrants=tuple(lines),
        members={q.value: tuple(sorted(placed[q], key=_rank, reverse=True)) for q in Quadrant},
        empty=empty_words(cohort, shown=len(points)),
        source=source_words(cohort, cuts),
        description=" ".join(f"{line.title}: {line.count}." for line in lines),
    )


def build_path(visits: Sequence[Visit], model: EdishModel) -> tuple[PathPoint, ...]:
    """The visits of one patient on the axes of the picture."""
    return tuple(
        PathPoint(
            model.x_axis.share(float(visit.enzyme)),
            model.y_axis.share(float(visit.bilirubin)),
            show(visit.on),
        )
        for visit in visits
    )


def r_class_of(point: CohortPoint, protocol: Protocol | None) -> str:
    """The class of R by the protocol's figures; unknown without R or without figures."""
    if point.r is None or protocol is None:
        return "unknown"
    if point.r.at_least(protocol.number("r_hepatocellular")):
        return "hepatocellular"
    return "mixed" if point.r.above(protocol.number("r_cholestatic")) else "cholestatic"


def nearest(model: EdishModel, patient_id: str, *, right: int, up: int) -> str:
    """The nearest ring in a direction; the same one where there is none."""
    here = next((ring for ring in model.rings if ring.patient_id == patient_id), None)
    if here is None:
        return model.rings[-1].patient_id if model.rings else ""
    best, found = math.inf, here.patient_id
    for ring in model.rings:
        along = (ring.x - here.x) * right + (ring.y - here.y) * up
        across = abs((ring.x - here.x) * up) + abs((ring.y - here.y) * right)
        if along > 0 and along + 2 * across < best:
            best, found = along + 2 * across, ring.patient_id
    return found


def phase_shape(phase: Phase | None) -> str:
    """Which sign stands for a phase."""
    if phase is Phase.REINTRODUCTION:
        return "reintroduction"
    if phase in MAINTENANCE:
        return "maintenance"
    if phase in BREAK or phase in {Phase.STOPPED, Phase.CONSIDER_ALTERNATIVE}:
        return "off"
    return "other"


def _axis(peaks: Iterable[Peak], cut: Decimal) -> Axis:
    figures = [float(peak.multiple) for peak in peaks if peak.multiple.value > 0]
    low = min([*figures, float(cut)], default=1.0)
    high = max([*figures, float(cut)], default=1.0)
    least = max(2.0 ** math.floor(math.log2(low)), float(_FLOOR))
    return Axis(min(least, 0.5) * 0.84, max(high * _ROOM, float(cut) * 2.6))


def _line(quadrant: Quadrant, count: int, total: int) -> QuadrantLine:
    title, meaning = names()[quadrant]
    share = f"{round(100 * count / total)} %" if total else ""
    return QuadrantLine(quadrant.value, title, meaning, count, share, TONES[quadrant])


def _dropped_line(count: int) -> QuadrantLine:
    return QuadrantLine(
        DROPPED, tr("Not drawn"), tr("with the reason for each"), count, "", "text2"
    )


def _figure(peak: Peak) -> str:
    return phrases.multiple(peak.multiple, peak.comparator)


def _r_text(point: CohortPoint) -> str:
    return point.r.truncated(1) if point.r is not None else "–"


def _apart(point: CohortPoint) -> int:
    return abs((point.enzyme.on - point.bilirubin.on).days)


def _rank(point: CohortPoint) -> float:
    """Worst first: both multiples count, a bilirubin near nought as little as it can."""
    bilirubin = max(float(point.bilirubin.multiple), float(_FLOOR))
    return float(point.enzyme.multiple) * bilirubin


def _ring(point: CohortPoint, quadrant: Quadrant, x_axis: Axis, y_axis: Axis) -> CohortRing:
    exact = point.enzyme.comparator is point.bilirubin.comparator is Comparator.EQUAL
    return CohortRing(
        patient_id=point.patient_id,
        x=x_axis.share(float(point.enzyme.multiple)),
        y=y_axis.share(float(point.bilirubin.multiple)),
        shape=phase_shape(point.phase),
        tone=TONES[quadrant],
        is_open=not exact,
    )


def _lines(cohort: Cohort, point: CohortPoint, quadrant: Quadrant) -> tuple[str, ...]:
    title, _ = names()[quadrant]
    return (
        f"{point.name}  {point.number}",
        f"{cohort.enzyme} {_figure(point.enzyme)} × ULN  {show(point.enzyme.on)}",
        f"{tr('Bilirubin')} {_figure(point.bilirubin)} × ULN  {show(point.bilirubin.on)}",
        tr("R {r} at the highest ALT").format(r=_r_text(point)),
        f"{title} · {phase_text(point.phase)}",
    )


def _row(cohort: Cohort, point: CohortPoint) -> CohortRow:
    enzyme, bilirubin = _figure(point.enzyme), _figure(point.bilirubin)
    return CohortRow(
        patient_id=point.patient_id,
        name=point.name,
        number=point.number,
        sign=SHAPES[phase_shape(point.phase)],
        phase=phase_text(point.phase),
        enzyme=enzyme,
        bilirubin=bilirubin,
        r=_r_text(point),
        apart=tr("{n} d").format(n=_apart(point)),
        apart_spoken=ntr("{n} day apart", "{n} days apart", _apart(point)).format(n=_apart(point)),
        trend=tuple(float(ratio) for ratio in point.trend),
        lack="",
        spoken=tr("{name}, {enzyme} {x}, bilirubin {y} times upper limit").format(
            name=point.name, enzyme=cohort.enzyme, x=enzyme, y=bilirubin
        ),
    )


def _dropped_row(dropped: DroppedPatient) -> CohortRow:
    why = lack_words(dropped.lack)
    return CohortRow(
        patient_id=dropped.patient_id,
        name=dropped.name,
        number=dropped.number,
        sign="–",
        phase="–",
        enzyme="–",
        bilirubin="–",
        r="–",
        apart="–",
        apart_spoken="–",
        trend=(),
        lack=why,
        spoken=f"{dropped.name}, {why}",
    )


def multiple_of_share(axis: Axis, share: float) -> Decimal:
    """The multiple under the mouse, to a tenth: what a dragged line stands at."""
    return Decimal(f"{max(axis.value(share), 0.1):.1f}")
