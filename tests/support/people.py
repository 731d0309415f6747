"""A nurse and a prescriber at one window: what each does with keys and buttons, day by day."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton

from aza_desktop.clinical.dates import add_months
from aza_desktop.gui.appearance import Appearance
from aza_desktop.gui.calendar.month_grid import MonthGrid
from aza_desktop.gui.doors import Doors, Opened
from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.parts import Choice
from aza_desktop.gui.tasks import InlineRunner
from aza_desktop.gui.window_state import WindowState
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import first_choices
from aza_desktop.services.clinic import Clinic, create_clinic, open_clinic
from aza_desktop.services.reading import PatientFile
from aza_desktop.services.users import add_user
from tests.support.open_window import settle

DOCTOR, NURSE = "dr.demo", "nurse.b"


class DayClock:
    """A clock that a test turns on from day to day."""

    def __init__(self, day: dt.date) -> None:
        self.day = day

    def today(self) -> dt.date:
        return self.day

    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(9), tzinfo=dt.UTC)


class People:
    """What somebody does at the window. Every wish goes through a widget that people see."""

    def __init__(self, window: MainWindow, clock: DayClock) -> None:
        self.window, self.clock = window, clock

    @property
    def file(self) -> PatientFile:
        assert self.window.session is not None
        assert self.window.session.file is not None
        return self.window.session.file

    def on(self, day: dt.date) -> None:
        """The next working day: the window has been open overnight."""
        self.clock.day = day
        self.window._watch.look()  # now, or its half minute ends within a later step
        settle()

    def work_as(self, name: str) -> None:
        """Choose the user at the lower right."""
        chooser = self.window.status.findChild(QComboBox, "user_chooser")
        place = chooser.findText(name)
        assert place >= 0
        chooser.setCurrentIndex(place)
        chooser.textActivated.emit(name)
        settle()

    def menu(self, menu: str, words: str) -> None:
        """Choose an entry of a menu."""
        for action in self.window._menus.menu(menu).actions():
            if words in action.text().replace("&", ""):
                action.trigger()
                settle()
                return
        raise LookupError(words)

    def press(self, name: str) -> None:
        """Press the one visible button of that name."""
        found = [b for b in self.window.findChildren(QPushButton, name) if b.isVisible()]
        assert found, f"no button {name} is in sight"
        assert found[0].isEnabled(), f"{name} cannot be pressed: {self.said()}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        settle()

    def can_press(self, name: str) -> bool:
        found = [b for b in self.window.findChildren(QPushButton, name) if b.isVisible()]
        return bool(found) and found[0].isEnabled()

    def write(self, name: str, text: str) -> None:
        """Type into the one visible field of that name."""
        found = [e for e in self.window.findChildren(QLineEdit, name) if e.isVisible()]
        assert found, f"no field {name} is in sight"
        found[0].setFocus()
        found[0].selectAll()
        QTest.keyClicks(found[0], text)
        settle()

    def answer(self, form: str, *acts: str, **answers: str) -> None:
        """Fill in an open form and press its button. A word chooses a chip of that key."""
        shown = self.form(form)
        for name, said in answers.items():
            field = shown.fields[name]
            if isinstance(field, QLineEdit):
                self.write(f"{form}_{name}", said)
            elif isinstance(field, Choice):
                field.setEditText(said)
            else:
                (chip,) = [b for b in field.buttons if b.property("key") == said]
                QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        for act in acts:
            self.press(f"{form}_{act}")
        settle()

    def form(self, name: str) -> FormDialog:
        (found,) = (d for d in self.window.findChildren(FormDialog, name) if d.isVisible())
        return found

    def type_dose(self, dose: str, **checklist: str) -> None:
        """Confirm or propose in the dose dialog: the dose typed, the open questions answered."""
        for question, said in checklist.items():
            self.press(f"confirm_dose_{question}_{said}")
        self.write("confirm_dose_typed", dose)
        self.ask_drugs()
        self.ask_consent()
        self.press("confirm_dose_ok")
        assert not self.window.place.confirm_dose.isVisible(), self.said()

    def ask_drugs(self) -> None:
        """Neither allopurinol nor febuxostat is taken, where the dialog asks about them."""
        for drug in ("allopurinol", "febuxostat"):
            name = f"confirm_dose_asked_{drug}_no"
            if any(b.isVisible() for b in self.window.findChildren(QPushButton, name)):
                self.press(name)

    def ask_consent(self) -> None:
        """The patient agreed, where the dialog asks."""
        name = "confirm_dose_consent_yes"
        if any(b.isVisible() for b in self.window.findChildren(QPushButton, name)):
            self.press(name)

    def blood(self, alt: str, ast: str, bili: str = "10") -> None:
        """Results of today, typed with the limits of the form sheet."""
        assert self.window.conductor is not None
        self.window.conductor.add_result()
        settle()
        for name, text in (("alt", alt), ("ast", ast), ("bili", bili)):
            self.write(f"result_{name}", text)
        for name, text in (("alt", "40"), ("ast", "40"), ("bili", "21")):
            self.write(f"result_uln_{name}", text)
        self.press("save_results")
        if self.can_press("save_anyway"):
            self.press("save_anyway")
        assert "Saved:" in self.window.place.messages.text(), self.said()

    def tab(self, tab: str) -> None:
        self.window.place.page.choose(tab)
        settle()

    def at_the_calendar(self) -> MonthGrid:
        """The keyboard on the days of the calendar."""
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window, 1000)
        grid = self.window.place.calendar.grid
        grid.setFocus()
        settle()
        return grid

    def said(self) -> str:
        """What the window says now, for a failed step."""
        dialog = self.window.place.confirm_dose
        shown = [d.message.text() for d in self.window.findChildren(FormDialog) if d.isVisible()]
        if dialog.isVisible():
            shown.append(dialog.findChild(QLabel, "confirm_dose_message").text())
        return " | ".join([self.window.place.messages.text(), *shown])


def _answer_first_questions(clinic: Clinic) -> None:
    """What the clinic decided before its first patient: the first option of each question."""
    answers = {
        question.id: first_choices.Chosen(question.options[0].id, "as printed")
        for question in first_choices.QUESTIONS
    }
    first_choices.choose(
        clinic, clinic.library.find("aza-reintro-cautious"), answers,
        name="Dr Demo", role="consultant", review_by=add_months(clinic.clock.today(), 6),
    )  # fmt: skip


@cache
def _empty_office(on: dt.date) -> Path:
    """A clinic without a patient, made once for each day on which a story begins."""
    paths = ClinicPaths(Path(mkdtemp(prefix="office-")) / "data")
    clinic = create_clinic(paths, name="Clinic", clock=DayClock(on), actor=DOCTOR)
    add_user(clinic, NURSE, roles=["staff"])
    _answer_first_questions(clinic)
    clinic.close()
    return paths.root


@contextmanager
def people_at_work(
    folder: Path, qapp: QApplication, *, on: dt.date, after: Path | None = None
) -> Iterator[People]:
    """An empty clinic with a prescriber and a nurse, its window open on that day.

    after: the folder of a story that was told before and goes on here.
    """
    paths, clock = ClinicPaths(folder), DayClock(on)
    shutil.copytree(after or _empty_office(on), folder)
    state = WindowState(None)

    def usual() -> Opened:
        return Opened(open_clinic(paths, clock=clock, actor=DOCTOR), is_demo=False)

    doors = Doors(
        usual=usual,
        demo=usual,
        create=lambda *_: usual(),
        folder=lambda _path: usual(),
    )
    window = MainWindow(
        doors, Appearance(qapp, state, theme="light"), state, clock=clock, make_runner=InlineRunner
    )
    window.resize(1720, 1000)
    window.open_usual()
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 1000)
    settle()
    try:
        yield People(window, clock)
    finally:
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
