"""One file on its way: looked at, asked about, looked at again, taken in. The worker does it all.

A newer request overtakes an older one: its answer is dropped and its work is told to stop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aza_desktop.errors import UserError
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.viewmodels.import_columns import is_of_file

if TYPE_CHECKING:
    from aza_desktop.clinical.analytes import AnalyteCatalogue
    from aza_desktop.clinical.drafts import Question
    from aza_desktop.services.clinic import Clinic
    from aza_desktop.services.import_desk import Cell, Looked, Watch
    from aza_desktop.services.import_report import ImportReport
    from aza_desktop.services.import_rows import StagedPatient

READING, WRITING = "reading", "writing"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows come from: a file, cells that were pasted, or rows that wait in the tray."""

    name: str
    path: Path | None = None
    text: str = ""
    import_id: str = ""


@dataclass(slots=True)
class Errand:
    """Work that runs. Written by the worker, read by the window; only `stopped` goes back.

    done: thousandths of the whole.
    """

    phase: str
    done: int = 0
    stopped: bool = False

    def tell(self, done: int, _whole: int) -> None:
        """So much is done."""
        self.done = done


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the dialog shows of a file.

    asked: questions about the file, answered ones too. patients: likewise.
    """

    looked: Looked
    asked: tuple[Question, ...]
    patients: tuple[StagedPatient, ...]
    answers: Mapping[str, str]
    analytes: AnalyteCatalogue


class ImportRun(QObject):
    """The import of one source after the other. Outlives every clinic; knows no widget."""

    started = Signal(object)
    """`Errand` that now runs."""
    looked = Signal(object)
    """`View`."""
    taken = Signal(object)
    """`ImportReport`."""
    refused = Signal(object)
    """`UserError`: of this file nothing was written."""
    answer_refused = Signal(object)
    """`UserError`: the file cannot be read under this answer; the one before holds again."""
    cancelled = Signal()

    def __init__(
        self, session: Callable[[], ClinicSession | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._errand: Errand | None = None
        self._source: Source | None = None
        self._profile: str | None = None
        self._answers: dict[str, str] = {}
        self._edits: dict[Cell, str] = {}
        self.view: View | None = None

    @property
    def is_busy(self) -> bool:
        """True while the worker reads or writes for this import."""
        return self._errand is not None

    def begin(self, source: Source, *, profile: str | None = None) -> None:
        """Look at a new source; what was answered about the one before is forgotten."""
        self.forget()
        self._source, self._profile = source, profile
        self._look()

    def answer(self, code: str, value: str) -> None:
        """Answer a question, or take the answer back with ""."""
        self.answer_all((code,), value)

    def answer_all(self, codes: tuple[str, ...], value: str) -> None:
        """The same answer to several questions."""
        for code in codes:
            if value:
                self._answers[code] = value
            else:
                self._answers.pop(code, None)
        self._look()

    def edit(self, where: str, field: str, text: str) -> None:
        """Read a rejected row again with what a person typed into its cell."""
        from aza_desktop.services.import_desk import cell_of  # noqa: PLC0415 - not before

        cell = cell_of(where, field)
        if cell is not None and self.view is not None and not self.is_busy:
            self._edits[cell] = text
            self._look()

    def use_profile(self, name: str) -> None:
        """Read the file again under a laboratory's profile."""
        self._profile = name or None
        self._look()

    def leave_out(self, places: frozenset[str]) -> None:
        """The rows that a person does not want to take in; they will wait in the tray."""
        if self.view is not None and not self.is_busy:
            self.view = replace(self.view, looked=replace(self.view.looked, left_out=places))
            self.looked.emit(self.view)

    def take(self, *, before: Callable[[], object] | None = None) -> None:
        """Write what was looked at, as one unit. before: what the worker does first."""
        from aza_desktop.services import import_desk  # noqa: PLC0415 - not before it is wanted

        if self.view is None or self.is_busy:
            return
        looked = self.view.looked

        def work(clinic: Clinic, watch: Watch) -> ImportReport:
            if before is not None:
                before()
            return import_desk.take(clinic, looked, watch=watch)

        self._run(WRITING, work, self._keep_taken)

    def cancel(self) -> None:
        """Stop what runs. Reading is given up at once; of writing the worker tells how it ended."""
        errand = self._errand
        if errand is None:
            return
        errand.stopped = True
        if errand.phase == READING:
            self._errand = None
            self.cancelled.emit()

    def forget(self) -> None:
        """Let go of the file; what still runs for it is stopped."""
        if self._errand is not None:
            self._errand.stopped = True
        self._errand = self._source = self._profile = self.view = None
        self._answers, self._edits = {}, {}

    # inside

    def _look(self) -> None:
        from aza_desktop.services import import_desk  # noqa: PLC0415 - not before it is wanted

        source, answers, edits = self._source, dict(self._answers), dict(self._edits)
        known = self.view.looked if self.view is not None else None
        options = import_desk.ImportOptions(profile=self._profile, answers=answers)

        def work(clinic: Clinic, watch: Watch) -> Looked:
            if known is not None:
                return import_desk.look_again(
                    clinic, known, options=options, watch=watch, edits=edits
                )
            assert source is not None
            if source.import_id:
                return import_desk.open_waiting(clinic, source.import_id, watch=watch)
            if source.path is None:
                return import_desk.look_at_text(clinic, source.text, options=options, watch=watch)
            return import_desk.look(clinic, source.path, options=options, watch=watch)

        if source is not None:
            self._run(READING, work, self._keep_looked)

    def _run(
        self,
        phase: str,
        work: Callable[[Clinic, Watch], object],
        on_done: Callable[..., None],
    ) -> None:
        from aza_desktop.services.import_desk import Watch  # noqa: PLC0415 - not before

        session = self._session()
        if session is None:
            return
        if self._errand is not None:
            self._errand.stopped = True
        errand = self._errand = Errand(phase)
        watch = Watch(on_progress=errand.tell, should_stop=lambda: errand.stopped)
        self.started.emit(errand)
        session.in_background(
            partial(work, session.clinic, watch),
            on_done=lambda result: self._done(errand, result, on_done),
            on_error=lambda error: self._failed(errand, error),
            owner=self,
        )

    def _done(self, errand: Errand, result: object, on_done: Callable[..., None]) -> None:
        if self._errand is errand:
            self._errand = None
            on_done(result)

    def _failed(self, errand: Errand, error: UserError) -> None:
        from aza_desktop.services.import_desk import ImportStoppedError  # noqa: PLC0415 - late

        if self._errand is not errand:
            return
        self._errand = None
        if isinstance(error, ImportStoppedError):
            self.cancelled.emit()
        elif self.view is not None and errand.phase == READING:
            self._answers = dict(self.view.answers)
            self._edits = dict(self.view.looked.edits)
            self.answer_refused.emit(error)
        else:
            self.refused.emit(error)

    def _keep_looked(self, looked: Looked) -> None:
        session = self._session()
        if session is None:
            return
        before = self.view
        if before is None:
            options = looked.staged.options
            self._answers, self._profile = dict(options.answers), options.profile
        asked = {q.code: q for q in before.asked} if before is not None else {}
        open_now = {q.code: q for q in looked.report.questions if is_of_file(q.code)}
        open_now |= {q.code: q for q in looked.units}
        asked = {
            code: question
            for code, question in {**asked, **open_now}.items()
            if code in open_now or code in self._answers
        }
        patients = {p.code: p for p in before.patients} if before is not None else {}
        waiting: dict[str, StagedPatient] = {}
        for one in looked.staged.patients:
            rows = waiting[one.code].rows if one.code in waiting else 0
            waiting[one.code] = replace(one, rows=one.rows + rows)
        patients = {
            code: patient
            for code, patient in {**patients, **waiting}.items()
            if code in waiting or code in self._answers
        }
        self.view = View(
            looked,
            tuple(asked.values()),
            tuple(patients.values()),
            dict(self._answers),
            session.clinic.analytes,
        )
        self.looked.emit(self.view)

    def _keep_taken(self, report: ImportReport) -> None:
        session = self._session()
        if session is not None and report.changes is not None:
            session.tell(report.changes)
        self.taken.emit(report)
