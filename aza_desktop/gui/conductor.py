"""Who tells whom: answers become view-models, wishes of the views become requests."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.worklist import PatientLine, Worklist
from aza_desktop.errors import UserError
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.dialogs import show_sheet
from aza_desktop.gui.doses.dose_models import dose_model
from aza_desktop.gui.entries.copies import UNSAVED
from aza_desktop.gui.viewmodels.banner import build_banner
from aza_desktop.gui.viewmodels.consequences import was_saved, would_trigger
from aza_desktop.gui.viewmodels.dose_step import DoseStepModel
from aza_desktop.gui.viewmodels.entry import (
    Entry,
    EntryForm,
    Typed,
    build_entry_form,
    read_entry,
)
from aza_desktop.gui.viewmodels.likeness import similar_patients, told
from aza_desktop.gui.viewmodels.medication import build_medication_line
from aza_desktop.gui.viewmodels.new_patient import NewPatient, TypedPatient, read_patient
from aza_desktop.gui.viewmodels.patients import build_line_models, build_matches
from aza_desktop.gui.viewmodels.record import build_record
from aza_desktop.gui.viewmodels.results import build_results
from aza_desktop.gui.viewmodels.worklist import build_worklist_model
from aza_desktop.gui.workplace import Workplace
from aza_desktop.services.reading import PatientFile
from aza_desktop.services.recording import Written
from aza_desktop.services.rights import Role
from aza_desktop.texts import tr


class Conductor(QObject):
    """Lives as long as its clinic is open."""

    patient_shown = Signal(str)
    """The name in the banner, for the window's title."""
    saved = Signal()

    def __init__(
        self, session: ClinicSession, place: Workplace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._place = place
        self._form: EntryForm | None = None
        self._entry: Entry | None = None
        self._with_struck = False
        self._record_shown = False
        self._before: Answer | None = None
        self._hear_session()
        self._hear_views()

    def open_patient(self, patient_id: str) -> None:
        """Open a patient, unless typed results of another one would be lost."""
        strip = self._place.results.strip
        file = self._session.file
        if strip.is_open() and strip.has_values() and file and file.record.id != patient_id:
            said = tr("Results typed for {name} are not saved. Enter saves them, Esc drops them.")
            self._place.messages.tell(said.format(name=file.record.identity.name), kind="notice")
            return
        if file is not None and file.record.id != patient_id:
            strip.close_strip()
            self._place.messages.hide()
        self._place.leave_all_patients()
        self._session.open_patient(patient_id)

    def add_result(self) -> None:
        """Open the strip for the open patient (Ctrl+R)."""
        if not self._may_write():
            return
        if (file := self._session.file) is None:
            self._place.messages.tell(tr("Open a patient first (Ctrl+F)."), kind="notice")
            return
        self._place.leave_all_patients()
        self._place.page.make_room_for_entry()
        self._form = build_entry_form(file, laboratories=self._session.laboratories())
        self._place.results.strip.open_for(self._form)

    def confirm_dose(self) -> None:
        """Ask for the dose in the one dialog, when a step may be considered."""
        if not self._may_write():
            return
        file = self._session.file
        model = dose_model(self._session.clinic, file) if file is not None else None
        if model is None:
            said = tr("The protocol offers no step and no restart for this patient today.")
            self._place.messages.tell(said, kind="notice")
            return
        self._place.confirm_dose.open_for(model)

    def new_patient(self) -> None:
        """Ask for a new patient."""
        if not self._may_write():
            return
        self._place.new_patient.open_empty()

    def _may_write(self) -> bool:
        if why_not := self._session.closed_to_entries():
            self._place.messages.tell(why_not, kind="notice")
        return not why_not

    def _new_named(self, typed: str) -> None:
        """Ask for a new patient whose name was looked for in vain."""
        self._place.new_patient.open_empty(name=typed)

    def undo(self) -> None:
        """Take back the last entry of this session (Ctrl+Z)."""
        self._session.undo()

    def refresh(self) -> None:
        """Read and judge everything again (F5, and after midnight), and say when that was."""
        self._session.refresh()
        now = self._session.clinic.clock.now().astimezone()
        said = tr("Every list was judged again, {day} {time}.")
        when = {"day": show(now.date()), "time": f"{now:%H:%M}"}
        self._place.messages.tell(said.format(**when), kind="notice")

    # what the session answers

    def _hear_session(self) -> None:
        session = self._session
        session.worklist_read.connect(self._show_worklist)
        session.lines_read.connect(self._show_lines)
        session.file_read.connect(self._show_file)
        session.previewed.connect(self._show_preview)
        session.results_saved.connect(self._show_saved)
        session.dose_confirmed.connect(self._show_confirmed)
        session.drugs_listed.connect(self._show_drugs_listed)
        session.undone.connect(self._show_undone)
        session.patient_added.connect(self._show_added)
        session.patient_failed.connect(self._show_not_added)
        session.read_failed.connect(self._place.messages.tell_error)
        session.save_failed.connect(self._show_not_saved)
        session.dose_failed.connect(self._show_not_confirmed)

    def _show_worklist(self, worklist: Worklist) -> None:
        model = build_worklist_model(worklist)
        self._place.worklist.show_model(model)
        self._place.nobody.show_model(model)

    def _show_lines(self, lines: tuple[PatientLine, ...]) -> None:
        ordered = sorted(lines, key=lambda line: (line.folded_name or line.name, line.number))
        today = self._session.today()
        self._place.patients.show_model(build_line_models(ordered), today=today)
        self._place.nobody.show_count(len(lines))
        if text := self._place.worklist.find_box.text().strip():
            self._find(text)

    def _show_file(self, file: PatientFile) -> None:
        place = self._place
        banner = build_banner(file, similar=self._similar(file))
        place.banner.show_model(banner)
        place.page.medication.show_line(build_medication_line(file))
        self._record_shown = False
        self._show_record(place.page.tab())
        place.results.show_model(build_results(file, with_struck=self._with_struck))
        place.calendar.show_file(file)
        place.findings.show_file(file)
        place.trend.show_file(file)
        place.page.show_findings_count(len(file.answer.marks) if file.answer else 0)
        place.worklist.show_open(file.record.id)
        place.show_patient_page()
        self.patient_shown.emit(banner.name)

    def _similar(self, file: PatientFile) -> tuple[PatientLine, ...]:
        """Who could be mistaken for the open patient."""
        lines = self._session.lines or ()
        return similar_patients(lines, file.record.id, file.record.identity)

    def _show_similar(self) -> None:
        """Those of nearly the same name or the same birth date, to be told apart."""
        if (file := self._session.file) is None:
            return
        alike = self._similar(file)
        rows = [(line.name, told([line]).removeprefix(f"{line.name}, ")) for line in alike]
        note = tr("Compare name, birth date and number before you write anything.")
        show_sheet(self._place.window(), tr("Similar name or same birth date"), rows, note)

    def _show_record(self, tab: str) -> None:
        """The record is many labels: they are made when somebody looks at them."""
        if tab == "record" and not self._record_shown and self._session.file is not None:
            sections = build_record(
                self._session.file,
                merged=self._session.merged(),
                may_merge=self._session.may(Role.ADMINISTRATOR),
                laboratories=self._session.laboratories(),
            )
            self._place.page.record.show_model(sections)
            self._record_shown = True

    def _show_preview(self, answer: Answer | None) -> None:
        strip, file = self._place.results.strip, self._session.file
        if (
            answer is None
            or self._entry is None
            or file is None
            or not strip.is_open()
            or self._entry.errors
        ):
            return
        told = would_trigger(file.answer, answer)
        strip.show_entry(self._entry, triggers=told.text, is_grave=told.is_grave)

    def _show_saved(self, written: Written, results: tuple[LabResult, ...]) -> None:
        self._place.results.strip.saved()
        self._entry = None
        told = was_saved(
            results,
            before=self._before,
            after=written.answer,
            analytes=self._session.clinic.analytes,
        )
        self._place.messages.tell(told.text, undo=tr("Undo"), at_once=told.is_grave)
        self.saved.emit()

    def _show_confirmed(self, model: DoseStepModel) -> None:
        self._place.confirm_dose.accept()
        said = tr("Recorded: {old} to {new} a day, confirmed by {who}.")
        if model.proposes:
            said = tr("Proposed by {who}: {old} to {new} a day. It waits for a prescriber.")
        who = self._session.clinic.actor
        self._place.messages.tell(said.format(old=model.old_dose, new=model.new_dose, who=who))
        self.saved.emit()

    def _show_drugs_listed(self) -> None:
        self._place.confirm_dose.accept()
        self._place.messages.tell(
            tr("The drug is recorded, no dose was confirmed. Look at the findings first."),
            undo=tr("Undo"),
        )
        self.saved.emit()

    def _decline(self, model: DoseStepModel, reason: str) -> None:
        if self._session.decline_dose(model, reason):
            self._place.confirm_dose.accept()
            self._place.messages.tell(tr("Declined. The proposal is answered, nothing changed."))
            self.saved.emit()

    def _show_added(self, written: Written) -> None:
        self._place.new_patient.accept()
        self._session.open_patient(written.ids[0])
        self._place.messages.tell(tr("Recorded: a new patient."))
        self.saved.emit()

    def _show_not_added(self, error: UserError) -> None:
        self._place.new_patient.refuse(f"{tr('Not saved')}: {error.as_text()}")

    def _show_undone(self) -> None:
        said = tr("Taken back. The entry stays in the record, struck as entered in error.")
        self._place.messages.tell(said)
        self.saved.emit()

    def _show_not_saved(self, error: UserError) -> None:
        said = f"{tr('Not saved')}: {error.as_text()}"
        self._place.messages.tell(said, kind="error")
        strip = self._place.results.strip
        if error.code in UNSAVED and self._entry is not None:
            strip.not_saved(said, self._entry)
        else:
            strip.refuse(said)
        self._read_again_after(error)

    def _show_not_confirmed(self, error: UserError) -> None:
        self._place.confirm_dose.refuse(f"{tr('Not recorded')}: {error.as_text()}")
        self._read_again_after(error)

    def _read_again_after(self, error: UserError) -> None:
        file = self._session.file
        if error.code == "conflict" and file is not None:
            self._session.open_patient(file.record.id)

    # what the views wish

    def _hear_views(self) -> None:
        place = self._place
        strip = place.results.strip
        for wish, slot in (
            (place.worklist.patient_requested, self.open_patient),
            (place.patients.patient_requested, self.open_patient),
            (place.worklist.find_requested, self._find),
            (place.banner.similar_requested, self._show_similar),
            (place.nobody.new_patient_requested, self.new_patient),
            (place.worklist.new_patient_requested, self._new_named),
            (place.page.tab_chosen, self._show_record),
            (place.worklist.list_chosen, self._choose_list),
            (place.results.entry_requested, self.add_result),
            (place.results.struck_requested, self._show_struck),
            (place.results.result_chosen, place.trend.select_result),
            (place.trend.result_chosen, place.results.select_result),
            (strip.typed, self._read_typed),
            (strip.save_requested, self._save),
            (strip.closed, place.page.entry_closed),
            (strip.laboratory_chosen, self._choose_laboratory),
            (place.messages.undo_requested, self.undo),
            (place.findings.confirm_requested, self.confirm_dose),
            (place.findings.add_result_requested, self.add_result),
            (place.findings.source_requested, self._show_source),
            (place.trend.exported, self._show_exported),
            (place.trend.export_failed, place.messages.tell_error),
            (place.confirm_dose.confirmed, self._session.confirm_dose),
            (place.confirm_dose.declined, self._decline),
            (place.confirm_dose.listing_requested, self._session.list_drugs),
            (place.new_patient.typed, self._read_patient),
            (place.new_patient.save_requested, self._save_patient),
        ):
            wish.connect(slot)

    def _find(self, text: str) -> None:
        if (lines := self._session.lines) is not None:
            found = build_matches(lines, text, today=self._session.today())
            self._place.worklist.show_found(found)

    def _choose_list(self, which: str) -> None:
        if which == "all":
            self._place.show_all_patients()
        else:
            self._place.leave_all_patients()

    def _show_exported(self, path: str) -> None:
        self._place.messages.tell(tr("Saved the chart as {path}").format(path=path))

    def _show_source(self, source_id: str, address: str) -> None:
        """Offline, so no browser: the reference and its address, to be read or copied."""
        file = self._session.file
        known = file.protocol.sources.get(source_id) if file and file.protocol else None
        title = known.title if known is not None else source_id
        checked = tr("compared with the original") if known and known.verified else tr("not yet")
        rows = ((tr("Title"), title), (tr("Address"), address), (tr("Checked"), checked))
        note = tr("Nothing is opened: the program works offline. The address can be copied.")
        show_sheet(self._place.window(), tr("Source"), rows, note)

    def _show_struck(self, wanted: bool) -> None:
        self._with_struck = wanted
        if self._session.file is not None:
            self._place.results.show_model(
                build_results(self._session.file, with_struck=self._with_struck)
            )

    def _read_patient(self, typed: TypedPatient) -> NewPatient:
        today, known = self._session.today(), self._session.lines or ()
        read = read_patient(typed, today=today, known=known)
        self._place.new_patient.show_read(read)
        return read

    def _save_patient(self, typed: TypedPatient) -> None:
        read = self._read_patient(typed)
        if read.identity is not None and read.facts is not None:
            self._session.add_patient(read.identity, read.facts)

    def _read_typed(self, typed: Typed) -> None:
        entry = self._understood(typed)
        if entry is not None:
            self._entry = entry
            self._place.results.strip.show_entry(entry)
            if entry.results and not entry.errors:
                self._session.preview(entry.results)

    def _choose_laboratory(self, name: str) -> None:
        """The limits of another laboratory into the fields; what was typed stays."""
        if (file := self._session.file) is not None and self._form is not None:
            self._form = build_entry_form(
                file, laboratories=self._session.laboratories(), chosen=name
            )
            self._place.results.strip.take_limits(self._form)
            self._read_typed(self._place.results.strip.words())

    def _save(self, typed: Typed, answered: bool) -> None:
        entry = self._understood(typed)
        if entry is None:
            return
        strip = self._place.results.strip
        self._entry = entry
        if entry.errors:
            strip.refuse(entry.errors[0].text, field=entry.errors[0].field)
        elif entry.questions and not answered:
            strip.ask(entry)
        else:
            file = self._session.file
            self._before = file.answer if file is not None else None
            self._session.add_results(entry.results)

    def _understood(self, typed: Typed) -> Entry | None:
        file = self._session.file
        if file is None or self._form is None or file.record.id != self._form.patient_id:
            return None
        return read_entry(typed, self._form, file)
