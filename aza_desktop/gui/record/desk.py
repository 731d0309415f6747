"""The record's sections in the window: each button opens its form, each form writes once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from aza_desktop.errors import UserError
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.entries.form_dialog import FormDialog, Submit
from aza_desktop.gui.entries.writes import Writer
from aza_desktop.gui.record.writes import RecordWriter
from aza_desktop.gui.viewmodels import answering, merge_forms, noting, record_forms, record_strikes
from aza_desktop.gui.viewmodels.forms import Form, RefusedError, Values, need
from aza_desktop.gui.viewmodels.patient_file import FileLike, is_judged
from aza_desktop.gui.viewmodels.words import born
from aza_desktop.services import merging, reading
from aza_desktop.texts import tr

Wish = Callable[[FileLike, RecordWriter], None]


class RecordDesk(Desk):
    """Belongs to the window; its view is the record's tab of the open patient."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        record, table = around.place.page.record, around.place.results.table
        record.wished.connect(self.open_form)
        key = QShortcut(QKeySequence("M"), table)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.move_result)
        self._forms: dict[str, Wish] = {
            "identity.edit": self._identity,
            "identity.numbers": self._numbers,
            "identity.merge": self._merge,
            "identity.unmerge": self._unmerge,
            "treatment.edit": self._treatment,
            "genetics.add": self._gene,
            "allergies.edit": self._allergies,
            "drugs.ask": self._asked,
            "drugs.add": self._drug,
            "drugs.end": self._end_drug,
            "symptoms.add": self._symptom,
            "symptoms.gone": self._symptom_gone,
            "weights.add": self._weight,
            "contacts.add": self._contact,
            "notes.add": self._note,
        }
        menus = around.menus
        patient, results = menus.menu("patient"), menus.menu("results")
        patient.addSeparator()
        for text, wish in (
            (tr("Correct &identity…"), "identity.edit"),
            (tr("Record a &weight…"), "weights.add"),
            (tr("Other d&rugs: asked today…"), "drugs.ask"),
            (tr("Add a &note…"), "notes.add"),
            (tr("These two are the sa&me person…"), "identity.merge"),
        ):
            menus.add(patient, text, partial(self.open_form, wish), writes=True)
        menus.add(results, tr("&Move to the right patient…"), self.move_result, writes=True)

    def open_form(self, wish: str) -> None:
        """Open the form that a section's button names: ``weights.add`` and the like."""
        section, _, act = wish.partition(".")
        if wish not in self._forms and act != "strike":
            return
        if (file := self.around.open_file()) is None:
            return
        likeness = cast("FileLike", file)
        if section in {"symptoms", "contacts"} and not is_judged(file):
            self.around.tell(tr("The rules could not run for this patient."))
            return
        writer = RecordWriter(self._session(), likeness, self._say, tell=self._tell)
        if act == "strike":
            self._strike(likeness, writer, section)
        else:
            self._forms[wish](likeness, writer)

    def move_result(self) -> None:
        """The result under the cursor of the table belongs to somebody else (M)."""
        if (file := self.around.open_file()) is None:
            return
        likeness = cast("FileLike", file)
        ids, analyte = self.around.place.results.under_cursor()
        form = merge_forms.move_form(likeness, ids, analyte=analyte, named=self._named)
        if form is None:
            self.around.tell(tr("Choose a result in the table first."))
            return
        writer = RecordWriter(self._session(), likeness, self._say, tell=self._tell)

        def submit(_key: str, values: Values) -> None:
            writer.move(self._other(values), values)

        self._ask(form, submit)

    # sections

    def _identity(self, file: FileLike, writer: RecordWriter) -> None:
        lines = self._session().lines or ()
        form = record_forms.identity_form(file, known=lines)
        self._ask(form, lambda _key, values: writer.identity(values))

    def _numbers(self, file: FileLike, writer: RecordWriter) -> None:
        self._ask(record_forms.numbers_form(file), writer.numbers)

    def _treatment(self, file: FileLike, writer: RecordWriter) -> None:
        self._ask(record_forms.treatment_form(file), lambda _key, values: writer.treatment(values))

    def _gene(self, file: FileLike, writer: RecordWriter) -> None:
        self._ask(record_forms.gene_form(file), lambda _key, values: writer.gene(values))

    def _allergies(self, file: FileLike, writer: RecordWriter) -> None:
        self._ask(record_forms.allergies_form(file), lambda _key, values: writer.allergies(values))

    def _asked(self, file: FileLike, writer: RecordWriter) -> None:
        self._ask(record_forms.asked_form(file), lambda _key, values: writer.asked(values))

    def _drug(self, file: FileLike, writer: RecordWriter) -> None:
        self._ask(record_forms.drug_form(file), lambda _key, values: writer.drug(values))

    def _end_drug(self, file: FileLike, writer: RecordWriter) -> None:
        self._ask(record_forms.drug_end_form(file), lambda _key, values: writer.end_drug(values))

    def _weight(self, file: FileLike, writer: RecordWriter) -> None:
        self._ask(record_forms.weight_form(file), lambda _key, values: writer.weight(values))

    def _note(self, file: FileLike, writer: RecordWriter) -> None:
        self._ask(record_forms.note_form(file), lambda _key, values: writer.note(values))

    def _symptom(self, file: FileLike, _writer: RecordWriter) -> None:
        noted = Writer(self._session(), file, self._say)
        self._ask(noting.symptom_form(file), lambda _key, values: noted.symptom(values))

    def _symptom_gone(self, file: FileLike, _writer: RecordWriter) -> None:
        noted = Writer(self._session(), file, self._say)
        self._ask(noting.resolve_form(file), lambda _key, values: noted.resolve(values))

    def _contact(self, file: FileLike, _writer: RecordWriter) -> None:
        noted = Writer(self._session(), file, self._say)
        self._ask(answering.contact_form(file), lambda _key, values: noted.contact(values))

    def _strike(self, file: FileLike, writer: RecordWriter, section: str) -> None:
        form = record_strikes.strike_form(file, section)
        self._ask(form, lambda _key, values: writer.strike(section, values))

    # two records of one person

    def _merge(self, file: FileLike, writer: RecordWriter) -> None:
        """First the number of the other one, then both beside each other."""

        def submit(_key: str, values: Values) -> None:
            other = self._other(values)
            found = merging.compare(self._session().clinic, file.record.id, other)
            if found.refusal is not None:
                raise found.refusal
            self._compare(found, other, writer)

        self._ask(merge_forms.other_form(file, named=self._named), submit)

    def _compare(self, found: merging.Comparison, other: str, writer: RecordWriter) -> None:
        versions = found.keep.version, found.other.version
        form = merge_forms.merge_form(
            found.keep, found.other, found.sides, as_of=self._session().today()
        )

        def submit(_key: str, values: Values) -> None:
            for side in found.sides:
                if side.is_open:
                    need(values, side.field, tr("Choose which of the two is right"))
            writer.merge(other, versions, values)

        self._ask(form, submit)

    def _unmerge(self, file: FileLike, writer: RecordWriter) -> None:
        form = merge_forms.unmerge_form(file, self._session().merged())
        self._ask(form, lambda _key, values: writer.unmerge(values))

    # inside

    def _session(self) -> ClinicSession:
        session = self.around.session()
        assert session is not None
        return session

    def _other(self, values: Values) -> str:
        """The patient of the typed number. Raises `RefusedError`."""
        number = need(values, "number", tr("Type the number of the other record"))
        try:
            return self._session().patient_id_of(number)
        except UserError as error:
            raise RefusedError("number", f"{error.what}: {error.why}") from error

    def _named(self, number: str) -> str:
        """Who has that number, as the form says it back; "" for nobody."""
        session = self._session()
        try:
            record = reading.record_of(session.clinic, session.patient_id_of(number))
        except UserError:
            return ""
        identity = record.identity
        return f"{identity.name}, {born(identity.birth_date, session.today())}, {identity.number}"

    def _ask(self, form: Form | None, submit: Submit) -> None:
        if form is None:
            self.around.tell(tr("There is nothing of the kind in this record."))
            return
        if not self.around.may_write():
            return
        FormDialog(
            form, submit, today=self._session().today(), tokens=self.around.tokens(),
            parent=self.around.window,
        ).ask()  # fmt: skip

    def _say(self, text: str) -> None:
        self.around.place.messages.tell(text, undo=tr("Undo"))

    def _tell(self, text: str) -> None:
        """What one key does not take back."""
        self.around.place.messages.tell(text)
