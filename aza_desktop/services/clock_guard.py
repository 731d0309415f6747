"""Whether this computer's clock can be believed: every due day hangs on it.

The record knows when it was last written. A clock that lies before that moment, or far after it,
is doubted: doses and restarts wait until somebody has looked and said so, which is recorded too.
Stops and holds never wait. The demo is exempt, because it lives on pretended days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from aza_desktop.clinical.dates import show
from aza_desktop.errors import UserError
from aza_desktop.paths import DemoPaths
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.written import bad_request
from aza_desktop.storage import trail
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import tr

EARLIER_BY = dt.timedelta(minutes=2)
LATER_BY = dt.timedelta(days=400)
LOOKED_AT = 2000
"""So many entries are compared: a leap among them is not forgotten because somebody wrote since."""
ACKNOWLEDGED = "clock.acknowledge"


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """The clock and the record disagree. is_earlier: the clock lies before the last entry."""

    now: dt.datetime
    last: dt.datetime
    is_earlier: bool

    @property
    def words(self) -> str:
        """What is to be checked, and why."""
        last, now = self.last.astimezone(), self.now.astimezone()
        said = (
            tr("It shows {now}; the last entry was made on {last}, which is later.")
            if self.is_earlier
            else tr("It shows {now}; the last entry was made on {last}, more than a year before.")
        )
        told = said.format(
            now=f"{show(now.date())} {now:%H:%M}", last=f"{show(last.date())} {last:%H:%M}"
        )
        return f"{tr('Check the date of this computer: due dates depend on it.')} {told}"


def doubt_of(clinic: Clinic) -> ClockDoubt | None:
    """Why the clock cannot be believed now; None where nothing speaks against it."""
    with clinic.store.reading() as reading:
        return _doubt(reading, clinic)


def acknowledge_clock(clinic: Clinic) -> None:
    """Somebody has compared the clock with the calendar; from now on it counts.

    Raises UserError ``bad_request`` where nothing is in doubt.
    """
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        if _doubt(work.reading, clinic) is None:
            raise bad_request(
                tr("The clock is not in doubt"),
                tr("it agrees with the record"),
                tr("Nothing is to be done"),
            )
        work.entry(ACKNOWLEDGED)
        work.commit()


def refuse_doubtful(reading: Reading, clinic: Clinic, what: str) -> None:
    """No dose and no restart on a day that may be wrong. Raises UserError ``blocked``."""
    doubt = _doubt(reading, clinic)
    if doubt is not None:
        raise UserError(
            "blocked",
            what,
            why=doubt.words.rstrip("."),
            remedy=tr("Set the clock, or confirm in the window that it is right"),
            details={"blocked_by": [], "clock": doubt.now.isoformat()},
        )


def _doubt(reading: Reading, clinic: Clinic) -> ClockDoubt | None:
    if isinstance(clinic.paths, DemoPaths):
        return None
    now = clinic.clock.now()
    written = trail.instants(reading, after=ACKNOWLEDGED, most=LOOKED_AT)
    if not written:
        return None
    latest = max(written)
    if now < latest - EARLIER_BY:
        return ClockDoubt(now=now, last=latest, is_earlier=True)
    for before, after in pairwise((*written, now)):
        if after > before + LATER_BY:
            return ClockDoubt(now=now, last=before, is_earlier=False)
    return None
