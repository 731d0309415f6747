"""What if: the open patient judged with results and doses that nobody recorded."""

from __future__ import annotations

from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.viewmodels.entry import EntryForm, Typed, build_entry_form, read_entry
from aza_desktop.gui.viewmodels.forms import who_of
from aza_desktop.gui.viewmodels.patient_file import is_judged
from aza_desktop.gui.viewmodels.what_if import build_what_if, read_step
from aza_desktop.gui.what_if.page import VALUES, WhatIfPage
from aza_desktop.services.reading import PatientFile
from aza_desktop.services.recording import NewResult
from aza_desktop.services.what_if import SupposedDose, what_if
from aza_desktop.texts import tr


class WhatIf(Desk):
    """A page of its own, so that no real screen ever shows what is not recorded."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.page = WhatIfPage(around.tokens())
        self._form: EntryForm | None = None
        self._patient = ""
        self.add_page("what-if", self.page)
        self.page.closed.connect(self._leave)
        self.page.typed.connect(self._judge)
        menu = around.menus.menu("patient")
        around.menus.add(menu, tr("What &if…"), lambda: self.show("what-if"), "Ctrl+Shift+W")

    def show(self, view: str) -> None:
        """Nothing can be supposed of nobody."""
        if self.around.session() is not None and self.around.open_file() is not None:
            super().show(view)
            self.page.fields["alt"].setFocus()

    def fill(self, view: str) -> None:
        """Begin with what is recorded. Raises UserError."""
        file = self._file()
        assert file is not None
        self._patient = file.record.id
        self._form = build_entry_form(file)
        self.page.open_for(self._form, who_of(file.record, file.as_of).line)
        self._judge()

    def patient_read(self, file: PatientFile) -> None:
        """Another patient is open: nothing that was supposed goes along."""
        if file.record.id != self._patient:
            self._forget()

    def clinic_closed(self) -> None:
        """Nothing of a patient stays in sight."""
        self._forget()

    def _judge(self) -> None:
        """Judge what is typed; nothing is written."""
        session, file = self.around.session(), self._file()
        if session is None or file is None or self._form is None:
            return
        typed = self.page.texts()
        values = {code: typed[key] for key, code in VALUES if typed[key]}
        results: tuple[NewResult, ...] = ()
        if values:
            entry = read_entry(Typed(typed["date"], values, {}, {}), self._form, file)
            if entry.errors:
                self.page.refuse(entry.errors[0].text)
                return
            results = tuple(
                NewResult(
                    analyte=each.analyte,
                    value_text=each.value_text,
                    comparator=each.comparator,
                    unit=each.unit,
                    uln_text=each.uln_text,
                    uln_unit=each.uln_unit,
                    collected_on=each.collected_on,
                )
                for each in entry.results
            )
        step, why = read_step(typed, session.today())
        if why:
            self.page.refuse(why)
            return
        dose = SupposedDose(step.on, step.dose_mg) if step is not None else None
        try:
            found = what_if(session.clinic, file.record.id, results=results, dose=dose)
        except UserError as error:
            self.page.refuse(error.as_text(joint=":"))
            return
        if is_judged(found.file):
            self.page.show_model(build_what_if(found.file, found.before), found.file)

    def _leave(self) -> None:
        self._forget()
        self.around.place.leave_all_patients()

    def _forget(self) -> None:
        self._form, self._patient = None, ""
        self.page.forget()

    def _file(self) -> PatientFile | None:
        session = self.around.session()
        return session.file if session is not None else None
