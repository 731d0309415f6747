"""What the record's forms record: answers in, writes of the services out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from aza_desktop.clinical.interactions import asked_drugs, recognised
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.viewmodels import record_answers as answers
from aza_desktop.gui.viewmodels.forms import (
    RefusedError,
    Values,
    day_of,
    need,
    need_day,
    number_of,
    one,
)
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.services import corrections, details, diary, identity, merging
from aza_desktop.services.written import Written
from aza_desktop.texts import tr

Say = Callable[[str], None]
_BY_ID = {"symptoms": "symptom", "drugs": "comedication", "contacts": "contact"}
_BY_PLACE = {"weights": "weight", "genetics": "gene", "notes": "note"}


class RecordWriter:
    """The writes for one form about one patient; each is refused when somebody wrote between.

    say: with the offer to take it back. tell: where that is done in another way.
    """

    def __init__(self, session: ClinicSession, file: FileLike, say: Say, *, tell: Say) -> None:
        self._session, self._file, self._say, self._tell = session, file, say, tell
        self._version = file.record.version
        self._done: set[str] = set()

    @property
    def _today(self) -> dt.date:
        return self._session.today()

    def identity(self, values: Values) -> None:
        changes = answers.identity_changes(values, self._file.record.identity, self._today)
        reason = answers.why_of(values)
        self._record(identity.correct_identity, changes=changes, reason=reason)
        self._say(tr("Corrected. What stood there before stays in the record."))

    def numbers(self, key: str, values: Values) -> None:
        if key == "add":
            self._record(identity.add_number, answers.number_typed(values))
            self._say(tr("The number is added."))
            return
        wrong = answers.number_chosen(values)
        right = answers.number_typed(values) if key == "replace" else None
        reason = answers.need_why(values)
        self._record(identity.correct_number, wrong, right=right, reason=reason)
        self._say(tr("The wrong number is struck and stays in the audit trail."))

    def treatment(self, values: Values) -> None:
        changes = answers.treatment_changes(values, self._file)
        self._record(details.change_details, changes=changes, reason=answers.why_of(values))
        self._say(tr("Recorded."))

    def gene(self, values: Values) -> None:
        self._record(details.add_gene_test, answers.gene_typed(values, self._today))
        self._say(tr("The test is recorded with the words that were printed."))

    def allergies(self, values: Values) -> None:
        self._record(details.set_allergies, answers.allergies_typed(values))
        self._say(tr("Recorded: allergies."))

    def weight(self, values: Values) -> None:
        typed = one(values, "kg").casefold()
        if any(unit in typed for unit in ("lb", "st", "pound")):
            raise RefusedError("kg", tr("Kilograms only: nothing is converted"))
        kg = number_of(values, "kg")
        if kg is None:
            raise RefusedError("kg", tr("Type the weight in kilograms: 71.5"))
        self._record(details.add_weight, on=need_day(values, "on", self._today), kg=kg)
        self._say(tr("Recorded: {kg} kg.").format(kg=kg))

    def asked(self, values: Values) -> None:
        """Each answer; a drug that is taken is listed, else no rule would see it."""
        drugs = asked_drugs(self._file.protocol)
        given = {drug: one(values, drug) for drug in drugs if one(values, drug)}
        if not given:
            raise RefusedError(drugs[0], tr("Choose an answer"))
        on = need_day(values, "asked_on", self._today)
        start = day_of(values, "start_on", self._today)
        for drug, said in given.items():
            listed = self._taken(drug)
            if said == "yes" and not listed and start is None:
                raise RefusedError("start_on", tr("Enter since when it is taken"))
            if said == "no" and listed:
                raise RefusedError(
                    drug, tr("It is listed as taken: record its last day first (Ended…)")
                )
        for drug, said in given.items():
            if drug in self._done:
                continue
            self._record(details.answer_drug_question, drug=drug, answer=said, asked_on=on)
            if said == "yes" and not self._taken(drug):
                self._record(diary.add_comedication, drug, start_on=start)
            self._done.add(drug)
        self._say(tr("Recorded: the patient was asked."))

    def drug(self, values: Values) -> None:
        name = need(values, "name", tr("Type the drug's name"))
        start = need_day(values, "start_on", self._today)
        last = day_of(values, "last_day", self._today)
        self._record(diary.add_comedication, name, start_on=start, last_day=last)
        known = recognised(name, self._file.protocol)
        self._say(
            tr("Recorded: {name}, read as {drug}.").format(name=name, drug=known)
            if known
            else tr("Recorded: {name}. The protocol does not check it.").format(name=name)
        )

    def end_drug(self, values: Values) -> None:
        which = need(values, "drug", tr("Choose the drug"))
        day = need_day(values, "last_day", self._today)
        self._record(diary.end_comedication, which, last_day=day)
        self._say(tr("Recorded: the drug ended."))

    def note(self, values: Values) -> None:
        self._record(details.add_note, text=need(values, "text", tr("Type the note")))
        self._say(tr("The note is recorded."))

    def strike(self, section: str, values: Values) -> None:
        entry = need(values, "entry", tr("Choose the entry"))
        reason = answers.need_why(values)
        if section in _BY_ID:
            self._record(corrections.strike, _BY_ID[section], given_id=entry, reason=reason)
        else:
            self._record(details.strike_detail, _BY_PLACE[section], place=int(entry), reason=reason)
        self._say(tr("Struck. The entry counts no more and stays in the audit trail."))

    def merge(self, other: str, versions: tuple[int, int], values: Values) -> None:
        fields = ("name", "birth_date", "sex", "phone", "indication", "prior_toxic_dose_mg", "tpmt")
        choices = {name: one(values, name) for name in fields if one(values, name)}
        reason = need(values, "reason", tr("Say how you know that it is one person"))
        key = self._file.record.id
        self._session.record(
            lambda clinic: merging.merge(
                clinic, key, other, choices=choices, reason=reason, if_versions=versions
            )
        )
        self._tell(tr("Merged. The other record stands on no list; the merge can be taken back."))

    def unmerge(self, values: Values) -> None:
        other = need(values, "other", tr("Choose the record"))
        reason = need(values, "reason", tr("Say how you know that they are two persons"))
        key = self._file.record.id
        self._session.record(lambda clinic: merging.unmerge(clinic, key, other, reason=reason))
        self._tell(tr("Taken back. Both records hold again what is their own."))

    def move(self, to_patient: str, values: Values) -> None:
        which = need(values, "result", tr("Choose the result"))
        reason = answers.need_why(values)
        key = self._file.record.id
        self._session.record(
            lambda clinic: corrections.move_result(
                clinic, key, which, to_patient=to_patient, reason=reason
            )
        )
        self._say(tr("Moved. Both records tell of it."))

    def _taken(self, drug: str) -> bool:
        """True when a drug that is read as this one is listed and goes on."""
        protocol = self._file.protocol
        return any(
            each.last_day is None and recognised(each.name, protocol) == drug
            for each in self._file.record.comedications
        )

    def _record(self, service: Callable[..., Written], *given: object, **named: object) -> None:
        key, version = self._file.record.id, self._version
        written = self._session.record(
            lambda clinic: service(clinic, key, *given, if_version=version, **named)
        )
        self._version = written.version
