"""The demo's patients, judged without a database."""

from __future__ import annotations

import datetime as dt
from functools import cache

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.known_on import course_on, facts_of, phase_on
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.protocols import ProtocolLibrary, load_library
from aza_desktop.protocols.analytes import load_analytes
from aza_desktop.services.demo_days import demo_records
from aza_desktop.services.judging import judge
from aza_desktop.services.reading import PatientFile
from tests.support.process import resources

REFERENCE = dt.date(2025, 11, 20)


@cache
def library() -> ProtocolLibrary:
    return load_library(resources() / "protocols")


@cache
def analytes() -> AnalyteCatalogue:
    return load_analytes(resources() / "analytes.toml")


@cache
def demo_files(day: dt.date = REFERENCE) -> tuple[PatientFile, ...]:
    """Every demo patient as the services show them on the day on which the demo was opened."""
    return tuple(_file(record, day) for record in demo_records(day))


def _file(record: PatientRecord, day: dt.date) -> PatientFile:
    course = course_on(record, day)
    assert course is not None
    protocol = library().find(course.protocol.id, course.protocol.version)
    facts = facts_of(
        record,
        course,
        as_of=day,
        today=day,
        protocol=protocol,
        analytes=analytes(),
    )
    return PatientFile(record, course, phase_on(course, day), facts, judge(facts), protocol, day)
