"""The overrides of a week: a page, a sheet, a CSV, and a line that asks to read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from aza_desktop.clinical.dates import add_days, show
from aza_desktop.clinical.paper import SheetKind
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.day_watch import DayWatch
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.overrides.page import OverridesPage
from aza_desktop.gui.printing.desk import Printing
from aza_desktop.gui.standing_strip import StandingStrip
from aza_desktop.gui.viewmodels import overrides as words
from aza_desktop.gui.viewmodels.overrides import OverrideRow
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.reports.override_sheet import build_override_sheet
from aza_desktop.services import override_report, sheets
from aza_desktop.services.override_report import WEEK_DAYS, OverrideReport
from aza_desktop.services.sheets import Prepared
from aza_desktop.texts import tr

VIEW = "overrides"


class Overrides(Desk):
    """Shows the last seven days unless others are wished; reading them is recorded."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        tokens = around.tokens()
        self.page = OverridesPage(tokens)
        self.add_page(VIEW, self.page)
        self._days: tuple[dt.date, dt.date] | None = None
        self._report: OverrideReport | None = None
        self._printing: Printing | None = None
        for wish, slot in (
            (self.page.closed, around.place.leave_all_patients),
            (self.page.days_wished, self._show_days),
            (self.page.week_wished, self._show_week),
            (self.page.read_wished, self.mark_read),
            (self.page.print_wished, self._print),
            (self.page.save_wished, self._export),
            (self.page.patient_wished, self._open_patient),
        ):
            wish.connect(slot)
        self.strip = StandingStrip(
            "overrides_strip", tr("Read the overrides"), tokens, icon_name="list-checks",
            kind="notice",
        )  # fmt: skip
        around.place.add_strip(self.strip)
        self.strip.wished.connect(self._show_unread)
        around.window.status.user_chosen.connect(self.look)
        self._watch = DayWatch(around.clock, self)
        self._watch.day_changed.connect(lambda _day: self.look())
        menus = around.menus
        menus.add(menus.menu("tools"), tr("&Overrides of a week…"), lambda: self.show(VIEW))

    def prints_with(self, printing: Printing) -> None:
        """Where sheets are seen before they leave."""
        self._printing = printing

    def clinic_opened(self) -> None:
        """Ask whoever answers for overrides; what is in sight is read with the lists."""
        self._days = None
        session = self.around.session()
        assert session is not None
        session.worklist_read.connect(lambda _list: self._follow())
        self.look()

    def clinic_closed(self) -> None:
        """Nothing of a clinic stays in sight."""
        self._days, self._report = None, None
        self.strip.say("")
        self.page.show_rows((), note="", often="", days=("", ""))

    def apply_tokens(self, tokens: Tokens) -> None:
        """The page and the strip in another theme."""
        super().apply_tokens(tokens)
        self.strip.apply_tokens(tokens)

    def look(self, user: str | None = None) -> None:
        """Say what waits to be read by this user, else the present one, if anything does."""
        session = self.around.session()
        if session is None:
            return
        clinic = session.clinic if user is None else replace(session.clinic, actor=user)
        self.strip.say(words.reminder(override_report.unread(clinic)))

    def fill(self, view: str) -> None:
        """Read the days that are wished. Raises UserError."""
        session = self.around.session()
        if session is None or view != VIEW:
            return
        since, until = self._days or (None, None)
        report = override_report.override_report(session.clinic, since=since, until=until)
        self._report = report
        often = "  ·  ".join(f"{name}: {count}" for name, count in words.by_mark(report))
        self.page.show_rows(
            words.build_rows(report),
            note=words.counted(report),
            often=often,
            days=(show(report.since), show(report.until)),
        )
        self.page.read.setEnabled(override_report.may_read(session.clinic))

    def mark_read(self) -> None:
        """The present user has read what is shown."""
        session = self.around.session()
        if session is None or self._report is None:
            return
        try:
            override_report.mark_read(session.clinic, self._report)
        except UserError as error:
            self.around.tell_error(error)
            return
        said = tr("Recorded: {who} has read the overrides up to {day}.")
        self.around.tell(said.format(who=session.clinic.actor, day=show(self._report.until)))
        self.look()

    def save(self, path: Path) -> None:
        """Write what is shown as CSV; that it left is recorded first."""
        session, report = self.around.session(), self._report
        if session is None or report is None:
            return

        def write() -> None:
            override_report.note_export(session.clinic, lines=len(report.lines))
            path.write_text(override_report.report_csv(report), encoding="utf-8", newline="")

        if self.around.place.messages.carried_out(write):
            said = tr("Saved {n} entries as {path}. The file is not protected: keep it safe.")
            self.around.tell(said.format(n=len(report.lines), path=path.name))

    # inside

    def _follow(self) -> None:
        if self.page.isVisible():
            self.fill(VIEW)

    def _show_days(self, since: str, until: str) -> None:
        session = self.around.session()
        if session is None:
            return
        today = session.today()
        first, last = read_date(since, today), read_date(until, today)
        if first is None or last is None or first > last:
            self.page.refuse(tr("Type two days, the earlier first: -7 and today, or 15-Nov-2025."))
            return
        self._days = (first, last)
        self.show(VIEW)

    def _show_week(self, weeks: int) -> None:
        session, report = self.around.session(), self._report
        if session is None or report is None:
            return
        last = min(add_days(report.until, weeks * WEEK_DAYS), session.today())
        self._days = (add_days(last, 1 - WEEK_DAYS), last)
        self.show(VIEW)

    def _show_unread(self) -> None:
        session = self.around.session()
        waiting = override_report.unread(session.clinic) if session is not None else None
        if waiting is not None:
            self._days = (waiting.since, waiting.until)
        self.show(VIEW)

    def _open_patient(self, row: OverrideRow) -> None:
        session = self.around.session()
        if session is not None:
            self.around.place.leave_all_patients()
            session.open_patient(row.patient_id)

    def _print(self) -> None:
        session, report = self.around.session(), self._report
        if session is None or report is None or self._printing is None:
            return
        demo = self.around.window.is_demo

        def prepare() -> Prepared:
            stamp = sheets.stamp_of(session.clinic, demo=demo)
            return Prepared(build_override_sheet(words.on_paper(report), stamp))

        self._printing.preview_one(SheetKind.OVERRIDES, tr("&Overrides"), prepare)

    def _export(self) -> None:
        wanted, _kind = QFileDialog.getSaveFileName(
            self.around.window, tr("Save the overrides"), tr("overrides") + ".csv", "CSV (*.csv)"
        )
        if wanted:
            self.save(Path(wanted))
