"""Two records beside each other before they become one, and a result on its way to its patient."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol as Shape

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels import curves, phrases
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, Values, one, who_of
from aza_desktop.gui.viewmodels.medication import phase_words
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.record_needs import MergedLike
from aza_desktop.gui.viewmodels.words import DASH, born, dose_text
from aza_desktop.texts import msg, tr

KEEP, OTHER = "keep", "other"
Named = Callable[[str], str]
"""A patient's number -> who that is, in words; "" for nobody."""


class Side(Shape):
    """One detail of both records."""

    @property
    def field(self) -> str: ...
    @property
    def keep(self) -> object: ...
    @property
    def other(self) -> object: ...
    @property
    def is_open(self) -> bool: ...


class MergedKey(MergedLike, Shape):
    """A merged record with its key."""

    @property
    def patient_id(self) -> str: ...


def other_form(file: FileLike, *, named: Named) -> Form:
    """Which other record is the same person: by its number."""

    def live(values: Values) -> str:
        typed = one(values, "number")
        if not typed:
            return ""
        return named(typed) or tr("No patient of the clinic has this number.")

    return Form(
        name="merge_other",
        heading=tr("These two are the same person"),
        asks=(Ask("number", tr("Number of the other record")),),
        acts=(Act("compare", tr("Compare…"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        focus="number",
        note=tr("This record stays; the other one goes into it."),
        live=live,
    )


def merge_form(
    ours: PatientRecord, theirs: PatientRecord, sides: Sequence[Side], *, as_of: dt.date
) -> Form:
    """Both records side by side; what differs is chosen, nothing beforehand."""
    words = _field_words()
    asks = tuple(
        Ask(
            side.field,
            words.get(side.field, side.field),
            "chips",
            picks=(
                Pick(KEEP, tr("{value} (this record)").format(value=_said(side.keep))),
                Pick(OTHER, tr("{value} ({number})").format(
                    value=_said(side.other), number=theirs.identity.number)),
            ),
        )
        for side in sides
        if side.is_open
    )  # fmt: skip
    agreed = tuple(
        (words.get(side.field, side.field), _both(side.keep, side.other))
        for side in sides
        if not side.is_open and (side.keep, side.other) != (None, None)
    )
    counts = tuple(
        (name, tr("{here} here, {there} there").format(here=here, there=there))
        for name, here, there in (
            (tr("Results"), len(ours.current_results), len(theirs.current_results)),
            (tr("Symptoms"), len(ours.symptoms), len(theirs.symptoms)),
            (tr("Other drugs"), len(ours.comedications), len(theirs.comedications)),
            (tr("Contacts"), len(ours.contacts), len(theirs.contacts)),
            (tr("Courses"), _courses(ours), _courses(theirs)),
        )
        if here != there or here not in {0, DASH}
    )
    other = f"{theirs.identity.name}, {born(theirs.identity.birth_date, as_of)}"
    return Form(
        name="merge",
        heading=tr("Merge two records of one person"),
        asks=(*asks, Ask("reason", tr("How you know that it is one person"))),
        acts=(Act("merge", tr("Merge")),),
        who=who_of(ours, as_of),
        facts=((tr("Goes into it"), f"{other}, {theirs.identity.number}"), *agreed, *counts),
        focus=asks[0].name if asks else "reason",
        note=tr("Nothing is deleted; the merge can be taken back."),
    )


def unmerge_form(file: FileLike, merged: Sequence[MergedKey]) -> Form | None:
    """Which merge was wrong; None where none stands."""
    if not merged:
        return None
    picks = tuple(Pick(each.patient_id, f"{each.number} {each.name}".strip()) for each in merged)
    return Form(
        name="unmerge",
        heading=tr("Take a merge back: they are two persons"),
        asks=(
            Ask(
                "other",
                tr("The other record"),
                "chips",
                (picks[0].key,) if len(picks) == 1 else (),
                picks,
            ),
            Ask("reason", tr("How you know that they are two persons")),
        ),
        acts=(Act("unmerge", tr("Take back")),),
        who=who_of(file.record, file.as_of),
        facts=tuple(
            (each.number, tr("merged on {day} by {who}: {reason}").format(
                day=show(each.at.date()), who=each.by, reason=each.reason))
            for each in merged
        ),
        focus="reason",
        note=tr(
            "What was corrected or added to its course meanwhile goes back with it. "
            "Other new entries stay here."
        ),
    )  # fmt: skip


def move_form(file: FileLike, ids: Sequence[str], *, analyte: str, named: Named) -> Form | None:
    """A result that belongs to somebody else goes there; both records tell of it."""
    found = [result for result in file.record.current_results if result.id in ids]
    if not found:
        return None
    first = next((each for each in found if each.analyte == analyte), found[0])
    why = (
        msg("wrong patient chosen"),
        msg("mixed up by the laboratory"),
        msg("similar name"),
        msg("other"),
    )

    def live(values: Values) -> str:
        typed = one(values, "number")
        if not typed:
            return ""
        told = named(typed)
        return tr("Goes to: {who}").format(who=told) if told else tr(
            "No patient of the clinic has this number."
        )  # fmt: skip

    return Form(
        name="move",
        heading=tr("Move a result to the right patient"),
        asks=(
            Ask(
                "result", tr("Result"), "chips", (first.id,),
                tuple(Pick(each.id, _result(file, each)) for each in found),
            ),
            Ask("number", tr("Number of the right patient")),
            Ask("why", tr("Reason"), "chips", picks=tuple(Pick(each, tr(each)) for each in why)),
            Ask("text", tr("Remark")),
        ),
        acts=(Act("move", tr("Move"), "primary"),),
        who=who_of(file.record, file.as_of),
        focus="number",
        note=tr("The result stays readable here, struck, with this reason."),
        live=live,
    )  # fmt: skip


def _result(file: FileLike, result: LabResult) -> str:
    value = phrases.value_of(result, file.facts.analytes)
    return f"{curves.label_of(file, result.analyte)} {value}, {show(result.collected_on)}"


def _field_words() -> dict[str, str]:
    return {
        "name": tr("Name"),
        "birth_date": tr("Born"),
        "sex": tr("Gender"),
        "phone": tr("Phone"),
        "indication": tr("Indication"),
        "prior_toxic_dose_mg": tr("Dose before the injury"),
        "tpmt": tr("TPMT"),
    }


def _said(value: object) -> str:
    if value is None:
        return tr("not recorded")
    if isinstance(value, dt.date):
        return show(value)
    if isinstance(value, Decimal):
        return dose_text(Decimal(plain(value)))
    return tr("deficient") if value == "low" else str(value)


def _both(keep: object, other: object) -> str:
    if keep is not None and other is not None:
        return tr("{value} in both").format(value=_said(keep))
    where = tr("only here") if other is None else tr("only there")
    return f"{_said(keep if other is None else other)}, {where}"


def _courses(record: PatientRecord) -> str:
    told = ", ".join(f"{each.number} {phase_words(each.phase)}" for each in record.courses)
    return told or DASH
