"""The protocols of the clinic as its screens read them: which there are, and who follows which."""

from __future__ import annotations

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.own_protocols import with_own_versions
from aza_desktop.storage import protocols as shelf


def protocols_in_use(clinic: Clinic) -> tuple[tuple[Protocol, int], ...]:
    """Every protocol with the number of patients whose newest course follows it.

    Followed ones first, most patients first; then by name.
    """
    with clinic.store.reading() as reading:
        counts = shelf.patients_by_protocol(reading)
    library = with_own_versions(clinic).library
    known = [(protocol, counts.get(protocol.name, 0)) for protocol in library.all()]
    return tuple(sorted(known, key=lambda pair: (-pair[1], pair[0].name)))
