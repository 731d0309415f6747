"""What a protocol says in words: statements, contradictions, phases, gates, schedules, advice."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.findings import Source
from aza_desktop.clinical.protocol import (
    Contradiction,
    Gate,
    LabSchedule,
    Parameter,
    ProtocolPhase,
    ProtocolReview,
    Statement,
)
from aza_desktop.protocols.contents import ADVICE, CONTRADICTIONS, GATES, SCHEDULES, STATEMENTS
from aza_desktop.protocols.marks import known_names
from aza_desktop.protocols.section import Section, spoken, spoken_list
from aza_desktop.texts import tr

_STATUSES = ("Submitted", "Under Review", "Approved", "Retired")
_PHASES = tuple(phase.value for phase in Phase)

Advice = dict[str, tuple[str, str | None]]


def read_citations(root: Section) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for section in root.each("citation"):
        key = section.text("key")
        _once(section, key, sources, at="key")
        sources[key] = Source(
            id=key,
            title=section.text("title"),
            address=section.text("address"),
            verified=section.flag("verified"),
            supports=section.text("supports"),
        )
        section.optional_flag("primary")
        section.finish()
    return sources


def read_review(section: Section) -> ProtocolReview:
    """The sign-off. An approved text names its reviewer and the day."""
    status = section.one_of("status", _STATUSES)
    review = ProtocolReview(
        status=status,
        reviewer=section.optional_text("reviewer"),
        reviewer_role=section.optional_text("reviewer_role"),
        on=section.day("date"),
        note=section.optional_text("note"),
        next_due=section.day("next_review_due"),
    )
    section.finish()
    if status == "Approved" and not (review.reviewer and review.on):
        section.refuse(
            tr("an approved protocol names its reviewer and the date"),
            tr("Fill in both, or set the status back"),
            at="status",
        )
    return review


def read_statements(
    root: Section, *, language: str, citations: Mapping[str, object], bearers: Collection[str]
) -> tuple[Statement, ...]:
    """The statements in our own words, each with what carries it out."""
    found: dict[str, Statement] = {}
    for section in root.each("statement"):
        key = section.text("id")
        implemented_by = section.words("implemented_by")
        for name in implemented_by:
            if name not in bearers:
                section.refuse(
                    tr("nothing here is called {name}").format(name=name),
                    tr("Name a mark, a gate:, a schedule:, an advice: or review:status"),
                    at="implemented_by",
                )
        found[key] = Statement(
            id=key,
            says=spoken(section, "says", language),
            implemented_by=implemented_by,
            cites=known_names(section, "cites", citations),
        )
        section.finish()
    _complete(root, "statement", found, STATEMENTS)
    return tuple(found.values())


def statement_ids(root: Section) -> dict[str, None]:
    """The ids of the statements, for the marks and contradictions that name them."""
    found: dict[str, None] = {}
    for section in root.each("statement"):
        key = section.text("id")
        _once(section, key, found, at="id")
        found[key] = None
    return found


def read_contradictions(
    root: Section,
    *,
    language: str,
    citations: Mapping[str, object],
    statements: Mapping[str, object],
) -> tuple[Contradiction, ...]:
    found: dict[str, Contradiction] = {}
    for section in root.each("contradiction"):
        key = section.text("id")
        _once(section, key, found, at="id")
        found[key] = Contradiction(
            id=key,
            text=spoken(section, "text", language),
            cites=known_names(section, "cites", citations),
            statements=known_names(section, "statements", statements),
        )
        section.finish()
    _complete(root, "contradiction", found, CONTRADICTIONS)
    return tuple(found.values())


def read_phases(
    root: Section, *, language: str, parameters: Mapping[str, Parameter]
) -> tuple[ProtocolPhase, ...]:
    found: dict[str, ProtocolPhase] = {}
    for section in root.each("phase"):
        key = section.one_of("id", _PHASES)
        _once(section, key, found, at="id")
        found[key] = ProtocolPhase(
            id=key,
            title=spoken(section, "title", language),
            figures=known_names(section, "figures", parameters),
        )
        section.finish()
    _complete(root, "phase", found, _PHASES)
    return tuple(found.values())


def read_gates(
    root: Section,
    *,
    language: str,
    parameters: Mapping[str, Parameter],
    citations: Mapping[str, object],
) -> tuple[Gate, ...]:
    """What a person confirms. A gate that would open by itself is refused."""
    found: dict[str, Gate] = {}
    for section in root.each("gate"):
        key = section.text("id")
        _once(section, key, found, at="id")
        if section.flag("automatic"):
            section.refuse(
                tr("no dose and no phase may change by itself"),
                tr("Write automatic = false"),
                at="automatic",
            )
        found[key] = Gate(
            id=key,
            phases=known_names(section, "phases", dict.fromkeys(_PHASES)),
            all_of=spoken_list(section, "all_of", language),
            figures=known_names(section, "figures", parameters),
            confirmed_by=section.text("confirmed_by"),
            cite=section.one_of("cite", tuple(citations)),
        )
        section.finish()
    _complete(root, "gate", found, GATES)
    return tuple(found.values())


def read_schedules(
    root: Section, *, parameters: Mapping[str, Parameter], citations: Mapping[str, object]
) -> tuple[LabSchedule, ...]:
    found: dict[str, LabSchedule] = {}
    for section in root.each("lab_schedule"):
        phase = section.one_of("phase", _PHASES)
        _once(section, phase, found, at="phase")
        section.one_of("anchor", ("last_complete_set",))
        cite = section.optional_text("cite")
        found[phase] = LabSchedule(
            phase=phase,
            tests=section.words("tests"),
            also=section.words("also"),
            figure=section.one_of("figure", tuple(parameters)),
            cite=section.one_of("cite", tuple(citations)) if cite else "",
            until=section.one_of("until", tuple(parameters)) if section.has("until") else "",
        )
        section.finish()
    _complete(root, "lab_schedule", found, SCHEDULES)
    return tuple(found.values())


def read_advice(section: Section, *, language: str, citations: Mapping[str, object]) -> Advice:
    """The advice that is always shown: for clinicians and, where there is one, for patients."""
    advice: Advice = {}
    for key in section.entries():
        entry = section.inside(key)
        text = entry.inside("text")
        advice[key] = (
            spoken(text, "clinician", language),
            spoken(text, "patient", language) if text.has("patient") else None,
        )
        text.finish()
        entry.one_of("cite", tuple(citations))
        entry.optional_text("statement")
        entry.finish()
    for key in ADVICE:
        if key not in advice:
            section.refuse(
                tr("the advice {name} is missing").format(name=key),
                tr("Write the table [advice.{name}]").format(name=key),
            )
    return advice


def read_scope(section: Section, language: str) -> dict[str, object]:
    scope: dict[str, object] = {
        "drug": section.text("drug"),
        "population": section.text("population"),
        "entry": spoken(section, "entry", language),
        "exclusions": spoken_list(section, "exclusions", language),
    }
    section.finish()
    return scope


def _once(section: Section, key: str, found: Collection[str], *, at: str) -> None:
    if key in found:
        section.refuse(tr("{name} stands twice").format(name=key), tr("Remove one of them"), at=at)


def _complete(root: Section, table: str, found: Collection[str], required: Collection[str]) -> None:
    for key in required:
        if key not in found:
            root.refuse(
                tr("{name} is missing").format(name=key),
                tr("Write its [[{table}]] table").format(table=table),
                at=table,
            )
