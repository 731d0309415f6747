"""A protocol file becomes a `Protocol`, or is refused with file, line and remedy."""

from __future__ import annotations

import hashlib
import re
import tomllib

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.errors import UserError
from aza_desktop.protocols import content
from aza_desktop.protocols.contents import OVERLAYS, SCHEMA
from aza_desktop.protocols.lines import lines_of
from aza_desktop.protocols.marks import read_marks, read_thresholds
from aza_desktop.protocols.own import read_own
from aza_desktop.protocols.parameters import read_parameters
from aza_desktop.protocols.section import BareDecimal, Section, spoken
from aza_desktop.texts import tr

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_VERSION = re.compile(r"\d+\.\d+\.\d+", re.ASCII)


def read_protocol(text: str, name: str) -> Protocol:
    """The protocol that the TOML `text` of the file `name` describes.

    Raises UserError ``bad_config`` with file, line and remedy when it is damaged or incomplete.
    """
    root = Section(_parsed(text, name), "", lines=lines_of(text), file=name)
    root.one_of("schema", (SCHEMA,))
    protocol_id = _matching(root, "id", _ID)
    version = _matching(root, "version", _VERSION)
    language = root.text("language")
    citations = content.read_citations(root)
    parameters = read_parameters(root.inside("parameters"), citations)
    statement_ids = content.statement_ids(root)
    marks = read_marks(root, language=language, citations=citations, statements=statement_ids)
    schedules = content.read_schedules(root, parameters=parameters, citations=citations)
    gates = content.read_gates(root, language=language, parameters=parameters, citations=citations)
    advice = content.read_advice(root.inside("advice"), language=language, citations=citations)
    bearers = {
        *marks,
        *(f"gate:{gate.id}" for gate in gates),
        *(f"schedule:{schedule.phase}" for schedule in schedules),
        *(f"advice:{key}" for key in advice),
        "review:status",
    }
    overlays = root.inside("overlays")
    protocol = Protocol(
        id=protocol_id,
        version=version,
        title=spoken(root, "title", language),
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        review=content.read_review(root.inside("review")),
        parameters=parameters,
        thresholds=read_thresholds(
            root, language=language, parameters=parameters, marks=marks, citations=citations
        ),
        marks=marks,
        statements=content.read_statements(
            root, language=language, citations=citations, bearers=bearers
        ),
        contradictions=content.read_contradictions(
            root, language=language, citations=citations, statements=statement_ids
        ),
        schedules=schedules,
        sources=citations,
        advice=advice,
        scope=content.read_scope(root.inside("scope"), language),
        overlay_names=_overlay_names(overlays),
        not_covered=spoken(overlays, "not_covered", language),
        text=text,
        phases=content.read_phases(root, language=language, parameters=parameters),
        gates=gates,
        language=language,
        own=read_own(root),
    )
    overlays.finish()
    root.finish()
    return protocol


def _parsed(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=BareDecimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise UserError(
            "bad_config",
            tr("The protocol file cannot be read"),
            why=f"{name}: {error}",
            remedy=tr("Mend that line, or restore the file as it was shipped"),
            details={"file": name},
        ) from error


def _matching(root: Section, key: str, pattern: re.Pattern[str]) -> str:
    value = root.text(key)
    if not pattern.fullmatch(value):
        root.refuse(
            tr("{value} is no {key}").format(value=value, key=key),
            tr("Write an id like aza-reintro-clinic and a version like 1.0.0"),
            at=key,
        )
    return value


def _overlay_names(section: Section) -> tuple[str, ...]:
    names = section.words("names")
    if set(names) != set(OVERLAYS):
        section.refuse(
            tr("the overlays are not the ones that the program knows"),
            tr("Write: {choices}").format(choices=", ".join(OVERLAYS)),
            at="names",
        )
    return names
