"""Between the views and the services: what is open, what was asked, what came back.

The only part of the window that calls services. The lists are read by the worker and may overtake
one another. The open patient is read, and everything is written, at once: a key that is pressed
next must never meet the patient before, nor be swallowed by an answer that comes late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from aza_desktop.clinical.changes import Changes
from aza_desktop.clinical.laboratories import ClinicLaboratory
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.patient import Identity, PatientFacts
from aza_desktop.clinical.worklist import PatientLine, Worklist
from aza_desktop.errors import UserError
from aza_desktop.gui.changes_hub import ChangesHub
from aza_desktop.gui.doses import dose_writes
from aza_desktop.gui.tasks import InlineRunner, Runner
from aza_desktop.gui.viewmodels.dose_step import DoseStepModel
from aza_desktop.services import (
    laboratories,
    merging,
    own_protocols,
    reading,
    recording,
    rights,
    users,
)
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.lists import Lists
from aza_desktop.services.reading import PatientFile
from aza_desktop.texts import tr


class ClinicSession(QObject):
    """One open clinic and at most one open patient."""

    worklist_read = Signal(object)
    lines_read = Signal(object)
    file_read = Signal(object)
    """`PatientFile` of the open patient, whenever it was read anew."""
    previewed = Signal(object)
    results_saved = Signal(object, object)
    """(`Written`, the results that were saved)."""
    drugs_listed = Signal()
    dose_confirmed = Signal(object)
    """`DoseStepModel`."""
    undone = Signal()
    patient_added = Signal(object)
    """`Written`; its first id is the new patient's."""
    read_failed = Signal(object)
    save_failed = Signal(object)
    dose_failed = Signal(object)
    patient_failed = Signal(object)

    def __init__(
        self, clinic: Clinic, runner: Runner, hub: ChangesHub, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._runner = runner
        self._at_once = InlineRunner()
        self._hub = hub
        self._patient_id: str | None = None
        self._file: PatientFile | None = None
        self._lines: tuple[PatientLine, ...] | None = None
        self._lists = Lists()
        hub.changes_made.connect(self._after_changes)

    @property
    def clinic(self) -> Clinic:
        return self._clinic

    @property
    def file(self) -> PatientFile | None:
        """The open patient as last read."""
        return self._file

    @property
    def lines(self) -> tuple[PatientLine, ...] | None:
        """All patients as last read, so that finding needs no database; None before the first."""
        return self._lines

    def today(self) -> dt.date:
        return self._clinic.clock.today()

    # reading

    def refresh(self) -> None:
        """Read and judge everybody again, and the open patient."""
        self._lists.forget()
        self._read_lists()
        if self._patient_id is not None:
            self.open_patient(self._patient_id)

    def open_patient(self, patient_id: str) -> None:
        """Read a patient and show him or her."""
        self._at_once.run(
            partial(reading.patient_file, self._clinic, patient_id),
            on_done=self._keep_file,
            on_error=self.read_failed.emit,
            owner=self,
        )

    def patient_id_of(self, number: str) -> str:
        """The patient of a number. Raises UserError unknown_patient or ambiguous_patient."""
        return reading.patient_id_of(self._clinic, number)

    # writing

    def preview(self, results: tuple[LabResult, ...]) -> None:
        """Ask what the results would change, without saving them."""
        if self._patient_id is None or not results:
            return
        drafts = tuple(_new(result) for result in results)
        work = partial(recording.preview_results, self._clinic, self._patient_id, drafts)
        self._runner.run(
            work,
            on_done=self.previewed.emit,
            on_error=lambda error: None,
            owner=self,
            topic="preview",
        )

    def add_results(self, results: tuple[LabResult, ...]) -> None:
        """Save a set of results of the open patient."""
        if self._file is None:
            return
        work = partial(
            recording.add_results,
            self._clinic,
            self._file.record.id,
            tuple(_new(result) for result in results),
            if_version=self._file.record.version,
        )
        self._write(
            work,
            on_done=lambda written: self._saved(written, results),
            on_error=self.save_failed.emit,
        )

    def add_patient(self, identity: Identity, facts: PatientFacts) -> None:
        """Record a new patient and open him or her."""
        self._write(
            partial(recording.add_patient, self._clinic, identity, facts),
            on_done=self._added,
            on_error=self.patient_failed.emit,
        )

    def undo(self) -> None:
        """Take the last entry of this session back; it stays in the record as entered in error."""
        self._write(
            partial(recording.undo_last, self._clinic),
            on_done=self._undone,
            on_error=self.read_failed.emit,
        )

    def confirm_dose(self, model: DoseStepModel, reason: str) -> None:
        """Record a restart or an increase that the user confirmed with the typed dose."""
        self._write(
            partial(dose_writes.confirm, self._clinic, model, reason or None),
            on_done=lambda written: self._dose_done(written, model),
            on_error=self.dose_failed.emit,
        )

    def list_drugs(self, model: DoseStepModel) -> None:
        """Record what the patient newly takes, as asked before a dose; the dose waits."""
        self._write(
            partial(dose_writes.list_drugs, self._clinic, model),
            on_done=self._drugs_listed,
            on_error=self.dose_failed.emit,
        )

    def decline_dose(self, model: DoseStepModel, reason: str) -> bool:
        """Answer a proposal with no; nothing else changes. False where it was refused."""
        try:
            written = dose_writes.decline(self._clinic, model, reason)
        except UserError as error:
            self.dose_failed.emit(error)
            return False
        self._hub.tell(written.changes, initiator=self)
        return True

    def record(self, work: Callable[[Clinic], recording.Written]) -> recording.Written:
        """Write for a dialog, at once. Raises UserError: the dialog says it and stays open."""
        written = work(self._clinic)
        self._hub.tell(written.changes, initiator=self)
        return written

    def in_background(
        self,
        work: Callable[[], object],
        *,
        on_done: Callable[..., None],
        on_error: Callable[[UserError], None],
        owner: QObject,
        topic: str = "",
    ) -> None:
        """Read something long without holding the window up."""
        self._runner.run(work, on_done=on_done, on_error=on_error, owner=owner, topic=topic)

    def tell(self, changes: Changes) -> None:
        """Say what work in the background has written."""
        self._hub.tell(changes, initiator=self)

    def learn_protocols(self) -> None:
        """The clinic's own versions as they stand now may be followed from here on."""
        self._clinic = own_protocols.with_own_versions(self._clinic)

    def users(self) -> tuple[str, ...]:
        """The names under which somebody may work."""
        return tuple(user.name for user in users.list_users(self._clinic))

    def laboratories(self) -> tuple[ClinicLaboratory, ...]:
        """The clinic's laboratories with the limits that they print."""
        return laboratories.laboratories(self._clinic)

    def merged(self) -> tuple[merging.Merged, ...]:
        """The records that were merged into the open patient's."""
        return merging.merged_into(self._clinic, self._file.record.id) if self._file else ()

    def may(self, role: rights.Role) -> bool:
        """True when the present user has the right."""
        return rights.may(self._clinic, role)

    def closed_to_entries(self) -> str:
        """Why nothing can be recorded in this clinic; "" where it can."""
        if not self._clinic.is_read_only:
            return ""
        return tr(
            "Nothing can be saved: this record was opened for reading only. Allow writing to its "
            "folder and open it again."
        )

    def act_as(self, name: str) -> None:
        """Record what follows under another user's name; what may be confirmed depends on it."""
        self._clinic = replace(self._clinic, actor=name)
        if self._file is not None:
            self.file_read.emit(self._file)

    def close(self) -> None:
        """Close the clinic; nothing is read or written afterwards."""
        self._hub.changes_made.disconnect(self._after_changes)
        self._runner.stop()
        self._clinic.close()

    # inside

    def _read(self, work: Callable[[], object], on_done: Callable[..., None], topic: str) -> None:
        self._runner.run(
            work, on_done=on_done, on_error=self.read_failed.emit, owner=self, topic=topic
        )

    def _write(
        self,
        work: Callable[[], object],
        *,
        on_done: Callable[..., None],
        on_error: Callable[[UserError], None],
    ) -> None:
        self._at_once.run(work, on_done=on_done, on_error=on_error, owner=self)

    def _read_lists(self) -> None:
        self._read(partial(self._lists.read, self._clinic), self._keep_lists, "lists")

    def _keep_lists(self, read: tuple[Worklist, tuple[PatientLine, ...]]) -> None:
        worklist, self._lines = read
        self.worklist_read.emit(worklist)
        self.lines_read.emit(self._lines)

    def _keep_file(self, file: PatientFile) -> None:
        self._patient_id = file.record.id
        self._file = file
        self.file_read.emit(file)

    def _saved(self, written: recording.Written, results: tuple[LabResult, ...]) -> None:
        self._hub.tell(written.changes, initiator=self)
        self.results_saved.emit(written, results)

    def _added(self, written: recording.Written) -> None:
        self._hub.tell(written.changes, initiator=self)
        self.patient_added.emit(written)

    def _undone(self, written: recording.Written) -> None:
        self._hub.tell(written.changes, initiator=self)
        self.undone.emit()

    def _dose_done(self, written: recording.Written, model: DoseStepModel) -> None:
        self._hub.tell(written.changes, initiator=self)
        self.dose_confirmed.emit(model)

    def _drugs_listed(self, written: recording.Written) -> None:
        self._hub.tell(written.changes, initiator=self)
        self.drugs_listed.emit()

    def _after_changes(self, changes: Changes, _initiator: QObject | None) -> None:
        """Whoever wrote, the lists may have changed; the open patient only when touched."""
        self._read_lists()
        if self._patient_id is not None and changes.touches(self._patient_id):
            self.open_patient(self._patient_id)


def _new(result: LabResult) -> recording.NewResult:
    return recording.NewResult(
        analyte=result.analyte,
        value_text=result.value_text,
        comparator=result.comparator,
        unit=result.unit,
        uln_text=result.uln_text,
        uln_unit=result.uln_unit,
        collected_on=result.collected_on,
        laboratory=result.laboratory,
    )
