"""The drugs that are asked about by name: the answers of one conversation, recorded together.

A drug that is taken is listed too, because the rules see only what is listed. An answer that
contradicts the list is refused, so that the list and the answers never tell two stories.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.diary import Comedication
from aza_desktop.clinical.interactions import asked_drugs, is_taken, recognised
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.diary import free_id
from aza_desktop.services.reading import file_of
from aza_desktop.services.written import Wish, Write, Written, bad_request, refuse_future, write
from aza_desktop.storage import details as shelf
from aza_desktop.storage import writing
from aza_desktop.texts import tr

ANSWERS = ("yes", "no", "not_asked")
"""Not asked takes the place of an earlier answer: before this dose nobody knew better."""

_TOPICS = frozenset({Topic.PATIENT, Topic.DIARY})


def record_answers(
    clinic: Clinic,
    patient_id: str,
    answers: Mapping[str, str],
    *,
    taken_since: dt.date | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """What the patient said today, drug by drug; what is newly taken is listed from that day on.

    Raises UserError ``bad_request`` where a drug is taken and nobody said since when.
    """

    def action(change: Write) -> tuple[str, ...]:
        listed = _listed(change)
        fresh = [drug for drug, said in answers.items() if said == "yes" and drug not in listed]
        if fresh and taken_since is None:
            raise bad_request(
                tr("Since when is it taken?"),
                tr("the rules see a drug from its first day on"),
                tr("Enter the first day"),
            )
        taken = [each.id for each in change.record.comedications]
        ids: list[str] = []
        for drug in fresh:
            assert taken_since is not None
            ids.append(free_id("c", (*taken, *ids)))
            added = Comedication(ids[-1], drug, taken_since, None)
            writing.add_comedication(change.work, patient_id, added)
        _write_answers(change, answers, listed | set(fresh))
        return tuple(ids)

    if taken_since is not None:
        refuse_future(
            clinic, taken_since, why=tr("a drug is listed when it is taken"),
            remedy=tr("Record it on that day"),
        )  # fmt: skip
    content = {"answers": dict(answers), "taken_since": taken_since}
    wish = Wish("drug.asked", _TOPICS, content, if_version, key)
    return write(clinic, patient_id, wish, action)


def note_answers(change: Write, answers: Mapping[str, str]) -> None:
    """The same within another write: what was asked before a dose was confirmed."""
    if answers:
        _write_answers(change, answers, _listed(change))


def _write_answers(change: Write, answers: Mapping[str, str], listed: set[str]) -> None:
    known = asked_drugs(file_of(change.clinic, change.record).protocol)
    for drug, said in answers.items():
        if drug not in known or said not in ANSWERS:
            raise bad_request(
                tr("This is no answer to the question"), drug,
                tr("Yes, no or not asked, for a drug that is asked about by name"),
            )  # fmt: skip
        if said != "not_asked" and (said == "yes") != (drug in listed):
            stands = tr("{drug} is listed as taken") if drug in listed else (
                tr("{drug} is not listed as taken")
            )  # fmt: skip
            raise bad_request(
                tr("The answer contradicts the list of other drugs"),
                stands.format(drug=drug),
                tr("Record its first or its last day first"),
            )
        shelf.answer_drug_question(
            change.work, change.patient_id, drug=drug, answer=said,
            asked_on=change.clinic.clock.today(),
        )  # fmt: skip


def _listed(change: Write) -> set[str]:
    """What the patient is listed as taking today, as the protocol reads the names."""
    today = change.clinic.clock.today()
    protocol = file_of(change.clinic, change.record).protocol
    read = (
        recognised(each.name, protocol)
        for each in change.record.comedications
        if is_taken(each, today)
    )
    return {drug for drug in read if drug is not None}
