"""What the builders need of an open patient: the shape of `services.reading.PatientFile`."""

from __future__ import annotations

import datetime as dt
from typing import Protocol as Shape
from typing import TypeGuard

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.record import CourseRecord, PatientRecord


class FileLike(Shape):
    """One patient on one day: the record, the facts judged, and the answer."""

    @property
    def record(self) -> PatientRecord: ...
    @property
    def course(self) -> CourseRecord | None: ...
    @property
    def phase(self) -> Phase | None: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def answer(self) -> Answer: ...
    @property
    def protocol(self) -> Protocol: ...
    @property
    def as_of(self) -> dt.date: ...


class OpenFile(Shape):
    """The same, where the protocol may be lost and the rules could not run."""

    @property
    def record(self) -> PatientRecord: ...
    @property
    def answer(self) -> Answer | None: ...
    @property
    def protocol(self) -> Protocol | None: ...


def is_judged(file: OpenFile) -> TypeGuard[FileLike]:
    """True when the patient's protocol was found and the rules ran."""
    return file.answer is not None and file.protocol is not None
