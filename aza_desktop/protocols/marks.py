"""The mark catalogue of a protocol and the limit lines that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.protocol import MarkDefinition, Parameter, Threshold
from aza_desktop.clinical.quantities import plain
from aza_desktop.protocols.contents import MARKS, OVERLAYS, OWN_CODE, THRESHOLDS
from aza_desktop.protocols.section import Section, spoken
from aza_desktop.texts import tr

_SEVERITIES = {severity.word: severity for severity in Severity}


def read_marks(
    root: Section,
    *,
    language: str,
    citations: Mapping[str, object],
    statements: Mapping[str, object],
) -> dict[str, MarkDefinition]:
    """Every mark by its code. A missing, doubled or foreign code is refused."""
    marks: dict[str, MarkDefinition] = {}
    for section in root.each("mark"):
        code = section.text("code")
        if code not in MARKS and not code.startswith(OWN_CODE):
            section.refuse(
                tr("{code} is not in the catalogue").format(code=code),
                tr("Mend the code; a code of your own begins with {prefix}").format(
                    prefix=OWN_CODE
                ),
                at="code",
            )
        if code in marks:
            section.refuse(
                tr("the mark {code} stands twice").format(code=code),
                tr("Remove one of them"),
                at="code",
            )
        marks[code] = _mark(
            code, section, language=language, citations=citations, statements=statements
        )
    for code in MARKS:
        if code not in marks:
            root.refuse(
                tr("the mark {code} is missing").format(code=code),
                tr("Write its [[mark]] table"),
                at="mark",
            )
    return marks


def _mark(
    code: str,
    section: Section,
    *,
    language: str,
    citations: Mapping[str, object],
    statements: Mapping[str, object],
) -> MarkDefinition:
    text = section.inside("text")
    clinician = spoken(text, "clinician", language)
    patient = spoken(text, "patient", language) if text.has("patient") else None
    text.finish()
    by: dict[str, Severity] = {}
    if section.has("severity_by"):
        weights = section.inside("severity_by")
        by = {key: _severity(weights, key) for key in weights.entries()}
    mark = MarkDefinition(
        code=code,
        rule=section.text("rule"),
        title=spoken(section, "title", language),
        severity=_severity(section, "severity"),
        blocks=section.flag("blocks"),
        statements=known_names(section, "statements", statements),
        clinician=clinician,
        patient=patient,
        cites=known_names(section, "cites", citations),
        overlay=section.one_of("overlay", OVERLAYS) if section.has("overlay") else "",
        latch=section.optional_flag("latch"),
        severity_by=by,
    )
    section.finish()
    return mark


def read_thresholds(
    root: Section,
    *,
    language: str,
    parameters: Mapping[str, Parameter],
    marks: Mapping[str, MarkDefinition],
    citations: Mapping[str, object],
) -> tuple[Threshold, ...]:
    """The limit lines, each with the number of its parameter and the weight of its mark."""
    found: list[Threshold] = []
    for section in root.each("threshold"):
        code = section.one_of("code", tuple(marks))
        figure = section.one_of("figure", tuple(parameters))
        value = parameters[figure].value
        if not isinstance(value, Decimal):
            section.refuse(
                tr("{name} is no limit").format(name=figure),
                tr("Name a parameter that is a multiple of the upper limit"),
                at="figure",
            )
        words = spoken(section, "label", language)
        threshold = Threshold(
            code=code,
            analytes=section.words("analytes"),
            operator=section.one_of("op", (">", ">=")),
            figure=figure,
            value=value,
            severity=marks[code].severity,
            label=_label(value, words),
            cite=section.one_of("cite", tuple(citations)),
            words=words,
        )
        section.finish()
        if any(other.code == code for other in found):
            section.refuse(
                tr("the limit {code} stands twice").format(code=code), tr("Remove one of them")
            )
        found.append(threshold)
    for code in THRESHOLDS:
        if all(threshold.code != code for threshold in found):
            root.refuse(
                tr("the limit {code} is missing").format(code=code),
                tr("Write its [[threshold]] table"),
                at="threshold",
            )
    return tuple(found)


def moved(threshold: Threshold, parameters: Mapping[str, Parameter]) -> Threshold:
    """The limit line at the number that its parameter now has."""
    value = parameters[threshold.figure].value
    assert isinstance(value, Decimal)
    return replace(threshold, value=value, label=_label(value, threshold.words))


def known_names(section: Section, key: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """A list of names, each of which must be known."""
    names = section.words(key)
    for name in names:
        if name not in known:
            section.refuse(
                tr("there is no {name}").format(name=name), tr("Add it, or mend the name"), at=key
            )
    return names


def _severity(section: Section, key: str) -> Severity:
    return _SEVERITIES[section.one_of(key, tuple(_SEVERITIES))]


def _label(value: Decimal, words: str) -> str:
    return f"{plain(value)} x {words}"
