"""A FHIR file taken apart: its Observations, and what they refer to.

References are followed by full address, by type and id, within a resource (``#id``) and by
``urn:uuid``. A resource that cannot be understood is told, and the others are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from aza_desktop.intake.fhir_lenient import lenient_observation, lenient_patient, lenient_report
from aza_desktop.intake.fhir_types import (
    BUNDLE,
    CARRIER,
    ENTRY,
    GLANCE,
    OBSERVATION,
    PATIENT,
    REPORT,
    RESOURCE,
    Concept,
    Observation,
    Patient,
    Reference,
    Report,
)

DEEPEST = 12
"""Bundles within bundles, and panels within panels; deeper ones are not followed."""

_ALONE = "the resource"
"""The place of the only resource of a file."""
UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)
_QUICK = re.compile(rb'\s*\{[^{]{0,80}"resourceType": ?"Observation"')
"""Tells an Observation by its beginning; a brace before it would open another resource."""
_USUAL = b'{"resourceType":"Observation"'
"""How most programs begin one."""


@dataclass(slots=True)
class Found:
    """An Observation with its place. container: the place of the resource that contains it.

    address: under which its Bundle lists it. parents: the panels and reports that name it.
    """

    where: str
    observation: Observation
    container: str = ""
    address: str = ""
    parents: tuple[Found | Report, ...] = ()


@dataclass(slots=True)
class FhirFile:
    """Everything that was found. unreadable: places of resources that were not understood.

    is_other: tells by the code of a lone Observation that its test is not kept; those are only
    counted.
    """

    is_other: Callable[[Concept | None], bool]
    ignored: int = 0
    observations: list[Found] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    _patients: dict[str, Patient] = field(default_factory=dict)
    _by_address: dict[str, Found] = field(default_factory=dict)
    _has_panels: bool = False
    _reports: list[tuple[str, Report]] = field(default_factory=list)
    _holders: dict[str, Found | Report] = field(default_factory=dict)

    def take(
        self, raw: bytes | msgspec.Raw, where: str, *, address: str = "", depth: int = 0
    ) -> None:
        """Take one resource in, with everything inside it."""
        try:
            if isinstance(raw, bytes) and _QUICK.match(raw):
                self._take_observation(raw, where, address, "")
                return
            head = RESOURCE.decode(raw)
            self._take_kind(head.resource_type, raw, where, address=address, depth=depth)
        except UNREADABLE as error:
            self.unreadable.append((where, type(error).__name__))

    def take_lines(self, lines: Iterable[tuple[int, bytes]]) -> None:
        """Take in the resource of each line that is not blank.

        Most are Observations of tests that are not kept: of those no more is read than that.
        """
        begins, glance, is_other = _QUICK.match, GLANCE.decode, self.is_other
        for number, raw in lines:
            if not raw or raw.isspace():
                continue
            if raw.startswith(_USUAL) or begins(raw):
                try:
                    seen = glance(raw)
                except UNREADABLE:
                    seen = None
                if seen is not None and seen.is_lone and is_other(seen.code):
                    self.ignored += 1
                    continue
            self.take(raw, f"line {number}")

    def _take_kind(
        self, kind: str, raw: bytes | msgspec.Raw, where: str, *, address: str, depth: int
    ) -> None:
        if kind == "Observation":
            self._take_observation(raw, where, address, "")
        elif kind == "Patient":
            patient = _patient(raw)
            for key in _addresses("Patient", patient.id, address):
                self._patients[key] = patient
        elif kind == "DiagnosticReport":
            report = _report(raw)
            self._reports.append((where, report))
            if report.contained:
                self._holders[where or _ALONE] = report
                self._take_contained(report.contained, where)
        elif kind == "Bundle":
            if depth >= DEEPEST:
                self.unreadable.append((where, "depth"))
                return
            for number, item in enumerate(BUNDLE.decode(raw).entry or [], 1):
                place = f"{where}, entry {number}" if where else f"entry {number}"
                self._take_entry(item, place, depth)
        elif kind == "Parameters" or (kind and b'"contained"' in bytes(raw)):
            self._take_carried(raw, where, depth)

    def _take_carried(self, raw: bytes | msgspec.Raw, where: str, depth: int) -> None:
        """What a resource of another kind holds; one that is odd elsewhere is nothing to us."""
        try:
            carrier = CARRIER.decode(raw)
        except msgspec.ValidationError:
            return
        self._take_contained(carrier.contained, where)
        for number, entry in enumerate(carrier.parameter or [], 1):
            if bytes(entry.resource) and depth < DEEPEST:
                place = f"{where}, parameter {number}" if where else f"parameter {number}"
                self.take(entry.resource, place, depth=depth + 1)

    def _take_entry(self, item: msgspec.Raw, where: str, depth: int) -> None:
        try:
            entry = ENTRY.decode(item)
        except UNREADABLE as error:
            self.unreadable.append((where, type(error).__name__))
            return
        if bytes(entry.resource):
            self.take(entry.resource, where, address=entry.full_url or "", depth=depth + 1)

    def _take_observation(
        self, raw: bytes | msgspec.Raw, where: str, address: str, container: str
    ) -> None:
        observation = _observation(raw)
        if (
            observation.component is None
            and observation.has_member is None
            and observation.contained is None
            and self.is_other(observation.code)
        ):
            self.ignored += 1
            return
        found = Found(where, observation, container, address)
        self.observations.append(found)
        if observation.has_member:
            self._has_panels = True
        if observation.contained and not container:
            self._holders[where or _ALONE] = found
            self._take_contained(observation.contained, where)

    def _take_contained(self, contained: list[msgspec.Raw] | None, where: str) -> None:
        for number, raw in enumerate(contained or [], 1):
            place = f"{where}, contained {number}" if where else f"contained {number}"
            try:
                kind = RESOURCE.decode(raw).resource_type
                if kind == "Observation":
                    self._take_observation(raw, place, "", where or _ALONE)
                elif kind == "Patient":
                    patient = _patient(raw)
                    self._patients[f"{where or _ALONE}#{patient.id}"] = patient
            except UNREADABLE as error:
                self.unreadable.append((place, type(error).__name__))

    def connect(self) -> None:
        """Find the report and the panel of every Observation. Once, after everything is taken."""
        if not (self._reports or self._has_panels or self._holders):
            return
        for found in self.observations:
            own = found.observation.id
            if found.container:
                self._by_address[f"{found.container}#{own}"] = found
                continue
            for key in _addresses("Observation", own, found.address):
                self._by_address[key] = found
        for where, report in self._reports:
            for reference in report.result or []:
                member = self._observation(reference, where)
                if member is not None:
                    member.parents += (report,)
        for panel in self.observations:
            for reference in panel.observation.has_member or []:
                member = self._observation(reference, panel.container or panel.where)
                if member is not None and member is not panel:
                    member.parents += (panel,)
        for found in self.observations:
            holder = self._holders.get(found.container)
            if holder is not None and not found.parents:
                found.parents = (holder,)

    def patient(self, reference: Reference, container: str) -> Patient | None:
        """The Patient resource that is referred to, if it is in the file."""
        for key in _keys(reference, container):
            if key in self._patients:
                return self._patients[key]
        return None

    def _observation(self, reference: Reference, container: str) -> Found | None:
        for key in _keys(reference, container):
            if key in self._by_address:
                return self._by_address[key]
        return None


def kind_of(raw: bytes) -> str:
    """Of what kind a resource is; empty where the text is none."""
    try:
        return RESOURCE.decode(raw).resource_type
    except UNREADABLE:
        return ""


def _patient(raw: bytes | msgspec.Raw) -> Patient:
    try:
        return PATIENT.decode(raw)
    except msgspec.ValidationError:
        return lenient_patient(raw)


def _report(raw: bytes | msgspec.Raw) -> Report:
    try:
        return REPORT.decode(raw)
    except msgspec.ValidationError:
        return lenient_report(raw)


def _observation(raw: bytes | msgspec.Raw) -> Observation:
    try:
        return OBSERVATION.decode(raw)
    except msgspec.ValidationError:
        return lenient_observation(raw)


def above(found: Found) -> tuple[Found | Report, ...]:
    """The Observation itself, then its panels and reports, the nearest first, each once."""
    return tuple(_above(found)) if found.parents else (found,)


def _above(found: Found) -> Iterator[Found | Report]:
    seen: set[int] = set()
    level: list[Found | Report] = [found]
    for _ in range(DEEPEST):
        following: list[Found | Report] = []
        for one in level:
            if id(one) in seen:
                continue
            seen.add(id(one))
            yield one
            if isinstance(one, Found):
                following.extend(one.parents)
        level = following


def _addresses(kind: str, own: str | None, address: str) -> Iterator[str]:
    if address:
        yield address
    if own:
        yield f"{kind}/{own}"
        yield f"urn:uuid:{own}"


def _keys(reference: Reference, container: str) -> Iterator[str]:
    """The addresses under which what is referred to may be known."""
    text = (reference.reference or "").split("/_history/")[0]
    if not text:
        return
    if text.startswith("#"):
        yield f"{container or _ALONE}{text}"
        return
    yield text
    parts = text.split("/")
    if len(parts) > 1:
        yield "/".join(parts[-2:])
