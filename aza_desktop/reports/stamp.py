"""What every sheet says of itself: who printed it, when, by which protocol, demo or not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.clinical.dates import long_date, long_day, show
from aza_desktop.clinical.paper import ClinicCard
from aza_desktop.clinical.patient import Identity, age_on
from aza_desktop.texts import tr

APPROVED = "Approved"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Of one printing. at: the clinic's local time. by: the user's name.

    protocol: name of the text that judged the patient, "" where none did; status: of its review.
    """

    card: ClinicCard
    at: dt.datetime
    by: str
    demo: bool = False
    protocol: str = ""
    status: str = ""

    @property
    def watermark(self) -> str:
        """Across every page of the demo clinic."""
        return tr("DEMO – invented data") if self.demo else ""

    def printed(self) -> str:
        """``Printed Thursday 20 November 2025, 09:41 by nurse.b``."""
        return tr("Printed {day}, {time} by {who}").format(
            day=long_day(self.at.date()), time=self.at.strftime("%H:%M"), who=self.by
        )

    def printed_short(self) -> str:
        """The same for staff: ``Printed 20-Nov-2025 09:41 by nurse.b``."""
        return tr("Printed {day} {time} by {who}").format(
            day=show(self.at.date()), time=self.at.strftime("%H:%M"), who=self.by
        )

    def judged_by(self) -> str:
        """The protocol with its status, for staff; "" where none judged."""
        if not self.protocol:
            return ""
        said = tr("Protocol {name}, {status}").format(name=self.protocol, status=self.status)
        if self.status == APPROVED:
            return said
        return tr("{protocol}: not approved here, marks are prompts, not orders").format(
            protocol=said
        )

    def letterhead(self) -> str:
        """Clinic, address and phone in one line; what was not entered is left out."""
        phone = tr("Phone {number}").format(number=self.card.phone) if self.card.phone else ""
        return "  ·  ".join(part for part in (self.card.name, self.card.address, phone) if part)


def born_long(identity: Identity) -> str:
    """``14 July 1984``; *not known* where nobody recorded it."""
    return long_date(identity.birth_date) if identity.birth_date else tr("not known")


def born_short(identity: Identity, on: dt.date) -> str:
    """``14-Jul-1984 (41y)``."""
    if identity.birth_date is None:
        return tr("not known")
    return f"{show(identity.birth_date)} ({age_on(identity.birth_date, on)}y)"


def numbers(identity: Identity) -> str:
    """Every number of the patient, the leading one first."""
    return ", ".join(dict.fromkeys(number.value for number in identity.numbers))


def full_name(identity: Identity) -> str:
    """``OKAFOR, Daniel (Mr)``."""
    return f"{identity.name} ({identity.title})" if identity.title else identity.name
