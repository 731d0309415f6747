"""Requests as JSON Lines: each answered by itself, a write only after its commit.

`DOES` is the contents page: what can be asked for, and who answers it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NoReturn

from aza_desktop import logs
from aza_desktop.errors import UserError
from aza_desktop.intake.case_fields import Fields
from aza_desktop.services.batch import (
    asking,
    confirming,
    keeping,
    noting,
    persons,
    results,
    workflow,
)
from aza_desktop.services.batch.once import once
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.written import bad_request
from aza_desktop.texts import tr

LONGEST = 20_000
"""Characters of one text of a request: far beyond any note, and a screen can still show it."""

_MARK = "\ufeff"
"""The byte order mark that some systems put before the first line."""

Handler = Callable[[Clinic, Fields], dict[str, object]]

DOES: Mapping[str, Handler] = {
    "patient.add": noting.add_patient,
    "patient.find": asking.find_patient,
    "course.start": confirming.start_course,
    "result.add": results.add,
    "result.correct": results.correct,
    "phase.confirm": confirming.confirm_phase,
    "dose.confirm": confirming.confirm_dose,
    "dose.hold": noting.hold_dose,
    "dose.taken": noting.report_day,
    "symptom.add": noting.add_symptom,
    "symptom.resolve": noting.resolve_symptom,
    "comedication.add": noting.add_comedication,
    "comedication.end": noting.end_comedication,
    "decision.record": noting.record_decision,
    "findings": asking.findings,
    "worklist": asking.worklist,
    "import": asking.take_file,
    "backup": asking.back_up,
    "verify": asking.verify,
    "dose.stop": workflow.stop,
    "dose.resume": workflow.resume,
    "contact.add": workflow.add_contact,
    "mark.acknowledge": workflow.acknowledge,
    "mark.override": workflow.override,
    "patient.snooze": workflow.snooze,
    "proposal.add": workflow.add_proposal,
    "proposal.answer": workflow.answer_proposal,
    "lab.request": workflow.request_test,
    "sample.taken": workflow.take_sample,
    "result.read": workflow.mark_read,
    "result.move": workflow.move_result,
    "owner.set": workflow.set_owner,
    "weight.add": workflow.add_weight,
    "entry.strike": workflow.strike,
    "undo": workflow.undo,
    "identity.correct": persons.correct_identity,
    "number.add": persons.add_number,
    "number.correct": persons.correct_number,
    "patient.change": persons.change_details,
    "patient.merge": persons.merge,
    "patient.unmerge": persons.unmerge,
    "gene.add": persons.add_gene_test,
    "allergies.set": persons.set_allergies,
    "drug.asked": persons.answer_drug_question,
    "note.add": persons.add_note,
    "lab.book": workflow.book_test,
    "lab.close": workflow.close_request,
    "result.told": workflow.mark_told,
    "course.move": workflow.move_course,
    "course.ceiling": workflow.write_ceiling,
    "detail.strike": persons.strike_detail,
    "cover.list": keeping.list_covers,
    "cover.add": keeping.add_cover,
    "cover.end": keeping.end_cover,
    "laboratory.list": keeping.list_laboratories,
    "laboratory.add": keeping.add_laboratory,
    "laboratory.change": keeping.change_laboratory,
    "laboratory.limit": keeping.set_limit,
    "laboratory.end_limit": keeping.end_limit,
    "user.list": keeping.list_users,
    "user.add": keeping.add_user,
    "user.change": keeping.change_user,
}

READS = frozenset(
    {"patient.find", "findings", "worklist", "verify", "laboratory.list", "user.list", "cover.list"}
)
"""What writes nothing: a key says nothing there."""

KEYED_HERE = frozenset(
    {
        "import", "backup", "undo", "number.correct", "patient.merge", "patient.unmerge",
        "laboratory.add", "laboratory.change", "laboratory.limit", "laboratory.end_limit",
        "user.add", "user.change", "cover.add", "cover.end",
    }
)  # fmt: skip
"""Writes that no number of a patient names for good: their answer is kept under their key."""


def answer(clinic: Clinic, line: str) -> dict[str, object]:
    """The answer to one line; a line that cannot be carried out is answered with its error."""
    line = line.removeprefix(_MARK)
    try:
        request = _parsed(line)
        _refuse_no_text(request)
        fields = Fields(request, "")
        handler = DOES.get(fields.text("do"))
        if handler is None:
            raise bad_request(
                tr("This is not something that can be asked for"),
                str(fields.raw("do")),
                tr("Known are: {names}").format(names=", ".join(DOES)),
            )
        return {"id": _id_of(line), "ok": True, **_carried_out(clinic, request, fields, handler)}
    except UserError as error:
        return {"id": _id_of(line), "ok": False, "error": _told(error)}
    except Exception as error:  # noqa: BLE001 - one line must not take the others along
        log_id = logs.report(error)
        told = {
            "code": "unexpected",
            "what": tr("Something unexpected happened; nothing was written"),
            "why": tr("log id {log_id}").format(log_id=log_id),
            "remedy": tr("Report it with the log id"),
        }
        return {"id": _id_of(line), "ok": False, "error": told}


def _carried_out(
    clinic: Clinic, request: Mapping[str, object], fields: Fields, handler: Handler
) -> dict[str, object]:
    does = request.get("do")
    if does in READS:
        fields.has("key")
    if does not in KEYED_HERE:
        return handler(clinic, fields)
    fields.has("key")
    return once(clinic, request, partial(handler, clinic, fields))


def _told(error: UserError) -> dict[str, object]:
    """A request that cannot be read is a bad request, whatever reader found it."""
    told = error.as_json()
    if error.code == "bad_case":
        told |= {"code": "bad_request", "what": tr("The request cannot be read")}
        told["remedy"] = tr("Correct the request and send it again")
    return told


def _id_of(line: str) -> object:
    """The request's own id, echoed as it came; None where it has none that is a scalar."""
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        return None
    found = request.get("id") if isinstance(request, dict) else None
    return found if _is_scalar(found) else None


def _is_scalar(value: object) -> bool:
    """True for a JSON scalar that can be sent back."""
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, dict | list)


def _parsed(line: str) -> dict[str, object]:
    try:
        request = json.loads(line, parse_constant=_no_number, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise bad_request(
            tr("The line is no JSON"), tr("it cannot be read"), tr("Write one JSON object a line")
        ) from None
    if not isinstance(request, dict):
        raise bad_request(
            tr("The line is no JSON object"), tr("it is something else"),
            tr("Write one JSON object a line"),
        )  # fmt: skip
    if isinstance(request.get("id"), dict | list):
        raise bad_request(
            tr("This id cannot be sent back"), tr("it is no text, number, true, false or null"),
            tr("Give a text or a whole number"),
        )  # fmt: skip
    return request


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of a name that stands twice nobody knows which value is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise bad_request(
            tr("A name stands twice in one object"), twice, tr("Leave one of them out")
        )
    return found


def _refuse_no_text(request: object) -> None:
    """What no database and no other program can hold: half a pair, a text without end or nought."""
    try:
        text = json.dumps(request, ensure_ascii=False)
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise bad_request(
            tr("The line holds something that is no text"), tr("half a pair, or no UTF-8"),
            tr("Write the line in UTF-8"),
        ) from None  # fmt: skip
    for word in _texts(request):
        if "\0" in word:
            raise bad_request(
                tr("The line holds something that is no text"), tr("a character that is none"),
                tr("Write the text without it"),
            )  # fmt: skip
        if len(word) > LONGEST:
            raise bad_request(
                tr("A text of the request is too long"),
                tr("it has {length} characters").format(length=len(word)),
                tr("Write at most {most}").format(most=LONGEST),
            )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
