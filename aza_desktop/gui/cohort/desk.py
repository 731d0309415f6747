"""Reads the cohort for its page, and opens the patients that are chosen there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from aza_desktop.clinical.cohort import Cohort, Days, Visit
from aza_desktop.clinical.dates import show
from aza_desktop.errors import UserError
from aza_desktop.gui.cohort.edish_view import EdishView
from aza_desktop.gui.cohort.saving import save_picture
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.viewmodels.edish import build_path
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.services import cohort, cohort_export
from aza_desktop.texts import tr

VIEW = "edish"
_KINDS = {"PNG (*.png)": ".png", "SVG (*.svg)": ".svg", "CSV (*.csv)": ".csv"}


class CohortDesk(Desk):
    """The page `edish`: on the View menu, and from the chart by E."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.page = EdishView(around.tokens())
        self.add_page(VIEW, self.page)
        self.page.closed.connect(around.place.leave_all_patients)
        self.page.wish_changed.connect(self._read)
        self.page.path_requested.connect(self._read_path)
        self.page.patient_requested.connect(self._open)
        self.page.export_requested.connect(self.export)
        around.place.trend.edish_requested.connect(lambda: self.show(VIEW))
        menus = around.menus
        menus.add(
            menus.menu("view"), tr("&Cohort (eDISH)"), lambda: self.show(VIEW), "Ctrl+Shift+E"
        )

    def fill(self, view: str) -> None:
        """Read the cohort. Raises UserError for a day nobody understands."""
        session = self.around.session()
        assert session is not None
        enzyme, days = self._wish()
        self.page.wait()
        session.in_background(
            partial(cohort.cohort, session.clinic, enzyme=enzyme, days=days),
            on_done=self._show,
            on_error=self._refuse,
            owner=self,
            topic="cohort",
        )

    def export(self) -> None:
        """Ask for a place and write the picture, or the table, there."""
        if self.page.model is None:
            return
        chosen, kind = QFileDialog.getSaveFileName(
            self.around.window, tr("Save the cohort"), "edish.png", ";;".join(_KINDS)
        )
        if chosen:
            path = Path(chosen)
            known = path.suffix.lower() in _KINDS.values()
            self.save(path if known else path.with_name(path.name + _KINDS.get(kind, ".png")))

    def save(self, path: Path) -> None:
        """Write what is shown; the trail keeps who took it."""
        session, model = self.around.session(), self.page.model
        if session is None or model is None:
            return
        cohort_shown, day = model.cohort, show(model.cohort.as_of)
        title = tr("Highest {enzyme} and bilirubin of {n} patients, {day}").format(
            enzyme=cohort_shown.enzyme, n=len(model.rings), day=day
        )
        counts = "   ".join(line.text for line in model.quadrants if line.count)
        caption = [counts, model.source]
        if self.around.window.is_demo:
            caption.append(tr("DEMO DATA: invented patients"))

        def write() -> None:
            if not session.clinic.is_read_only:
                cohort_export.note_export(session.clinic, patients=len(cohort_shown.points))
            if path.suffix.lower() == ".csv":
                text = cohort_export.cohort_csv(cohort_shown, model.cuts)
                path.write_text(text, encoding="utf-8-sig", newline="")
            else:
                save_picture(path, model, title=title, caption=caption)

        if not self.around.place.messages.carried_out(write):
            return
        said = tr("Saved as {path}: numbers, no names. The file is not protected: keep it safe.")
        if path.suffix.lower() != ".csv":
            said = tr("Saved as {path}: neither names nor numbers are in it.")
        self.around.tell(said.format(path=path.name))

    def clinic_closed(self) -> None:
        """Nobody of the clinic stays in the picture."""
        self.page.forget()

    # inside

    def _wish(self) -> tuple[str, Days]:
        session = self.around.session()
        assert session is not None
        wish = self.page.controls.wish()
        bounds = []
        for text in (wish.since, wish.until) if wish.days == "between" else ("", ""):
            day = read_date(text, session.today()) if text else None
            if text and day is None:
                raise UserError(
                    "bad_request",
                    tr("This day cannot be understood"),
                    why=tr("it is no date"),
                    remedy=tr("Write it as 17-Nov-2025, -7 or today"),
                )
            bounds.append(day)
        return wish.enzyme, Days(bounds[0], bounds[1], since_restart=wish.days == "restart")

    def _read(self) -> None:
        if self.around.session() is None:
            return
        try:
            self.fill(VIEW)
        except UserError as error:
            self._refuse(error)

    def _refuse(self, error: UserError) -> None:
        self.page.refuse(error.as_text(joint=":"))

    def _show(self, found: Cohort) -> None:
        if self.around.session() is None:
            return
        first = cohort.first_cuts(found.protocol) if found.protocol is not None else None
        self.page.show_cohort(found, first or self.page.controls.cuts())

    def _read_path(self, patient_id: str) -> None:
        session, model = self.around.session(), self.page.model
        if session is None or model is None:
            return
        visits: tuple[Visit, ...] = cohort.visits_of(session.clinic, patient_id, model.cohort)
        self.page.show_path(build_path(visits, model))

    def _open(self, patient_id: str) -> None:
        session = self.around.session()
        if session is not None:
            self.around.place.leave_all_patients()
            session.open_patient(patient_id)
            self.around.place.page.choose("overview")
