"""All patients in one picture: the highest enzyme beside the highest bilirubin of each (eDISH).

Two movable lines part the picture into four quadrants. A highest value that cannot be told for
certain never counts as below a line: the answer is then that nobody can say.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import EXACT, Comparator, Ratio

BILIRUBIN, ALP = "BILI", "ALP"
ENZYMES = ("ALT", "AST")
"""The enzymes that can stand on the horizontal axis."""


class Quadrant(StrEnum):
    """Where a patient stands to both lines, gravest first."""

    HYS_LAW = "hys_law"
    HYPERBILIRUBINEMIA = "hyperbilirubinemia"
    TEMPLE = "temple"
    UNCLEAR = "unclear"
    NORMAL = "normal"


class Lack(StrEnum):
    """Why a patient has no place in the picture."""

    NOT_RESTARTED = "not_restarted"
    NO_ENZYME = "no_enzyme"
    NO_BILIRUBIN = "no_bilirubin"
    ENZYME_WITHOUT_ULN = "enzyme_without_uln"
    BILIRUBIN_WITHOUT_ULN = "bilirubin_without_uln"


@dataclass(frozen=True, slots=True)
class Days:
    """The days that are looked at, both ends included; None is open.

    since_restart: only from the restart of each patient's present course on.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    since_restart: bool = False


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where the two lines stand, as multiples of the ULN."""

    enzyme: Decimal
    bilirubin: Decimal


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest multiple of one analyte, and what could hide a higher one.

    open_above: some result was reported as greater than its figure. below: the largest figure
    that was reported as "less than". unread: results whose multiple cannot be told.
    """

    multiple: Ratio
    comparator: Comparator
    on: dt.date
    open_above: bool = False
    below: Ratio | None = None
    unread: int = 0

    def reaches(self, cut: Decimal) -> bool | None:
        """True when some result lies at or above the line; None when nobody can tell."""
        if self.comparator is not Comparator.LESS and self.multiple.at_least(cut):
            return True
        if self.open_above or self.unread or (self.below is not None and self.below.above(cut)):
            return None
        return False


@dataclass(frozen=True, slots=True)
class CohortPoint:
    """One patient. r: (ALT / ULN) / (ALP / ULN) on the day of the highest ALT, None without ALP.

    trend, bilirubin_trend: the last multiples of both analytes, oldest first, for a small line.
    """

    patient_id: str
    number: str
    name: str
    phase: Phase | None
    enzyme: Peak
    bilirubin: Peak
    r: Ratio | None
    trend: tuple[Ratio, ...] = ()
    bilirubin_trend: tuple[Ratio, ...] = ()

    def quadrant(self, cuts: Cuts) -> Quadrant:
        """The quadrant of these lines; unclear where one of the two answers is missing."""
        enzyme = self.enzyme.reaches(cuts.enzyme)
        bilirubin = self.bilirubin.reaches(cuts.bilirubin)
        if enzyme is None or bilirubin is None:
            return Quadrant.UNCLEAR
        if enzyme:
            return Quadrant.HYS_LAW if bilirubin else Quadrant.TEMPLE
        return Quadrant.HYPERBILIRUBINEMIA if bilirubin else Quadrant.NORMAL


@dataclass(frozen=True, slots=True)
class DroppedPatient:
    """A patient without a place in the picture, and why."""

    patient_id: str
    number: str
    name: str
    lack: Lack


@dataclass(frozen=True, slots=True)
class Cohort:
    """Every patient of the clinic on a day: those with a place, and those without.

    protocol: whose figures the lines and the classes of R are; None where no protocol has them.
    """

    as_of: dt.date
    enzyme: str
    days: Days
    points: tuple[CohortPoint, ...]
    dropped: tuple[DroppedPatient, ...]
    protocol: Protocol | None


@dataclass(frozen=True, slots=True)
class Visit:
    """One day of one patient with both analytes: a step of the path through the picture."""

    on: dt.date
    enzyme: Ratio
    bilirubin: Ratio
    is_exact: bool


def quotient(alt: Ratio, alp: Ratio) -> Ratio | None:
    """R as an exact fraction; None where ALP is nought."""
    if alp.value <= 0:
        return None
    return Ratio(EXACT.multiply(alt.value, alp.uln), EXACT.multiply(alt.uln, alp.value))
