"""The forms of short notes: a symptom begins or ends, a result was mistyped."""

from __future__ import annotations

from collections.abc import Sequence

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.labs import LabResult
from aza_desktop.gui.viewmodels import curves, phrases
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, who_of
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import msg, tr

_MISTAKES = (
    msg("typing error"), msg("wrong unit"), msg("wrong day"),
    msg("corrected by the laboratory"), msg("other"),
)  # fmt: skip


def symptom_form(file: FileLike) -> Form:
    """A symptom of today: the protocol's own list."""
    protocol = file.protocol
    codes = dict.fromkeys((*protocol.words("warning_symptoms"), *protocol.words("gi_symptoms")))
    return Form(
        name="symptom",
        heading=tr("Record a symptom"),
        asks=(
            Ask(
                "code",
                tr("Symptom"),
                "chips",
                picks=tuple(Pick(code, tr(phrases.words_of_code(code))) for code in codes),
            ),
            Ask("onset", tr("Since"), "date", (show(file.as_of),)),
            Ask("note", tr("Remark")),
        ),
        acts=(Act("record", tr("Record"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        focus="code",
    )


def resolve_form(file: FileLike) -> Form | None:
    """Which symptom has gone, and since when; None where none is open."""
    going_on = [each for each in file.record.symptoms if each.resolved_on is None]
    if not going_on:
        return None
    picks = tuple(
        Pick(each.id, f"{tr(phrases.words_of_code(each.code))}, {show(each.onset_on)}")
        for each in going_on
    )
    return Form(
        name="resolve",
        heading=tr("A symptom has gone"),
        asks=(
            Ask("symptom", tr("Symptom"), "chips", (picks[-1].key,), picks),
            Ask("resolved", tr("First day without it"), "date", (show(file.as_of),)),
        ),
        acts=(Act("record", tr("Record"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        focus="symptom",
    )


def sample_form(file: FileLike, request_id: str | None = None) -> Form:
    """Blood was taken: the patient's results are awaited from now on.

    request_id: the request that it answers; where only one is open, that one is meant.
    """
    open_ = [each for each in file.record.lab_requests if each.outcome is None]
    only = open_[0].id if len(open_) == 1 else ""
    picks = tuple(
        Pick(each.id, tr("{tests}, requested {day}").format(
            tests=", ".join(each.tests), day=show(each.requested_on)
        ))
        for each in open_
    )  # fmt: skip
    chosen = tuple(filter(None, [request_id or only]))
    for_request = (Ask("request", tr("For the request"), "chips", chosen, picks),) if open_ else ()
    due = dict.fromkeys(test for lab in file.answer.labs_due for test in lab.tests)
    tests = dict.fromkeys(("ALT", "AST", "BILI", "ALP", *due))
    last = [each.laboratory for each in file.record.current_results if each.laboratory]
    return Form(
        name="sample",
        heading=tr("Blood was taken"),
        asks=(
            Ask("taken_on", tr("Taken on"), "date", (show(file.as_of),)),
            Ask(
                "tests",
                tr("Tests"),
                "many",
                tuple(due) or ("ALT", "AST", "BILI"),
                tuple(Pick(test, curves.label_of(file, test)) for test in tests),
            ),
            Ask("place", tr("Where")),
            Ask("laboratory", tr("Laboratory"), value=tuple(last[-1:])),
            *for_request,
        ),
        acts=(Act("record", tr("Record"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        focus="tests",
        note=tr("The patient waits under: result awaited."),
    )


def correction_form(file: FileLike, ids: Sequence[str], *, analyte: str) -> Form | None:
    """A new value for a result that was mistyped; the old one stays, struck.

    analyte: the one whose cell has the cursor, "" for none.
    """
    found = [result for result in file.record.current_results if result.id in ids]
    if not found:
        return None
    first = next((each for each in found if each.analyte == analyte), found[0])
    picks = tuple(Pick(result.id, _words(file, result)) for result in found)
    reasons = tuple(Pick(each, tr(each)) for each in _MISTAKES)
    return Form(
        name="correct",
        heading=tr("Correct a result"),
        asks=(
            Ask("result", tr("Result"), "chips", (first.id,), picks),
            Ask("value", tr("Right value"), value=(typed_value(first),)),
            Ask("why", tr("Reason"), "chips", picks=reasons),
            Ask("text", tr("Remark")),
        ),
        acts=(
            Act("strike", tr("Strike, no new value")),
            Act("record", tr("Correct"), "primary", is_default=True),
        ),
        who=who_of(file.record, file.as_of),
        focus="value",
        note=tr("The old value stays in the record, struck, with this reason."),
    )


def typed_value(result: LabResult) -> str:
    """The value as it would be typed: with the laboratory's < or >."""
    sign = "" if result.comparator.value == "=" else result.comparator.value
    return f"{sign}{result.value_text}"


def _words(file: FileLike, result: LabResult) -> str:
    value = phrases.value_of(result, file.facts.analytes)
    return f"{curves.label_of(file, result.analyte)} {value}, {show(result.collected_on)}"
