"""What the program said on a past day, from what had been entered by the end of that day."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from aza_desktop import __version__
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Answer
from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.services.answers import answer_json, protocol_json
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.findings_json import findings_json
from aza_desktop.services.reading import PatientFile, file_of, record_of
from aza_desktop.storage import loading
from aza_desktop.storage.audit import canonical
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer of that day. sha256: of the answer's canonical JSON.

    protocol_name, protocol_sha256: of the text that judged.
    version: of the program that repeats it now.
    """

    on: dt.date
    file: PatientFile
    answer: Answer
    sha256: str
    protocol_name: str
    protocol_sha256: str
    version: str


def replay(clinic: Clinic, patient_id: str, *, on: dt.date) -> Replay:
    """Judge the patient as of that day with what was known by its end; nothing is written.

    Raises UserError ``unknown_patient``, ``bad_request``, ``not_offered`` or ``unknown_protocol``.
    """
    if on > clinic.clock.today():
        raise UserError(
            "bad_request",
            tr("That day has not come yet"),
            why=tr("{day} lies after today").format(day=show(on)),
            remedy=tr("Choose today or a day before"),
        )
    record_of(clinic, patient_id)
    end = dt.datetime.combine(on, dt.time.max).astimezone(dt.UTC)
    with clinic.store.reading() as reading:
        record = loading.record_of(reading, patient_id, known_by=end)
    if record is None:
        raise UserError(
            "not_offered",
            tr("The patient was not recorded yet on that day"),
            why=tr("nothing had been entered by the end of {day}").format(day=show(on)),
            remedy=tr("Choose a later day"),
        )
    then = replace(clinic, clock=FixedClock(on))
    file = file_of(then, record)
    if file.answer is None or file.protocol is None:
        raise UserError(
            "unknown_protocol",
            tr("The protocol of that day cannot be loaded"),
            why=file.course.protocol.name if file.course else "",
            remedy=tr("Restore the protocol file"),
        )
    return Replay(
        on=on,
        file=file,
        answer=file.answer,
        sha256=answer_hash(file.answer),
        protocol_name=file.protocol.name,
        protocol_sha256=file.protocol.sha256,
        version=__version__,
    )


def answer_hash(answer: Answer) -> str:
    """SHA-256 of the answer's canonical JSON: equal answers, equal hashes."""
    return hashlib.sha256(canonical(answer_json(answer)).encode("utf-8")).hexdigest()


def replay_json(found: Replay) -> dict[str, object]:
    """The replay as the command writes it."""
    assert found.file.protocol is not None
    return {
        "schema": "aza-replay/1",
        "program": found.version,
        "on": found.on.isoformat(),
        "sha256": found.sha256,
        "judged_by": protocol_json(found.file.protocol),
        "findings": findings_json(found.file),
    }
