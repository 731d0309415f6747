"""The log of findings: read when somebody looks at it, and what was closed lately at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.findings_log.log_view import LogView
from aza_desktop.gui.viewmodels.findings_log import build_log, closed_lines
from aza_desktop.services import findings_log
from aza_desktop.services.findings_log import LogEntry
from aza_desktop.services.reading import PatientFile
from aza_desktop.texts import tr

TAB = "findings_log"
_AFTER_MS = 250
"""Judging past days waits so long after a patient was opened: the picture comes first."""


class FindingsLog(Desk):
    """A tab of the open patient, and the folded list below the open findings."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.view = LogView(around.tokens())
        self._entries: tuple[LogEntry, ...] = ()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_AFTER_MS)
        self._wait.timeout.connect(self._look_back)
        page = around.place.page
        page.add_tab(TAB, tr("Findings log"), self.view, around.tokens())
        page.tab_chosen.connect(lambda _tab: self._fill())
        self.view.export_requested.connect(self._export)
        around.place.findings.log_requested.connect(lambda: page.choose(TAB))

    def patient_read(self, file: PatientFile) -> None:
        """The tab follows where it is seen; what was closed lately waits for the first picture."""
        self._wait.start()
        self._fill()

    def clinic_closed(self) -> None:
        """Nothing of a patient stays in sight."""
        self._wait.stop()
        self._entries = ()
        self.view.show_rows(())

    def apply_tokens(self, tokens: Tokens) -> None:
        """The tab in another theme."""
        super().apply_tokens(tokens)
        self.view.apply_tokens(tokens)

    def _look_back(self) -> None:
        """The worker judges the last days again; the open patient's chart is drawn before."""
        session, file = self.around.session(), self._file()
        if session is None or file is None:
            return
        key = file.record.id
        session.in_background(
            partial(findings_log.closed_lately, session.clinic, file.record),
            on_done=lambda found: self._show_closed(key, found),
            on_error=lambda _error: None,
            owner=self,
            topic="closed",
        )

    def _show_closed(self, key: str, found: tuple[LogEntry, ...]) -> None:
        file = self._file()
        if file is not None and file.record.id == key:
            self.around.place.findings.show_closed(closed_lines(found))

    def _fill(self) -> None:
        """Judge the past days again, in the worker, where the tab is in sight."""
        session, file = self.around.session(), self._file()
        if session is None or file is None or self.around.place.page.tab() != TAB:
            return
        key = file.record.id

        def done(found: tuple[LogEntry, ...]) -> None:
            now = self._file()
            if now is not None and now.record.id == key:
                self._entries = found
                self.view.show_rows(build_log(found))

        session.in_background(
            partial(findings_log.log_of, session.clinic, file.record),
            on_done=done,
            on_error=self.around.tell_error,
            owner=self,
            topic="findings-log",
        )

    def _export(self) -> None:
        wanted, _kind = QFileDialog.getSaveFileName(
            self.around.window, tr("Save the findings log"), tr("findings log") + ".csv",
            "CSV (*.csv)",
        )  # fmt: skip
        if wanted:
            self.save(Path(wanted))

    def save(self, path: Path) -> None:
        """Write the entries that are shown as CSV; that they left is recorded too."""
        session, file = self.around.session(), self._file()
        if session is None or file is None:
            return
        entries = tuple(self._entries[row.place] for row in self.view.shown())

        def write() -> None:
            findings_log.note_log_export(session.clinic, file.record.id, lines=len(entries))
            path.write_text(findings_log.log_csv(entries), encoding="utf-8", newline="")

        if not self.around.place.messages.carried_out(write):
            return
        session.open_patient(file.record.id)
        said = tr("Saved {n} entries as {path}. The file is not protected: keep it safe.")
        self.around.tell(said.format(n=len(entries), path=path.name))

    def _file(self) -> PatientFile | None:
        session = self.around.session()
        return session.file if session is not None else None
