"""The few members of FHIR R4 resources that a laboratory result needs, and nothing else.

Everything else in a file is skipped while it is parsed. Numbers stay text until they are read
exactly; a member of the wrong kind makes its resource unreadable, not the file.
"""

from __future__ import annotations

import msgspec


class Coding(msgspec.Struct, gc=False, frozen=True):
    system: str | None = None
    code: str | None = None
    display: str | None = None


class Concept(msgspec.Struct, gc=False):
    coding: list[Coding] | None = None
    text: str | None = None


class Quantity(msgspec.Struct, gc=False):
    """value: the digits as they stand in the file."""

    value: msgspec.Raw = msgspec.Raw()
    comparator: str | None = None
    unit: str | None = None
    code: str | None = None


class Range(msgspec.Struct, gc=False):
    """A reference range."""

    high: Quantity | None = None
    type: Concept | None = None
    appliesTo: list[Concept] | None = None  # noqa: N815 - FHIR's own word
    text: str | None = None


class Period(msgspec.Struct, gc=False):
    start: str | None = None
    end: str | None = None


class Timing(msgspec.Struct, gc=False):
    event: list[str] | None = None


class Identifier(msgspec.Struct, gc=False):
    use: str | None = None
    type: Concept | None = None
    system: str | None = None
    value: str | None = None


class Reference(msgspec.Struct, gc=False):
    reference: str | None = None
    type: str | None = None
    identifier: Identifier | None = None
    display: str | None = None


class Meta(msgspec.Struct, rename="camel", gc=False):
    last_updated: str | None = None


class Annotation(msgspec.Struct, gc=False):
    text: str | None = None


class Name(msgspec.Struct, gc=False):
    use: str | None = None
    text: str | None = None
    family: str | None = None
    given: list[str] | None = None


class Component(msgspec.Struct, rename="camel", gc=False):
    """A value with its code: a component of an Observation, or the Observation itself."""

    code: Concept | None = None
    value_quantity: Quantity | None = None
    value_string: str | None = None
    value_integer: msgspec.Raw = msgspec.Raw()
    value_codeable_concept: Concept | None = None
    data_absent_reason: Concept | None = None
    reference_range: list[Range] | None = None
    value_range: msgspec.Raw = msgspec.Raw()
    value_ratio: msgspec.Raw = msgspec.Raw()
    value_boolean: bool | None = None


class Resource(msgspec.Struct, rename="camel", gc=False):
    """Of what kind a resource is; nothing else of it is looked at."""

    resource_type: str = ""


class Entry(msgspec.Struct, rename="camel", gc=False):
    full_url: str | None = None
    resource: msgspec.Raw = msgspec.Raw()


class Carrier(msgspec.Struct, gc=False):
    """A resource of another kind: all that matters are the resources inside it.

    parameter: of a Parameters resource, with which servers answer.
    """

    contained: list[msgspec.Raw] | None = None
    parameter: list[Entry] | None = None


class Observation(Component, rename="camel", gc=False):
    id: str | None = None
    contained: list[msgspec.Raw] | None = None
    status: str | None = None
    issued: str | None = None
    meta: Meta | None = None
    subject: Reference | None = None
    effective_date_time: str | None = None
    effective_instant: str | None = None
    effective_period: Period | None = None
    effective_timing: Timing | None = None
    performer: list[Reference] | None = None
    note: list[Annotation] | None = None
    has_member: list[Reference] | None = None
    component: list[Component] | None = None


class Report(msgspec.Struct, rename="camel", gc=False):
    """A DiagnosticReport."""

    id: str | None = None
    contained: list[msgspec.Raw] | None = None
    status: str | None = None
    issued: str | None = None
    meta: Meta | None = None
    subject: Reference | None = None
    effective_date_time: str | None = None
    effective_instant: str | None = None
    effective_period: Period | None = None
    effective_timing: Timing | None = None
    performer: list[Reference] | None = None
    result: list[Reference] | None = None


class Glance(msgspec.Struct, rename="camel", gc=False):
    """Of an Observation only what tells whether its test is kept; the parts stay unread."""

    code: Concept | None = None
    component: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    has_member: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    contained: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET

    @property
    def is_lone(self) -> bool:
        """True where it has no parts in which another test could stand."""
        return self.component is self.has_member is self.contained is msgspec.UNSET


class Patient(msgspec.Struct, rename="camel", gc=False):
    id: str | None = None
    identifier: list[Identifier] | None = None
    name: list[Name] | None = None
    birth_date: str | None = None
    gender: str | None = None


class Bundle(msgspec.Struct, gc=False):
    """entry: unread, so that one unreadable resource does not cost the others."""

    entry: list[msgspec.Raw] | None = None


RESOURCE = msgspec.json.Decoder(Resource)
OBSERVATION = msgspec.json.Decoder(Observation)
GLANCE = msgspec.json.Decoder(Glance)
REPORT = msgspec.json.Decoder(Report)
PATIENT = msgspec.json.Decoder(Patient)
CARRIER = msgspec.json.Decoder(Carrier)
ENTRY = msgspec.json.Decoder(Entry)
BUNDLE = msgspec.json.Decoder(Bundle)
TEXT = msgspec.json.Decoder(str)
ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
ANY = msgspec.json.Decoder(msgspec.Raw)
