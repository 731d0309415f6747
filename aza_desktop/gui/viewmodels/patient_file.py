"""What the builders need of an open patient: the shape of `services.reading.PatientFile`."""

from __future__ import annotations

import datetime as dt
from typing import Protocol as Shape

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
