"""The form with which a course begins. Nothing clinical is chosen beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from aza_desktop.clinical.checklist import ASKED, OVERRIDE_SUFFIX, contraindicating, unanswered
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import parse_decimal, plain
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels import checklist
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.gui.viewmodels.forms import (
    Act,
    Ask,
    Form,
    Pick,
    RefusedError,
    Values,
    need,
    number_of,
    one,
    who_of,
)
from aza_desktop.gui.viewmodels.patient_file import FileLike, OpenFile
from aza_desktop.texts import ntr, tr

UNKNOWN = "unknown"
INDEX = ("ALT", "AST")
"""The enzymes of the injury, as a course begins with them."""


def course_form(
    file: OpenFile,
    protocols: Sequence[Protocol],
    as_of: dt.date,
    *,
    earlier: Sequence[str] = (),
    may_override: bool = True,
) -> Form:
    """A course with its checklist. The cautious profile stands first; none is chosen.

    earlier: one sentence for each course before. may_override: the present user may give a reason
    to restart in spite of an answer.
    """
    ordered = sorted(
        (each for each in protocols if each.review.status != "Retired"),
        key=lambda each: ("cautious" not in each.id, each.name),
    )
    number = max((course.number for course in file.record.courses), default=0) + 1
    picks = tuple(Pick(p.name, _protocol_words(p)) for p in ordered)
    facts = []
    if number > 1:
        facts.append((tr("This is course {n}").format(n=number), "\n".join(earlier)))
    known = index_results(file.record)
    if known:
        facts.append((tr("Index results"), "; ".join(_result_words(one) for one in known)))
    return Form(
        name="start_course",
        heading=tr("Start a course: the break"),
        asks=(
            Ask("protocol", tr("Protocol"), "chips", picks=picks, wide=True),
            Ask("break_start", tr("First day without a dose"), "date"),
            Ask("reason", tr("Why it was stopped")),
            *(() if known else _index_asks()),
            *checklist.asks(),
            *(_override_ask() if may_override else ()),
            Ask("indication", tr("Indication"), value=_known(file.record.indication)),
            Ask(
                "toxic",
                tr("Dose before the injury, mg a day"),
                value=_toxic(file.record),
                hint=tr("A number, or: unknown. It is the ceiling of every later dose."),
            ),
            Ask(
                "tablets",
                tr("Tablets at hand, mg"),
                value=_known(_tablets(file.record)),
                hint=tr("For example: 50, 25. Other doses are refused."),
            ),
            Ask("halves", tr("Half tablets allowed?"), "chips", picks=_pair("yes", "no")),
            Ask(
                "splitting",
                tr("Dose in two parts for the stomach?"),
                "chips",
                picks=_pair("yes", "no"),
            ),
        ),
        acts=(Act("record", tr("Start course"), "primary"),),
        who=who_of(file.record, as_of),
        facts=tuple(facts),
        focus="protocol",
        note=tr("An answer that speaks against it blocks the restart, not this entry."),
        compact=True,
        live=said_so_far,
    )


def index_results(record: PatientRecord) -> tuple[LabResult, ...]:
    """The highest recorded ALT and AST before today's course; nothing where none is recorded."""
    found = []
    for analyte in INDEX:
        known = [one for one in record.current_results if one.analyte == analyte]
        measured = [(one.value, one.collected_on, one) for one in known if one.value is not None]
        if measured:
            found.append(max(measured, key=lambda each: each[:2])[2])
    return tuple(found)


def index_values(values: Values) -> tuple[tuple[str, str, str], ...]:
    """(analyte, value, ULN) of the injury's enzymes as typed. Raises `RefusedError`."""
    found = []
    for analyte in INDEX:
        name = f"index_{analyte.lower()}"
        if not (said := one(values, name)):
            continue
        value, _, uln = (piece.strip() for piece in said.partition("/"))
        if parse_decimal(clean(value)) is None or parse_decimal(clean(uln)) is None:
            raise RefusedError(name, tr("Type value and upper limit in U/L: 196/35"))
        found.append((analyte, clean(value), clean(uln)))
    return tuple(found)


def said_so_far(values: Values) -> str:
    """What is open, and what speaks against a restart, while the form is filled in."""
    given = {key: said for key in ASKED if (said := one(values, key))}
    told = []
    if against := checklist.against_words(given):
        text = tr("Speaks against a restart: {answers}.")
        if one(values, checklist.REASON):
            text = tr("Speaks against a restart, with a reason: {answers}.")
        told.append(text.format(answers=against))
    if still := unanswered(given, ASKED):
        told.append(
            ntr(
                "{n} question is open; the restart asks it again.",
                "{n} questions are open; the restart asks them again.",
                len(still),
            ).format(n=len(still))
        )
    return " ".join(told)


def checklist_of(values: Values) -> dict[str, str]:
    """The answers that were given; what is open stays open and blocks the restart."""
    given = {key: said for key in (*ASKED, "indication") if (said := one(values, key))}
    if reason := one(values, checklist.REASON):
        given |= {f"{each}{OVERRIDE_SUFFIX}": reason for each in contraindicating(given)}
    return given


def _index_asks() -> tuple[Ask, ...]:
    return (
        Ask("index_on", tr("Index results collected"), "date"),
        *(
            Ask(
                f"index_{analyte.lower()}",
                tr("Index {analyte} / its ULN, U/L").format(analyte=analyte),
                hint=tr("Value and upper limit, like 196/35. Other units: Add result.")
                if analyte == INDEX[-1]
                else "",
            )
            for analyte in INDEX
        ),
    )


def _override_ask() -> tuple[Ask, ...]:
    hint = tr("Only where an answer speaks against a restart: the prescriber's reason.")
    return (Ask(checklist.REASON, tr("Restart all the same, because"), hint=hint),)


def _result_words(result: LabResult) -> str:
    return tr("{analyte} {value} {unit} (ULN {uln}), {day}").format(
        analyte=result.analyte,
        value=result.value_text,
        unit=result.unit or "",
        uln=result.uln_text or tr("not known"),
        day=show(result.collected_on),
    )


def details_of(values: Values, record: PatientRecord) -> dict[str, object]:
    """The details that the answers change. Raises `RefusedError`.

    The dose before the injury must be answered, by a number or by: unknown.
    """
    typed = need(values, "toxic", tr("Enter the dose in mg, or: unknown"))
    toxic = None if typed.casefold() == UNKNOWN else number_of(values, "toxic")
    given: dict[str, object] = {}
    if toxic != record.facts.prior_toxic_dose_mg:
        given["prior_toxic_dose_mg"] = toxic
    if (said := one(values, "indication")) and said != record.indication:
        given["indication"] = said
    if said := one(values, "tablets"):
        pieces = said.casefold().replace("mg", " ").replace(",", " ").split()
        tablets = tuple(number_of({"tablets": (each,)}, "tablets") for each in pieces)
        if tablets != record.tablets_mg:
            given["tablets_mg"] = tablets
    for name in ("halves", "splitting"):
        if said := one(values, name):
            given[name] = said == "yes"
    return given


def _pair(*words: str) -> tuple[Pick, ...]:
    return tuple(Pick(word, tr(word)) for word in words)


def _known(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _toxic(record: PatientRecord) -> tuple[str, ...]:
    dose = record.facts.prior_toxic_dose_mg
    return (plain(dose),) if dose is not None else ()


def _tablets(record: PatientRecord) -> str:
    return ", ".join(plain(each) for each in record.tablets_mg)


def _protocol_words(protocol: Protocol) -> str:
    """``cautious profile (aza-reintro-cautious@1.0.0, Under Review)``."""
    which = protocol.title.rpartition(", ")[2]
    return f"{which} ({protocol.name}, {protocol.review.status})"


def ceiling_form(file: FileLike, *, by: str, prescribers: Sequence[str]) -> Form:
    """The highest daily dose of this course; no dose changes by it."""
    toxic = file.record.facts.prior_toxic_dose_mg
    known = file.facts.ceiling_mg
    facts = [
        (
            tr("Dose before the injury"),
            tr("not recorded") if toxic is None else tr("{mg} mg").format(mg=plain(toxic)),
        )
    ]
    if known is not None:
        facts.append((tr("Written so far"), tr("{mg} mg").format(mg=plain(known))))
    return Form(
        name="ceiling",
        heading=tr("Ceiling of the dose"),
        asks=(
            Ask("dose_mg", tr("Highest daily dose in mg")),
            Ask("reason", tr("Reason")),
            Ask(
                "confirmed_by",
                tr("Decided by"),
                "list",
                (by,) if by else (),
                tuple(Pick(name, name) for name in prescribers),
            ),
        ),
        acts=(Act("record", tr("Write the ceiling"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        facts=tuple(facts),
        focus="dose_mg",
        note=tr("It acts where the clinic leaves the ceiling to the prescriber."),
    )
