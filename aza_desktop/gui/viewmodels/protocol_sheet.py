"""A protocol to be read: plain sentences, statements, parameters, contradictions, where it stands.

Every number in a sentence is read from the protocol's parameter; no sentence holds one itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.own_protocol import Choice
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.gui.viewmodels.chosen_lines import chosen_lines, standing_counts
from aza_desktop.gui.viewmodels.drafting import differences_of
from aza_desktop.gui.viewmodels.findings import SignOff, sign_off_of
from aza_desktop.gui.viewmodels.phrases import times
from aza_desktop.gui.viewmodels.protocol_words import bounds_of, name_of, owner_of, value_of
from aza_desktop.texts import ntr, tr

Questions = Mapping[str, tuple[str, Mapping[str, str]]]
"""Question of the first run -> its words, and the words of each answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with where it comes from. about: ``S1, S4``; source: titles in short."""

    text: str
    about: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sentences of one part of the treatment."""

    title: str
    icon: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter as a row of the table."""

    name: str
    title: str
    value: str
    bounds: str
    statement: str
    source: str
    owner: str
    default: str
    note: str

    @property
    def spoken(self) -> str:
        return f"{self.title}: {self.value}"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A citation. checked: whether somebody compared it with the original."""

    title: str
    supports: str
    address: str
    checked: bool


@dataclass(frozen=True, slots=True)
class ProtocolSheet:
    """The whole screen for one protocol."""

    key: str
    title: str
    name: str
    sign_off: SignOff
    used: str
    note: str
    sha256: str
    not_covered: str
    chapters: tuple[Chapter, ...]
    statements: tuple[Line, ...]
    parameters: tuple[ParameterRow, ...]
    contradictions: tuple[Line, ...]
    sources: tuple[SourceLine, ...]
    own: tuple[tuple[str, str], ...] = ()
    missing: str = ""
    actions: tuple[str, ...] = ("draft",)
    """What may be wished: draft, sign, retire, print. missing: what forbids signing, in words."""


def build_sheet(
    protocol: Protocol,
    *,
    used_by: int,
    shipped: Protocol | None = None,
    undecided: tuple[str, ...] = (),
    questions: Questions | None = None,
) -> ProtocolSheet:
    """The protocol as people read it. used_by: patients whose newest course follows it.

    shipped: the text that an own version began with. undecided: parameters and questions that
    nobody has decided. questions: the words of the first run.
    """
    used = ntr("Used by {n} patient", "Used by {n} patients", used_by).format(n=used_by)
    return ProtocolSheet(
        key=protocol.name,
        title=protocol.title,
        name=protocol.name,
        sign_off=sign_off_of(protocol),
        used=used if used_by else tr("No patient follows it"),
        note=protocol.review.note,
        sha256=protocol.sha256,
        not_covered=standing_counts(protocol),
        chapters=(*_chapters(protocol), *_chosen(protocol)),
        statements=tuple(_statement(protocol, place) for place in range(len(protocol.statements))),
        parameters=tuple(_row(protocol, name) for name in protocol.parameters),
        contradictions=tuple(
            Line(each.text, f"{each.id}", _titles(protocol, each.cites))
            for each in protocol.contradictions
        ),
        sources=tuple(
            SourceLine(source.title, source.supports, source.address, source.verified)
            for source in protocol.sources.values()
        ),
        own=_own(protocol, shipped, questions or {}),
        missing=_missing(protocol, undecided, questions or {}),
        actions=_actions(protocol, undecided),
    )


def _actions(protocol: Protocol, undecided: tuple[str, ...]) -> tuple[str, ...]:
    if protocol.own is None:
        return ("draft",)
    if protocol.review.status == "Approved":
        return ("draft", "retire", "print")
    if protocol.review.status == "Retired":
        return ("draft", "print")
    if undecided:
        return ("draft", "retire", "print")
    return ("draft", "sign", "retire", "print")


def _missing(protocol: Protocol, undecided: tuple[str, ...], questions: Questions) -> str:
    """``Not to be signed yet. Nobody has decided: ...``"""
    if protocol.own is None or not undecided:
        return ""
    asked = {name for name in undecided if name in questions}
    named = [questions[name][0] for name in undecided if name in asked]
    named += [
        name_of(protocol.parameters[name])
        for name in undecided
        if name in protocol.parameters and not asked
    ]
    said = tr("Not to be signed yet, and restart and steps stay off. Nobody has decided: {names}")
    return said.format(names=" · ".join(named))


def _own(
    protocol: Protocol, shipped: Protocol | None, questions: Questions
) -> tuple[tuple[str, str], ...]:
    """What the clinic changed, chose and signed, each with its person and day."""
    if protocol.own is None:
        return ()
    said = [(tr("Based on"), protocol.own.based_on)]
    changes = differences_of(shipped, protocol) if shipped is not None else ()
    said += [(tr("Changed"), text) for text in changes]
    said += [
        (tr("Reason"), f"{name}: {c.why} ({c.by}, {show(c.on)})")
        for c in protocol.own.changes
        if (name := name_of(protocol.parameters[c.parameter]))
    ]
    for choice in protocol.own.choices:
        said.append((tr("Decided"), " ".join(decided_words(choice, questions))))
    for each in protocol.own.signatures:
        who = ", ".join(filter(None, (each.name, each.role, each.registration)))
        said.append((tr("Signed"), f"{who}, {show(each.on)}: {each.statement}"))
    return tuple(said)


def decided_words(choice: Choice, questions: Questions) -> tuple[str, str]:
    """The question, and its answer with who gave it and when."""
    title, options = questions.get(choice.id, (choice.id.replace("_", " "), {}))
    known = options.get(choice.answer, choice.answer.replace("_", " "))
    answer = tr("not decided yet") if choice.is_open else known
    words = f" ({choice.words})" if choice.words else ""
    return title, f"{answer}{words}. {choice.by}, {choice.role}, {show(choice.on)}"


def _statement(protocol: Protocol, place: int) -> Line:
    statement = protocol.statements[place]
    borne = []
    for name in statement.implemented_by:
        mark = protocol.marks.get(name)
        borne.append(mark.title if mark is not None else _bearer(name))
    return Line(statement.says, statement.id, "; ".join(dict.fromkeys(borne)))


def _bearer(name: str) -> str:
    kind, _, key = name.partition(":")
    said = {
        "gate": tr("gate: {name}"),
        "schedule": tr("blood test plan: {name}"),
        "advice": tr("advice: {name}"),
        "review": tr("review {name}"),
    }.get(kind, "{name}")
    return said.format(name=key.replace("_", " "))


def _row(protocol: Protocol, name: str) -> ParameterRow:
    parameter = protocol.parameters[name]
    return ParameterRow(
        name=name,
        title=name_of(parameter),
        value=value_of(parameter),
        bounds=bounds_of(parameter),
        statement=parameter.statement or "–",
        source=_titles(protocol, (parameter.cite,)) if parameter.cite else tr("no source"),
        owner=owner_of(parameter),
        default=parameter.default_id or "–",
        note=parameter.note,
    )


def _titles(protocol: Protocol, cites: tuple[str, ...]) -> str:
    """The sources in short: what stands before the first bracket."""
    known = [protocol.sources[cite].title.split(" (")[0] for cite in cites if cite]
    return "; ".join(known)


def _chapters(protocol: Protocol) -> tuple[Chapter, ...]:
    values = {name: value_of(each) for name, each in protocol.parameters.items()}

    def line(text: str, *figures: str, about: str = "") -> Line:
        said = text.format_map(_Known(values, figures))
        named = dict.fromkeys((about, *(protocol.parameters[name].statement for name in figures)))
        owners = dict.fromkeys(owner_of(protocol.parameters[name]).lower() for name in figures)
        return Line(times(said), ", ".join(filter(None, named)), ", ".join(owners))

    since_step = "require_lft_since_last_step"
    step_gate = (
        tr("No step before a complete blood test after the last one.")
        if protocol.flag(since_step)
        else tr("A step needs no blood test after the last one.")
    )
    overdue = (
        tr("While a blood test is overdue no step is offered.")
        if protocol.flag("gate_on_overdue_lft")
        else tr("An overdue blood test does not hold a step back.")
    )
    any_bili = (
        tr("Any raised bilirubin counts, with raised ALT or AST at most {pair_window_days} away.")
        if protocol.flag("bili_any_elevation")
        else tr(
            "Bilirubin from {bili_stop_uln} with raised ALT or AST at most {pair_window_days} "
            "away: the drug is stopped at once."
        )
    )
    return (
        Chapter(
            tr("Break and restart"),
            "circle-pause",
            (
                line(tr("The break lasts {break_min_days} at least."), "break_min_days"),
                line(
                    tr("Restart only with ALT and AST at most {ta_elevated_uln}."),
                    "ta_elevated_uln",
                    about="S2",
                ),
                line(
                    tr("Those tests are at most {baseline_max_age_days} old."),
                    "baseline_max_age_days",
                ),
                line(tr("The first dose is {start_dose_mg} a day."), "start_dose_mg"),
            ),
        ),
        Chapter(
            tr("Steps"),
            "trending-up",
            (
                line(tr("A step raises the daily dose by {step_mg}."), "step_mg"),
                line(
                    tr(
                        "Each dose is kept {hold_min_days} at least; the usual window ends after "
                        "{hold_max_days} and is no deadline."
                    ),
                    "hold_min_days",
                    "hold_max_days",
                ),
                line(step_gate, since_step),
                line(overdue, "gate_on_overdue_lft"),
                line(
                    tr("No step with ALT or AST above {escalation_max_ta_uln}."),
                    "escalation_max_ta_uln",
                ),
                Line(
                    tr("Every dose stays below the one that injured the liver."),
                    "S5",
                    tr("the source"),
                ),
            ),
        ),
        Chapter(
            tr("Limits"),
            "octagon-alert",
            (
                line(
                    tr("ALT or AST from {ta_stop_uln}: the drug is stopped at once."), "ta_stop_uln"
                ),
                line(
                    tr("ALT or AST from {ta_consider_stop_uln}: stopping is considered."),
                    "ta_consider_stop_uln",
                ),
                line(any_bili, "bili_stop_uln", "pair_window_days", "bili_any_elevation"),
                line(tr("Watched for: {warning_symptoms}."), "warning_symptoms"),
            ),
        ),
        Chapter(
            tr("Blood tests"),
            "test-tube-diagonal",
            (
                line(
                    tr("In re-introduction every {lft_interval_reintro_days}."),
                    "lft_interval_reintro_days",
                ),
                line(
                    tr(
                        "On a stable dose every {lft_interval_stable_days}, "
                        "for {stable_period_months}."
                    ),
                    "lft_interval_stable_days",
                    "stable_period_months",
                ),
                line(
                    tr("Then after {long_term_min_months} at the earliest, "
                       "{long_term_max_months} at the latest."),
                    "long_term_min_months",
                    "long_term_max_months",
                ),
                line(
                    tr("After a second stop every {stopped_lft_interval_days}, until normal."),
                    "stopped_lft_interval_days",
                ),
            ),
        ),
        Chapter(
            tr("Maintenance"),
            "circle-check",
            (
                line(
                    tr(
                        "Stable is offered after {stable_min_days_on_dose} on one dose with "
                        "{stable_min_normal_sets} normal tests; a person confirms it."
                    ),
                    "stable_min_days_on_dose",
                    "stable_min_normal_sets",
                ),
                line(
                    tr(
                        "Later dose changes: {maint_step_mg} at most, {maint_adjust_min_days} "
                        "apart."
                    ),
                    "maint_step_mg",
                    "maint_adjust_min_days",
                ),
            ),
        ),
    )  # fmt: skip


def _chosen(protocol: Protocol) -> tuple[Chapter, ...]:
    """What the clinic's own answers ask for beside the shipped text."""
    lines = tuple(
        Line(text, parameter.statement, owner_of(parameter).lower())
        for text, name in chosen_lines(protocol)
        if (parameter := protocol.parameters[name])
    )
    return (Chapter(tr("What our clinic asks for"), "list-checks", lines),) if lines else ()


class _Known(dict[str, str]):
    """Only the figures that a sentence names beside itself; another one is a mistake of ours."""

    def __init__(self, values: Mapping[str, str], figures: tuple[str, ...]) -> None:
        super().__init__({name: values[name] for name in figures})
