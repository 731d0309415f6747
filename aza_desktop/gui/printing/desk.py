"""Prints: the patient's calendar (Ctrl+P), summary, blood test slip, and today's call sheet.

Every sheet is seen before it leaves, and recorded before it is sent: who, when, what.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from aza_desktop.clinical.paper import SheetKind
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui import paper, parts
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.paper import Paper
from aza_desktop.gui.printing.home_line import HomeLine
from aza_desktop.gui.printing.outlets import SYSTEM, Outlets
from aza_desktop.gui.printing.preview import Prepare, PreviewDialog
from aza_desktop.gui.viewmodels.forms import who_of
from aza_desktop.gui.viewmodels.home_sheet import home_sheet_line
from aza_desktop.gui.viewmodels.patient_file import FileLike, is_judged
from aza_desktop.gui.viewmodels.patient_words import phone_words
from aza_desktop.gui.viewmodels.summary import build_summary
from aza_desktop.gui.viewmodels.trend import TrendOptions, build_trend
from aza_desktop.reports.document import Picture
from aza_desktop.services import sheets
from aza_desktop.services.clinic_settings import clinic_card
from aza_desktop.services.reading import PatientFile
from aza_desktop.services.sheets import PRINTED, SAVED, Prepared
from aza_desktop.texts import ntr, tr

CHART_INCHES = (7.2, 3.3)


class Printing(Desk):
    """Everything on paper. outlets: where pages go; tests give their own."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.outlets: Outlets = SYSTEM
        place, tokens = around.place, around.tokens()
        self.print_calendar = parts.button(
            "",
            tokens,
            role="ghost",
            icon_name="printer",
            name="calendar_print",
            help_text=tr("Print the patient's calendar (Ctrl+P)"),
        )
        self.print_calendar.clicked.connect(lambda: self.preview(SheetKind.CALENDAR))
        place.calendar.head.addWidget(self.print_calendar)
        self.print_today = parts.button(
            "",
            tokens,
            role="ghost",
            icon_name="printer",
            name="worklist_print",
            help_text=tr("Print today's call sheet"),
        )
        self.print_today.clicked.connect(lambda: self.preview(SheetKind.CALL_SHEET))
        place.worklist.find_row.addWidget(self.print_today)
        self.lines = (HomeLine("home_sheet", tokens), HomeLine("calendar_home_sheet", tokens))
        place.findings.body.insertWidget(1, self.lines[0])
        place.calendar.body.insertWidget(1, self.lines[1])
        for line in self.lines:
            line.print_requested.connect(lambda: self.preview(SheetKind.CALENDAR))
        self._fill_menu()

    def patient_read(self, file: PatientFile) -> None:
        """Hold the sheet at the patient's home against the plan of now."""
        session = self.around.session()
        assert session is not None
        card = clinic_card(session.clinic)
        self.around.place.findings.phones = phone_words(card.phone, card.out_of_hours)
        said = home_sheet_line(file, sheets.home_sheet(session.clinic, file))
        for line in self.lines:
            line.show_line(said)

    def clinic_closed(self) -> None:
        for line in self.lines:
            line.show_line(None)

    def apply_tokens(self, tokens: Tokens) -> None:
        super().apply_tokens(tokens)
        for line in self.lines:
            line.apply_tokens(tokens)

    def _fill_menu(self) -> None:
        menus = self.around.menus
        menu = menus.menu("file")
        first = menu.actions()[-1]
        menus.add(menu, tr("&Print…"), self.print_what_is_open, "Ctrl+P")
        menus.add(
            menu, tr("Print today's &call sheet…"), partial(self.preview, SheetKind.CALL_SHEET)
        )
        for action in (*menu.actions()[-2:], menu.addSeparator()):
            menu.insertAction(first, action)
        patient = menus.menu("patient")
        patient.addSeparator()
        menus.add(
            patient,
            tr("Print the summ&ary…"),
            partial(self.preview, SheetKind.SUMMARY),
            "Ctrl+Shift+P",
        )
        menus.add(
            patient,
            tr("Print the slip of a blood &test…"),
            partial(self.preview, SheetKind.LAB_SLIP),
        )

    def print_what_is_open(self) -> None:
        """The open patient's calendar; without a patient today's list."""
        session = self.around.session()
        open_ = session is not None and session.file is not None
        self.preview(SheetKind.CALENDAR if open_ else SheetKind.CALL_SHEET)

    def preview(self, kind: SheetKind) -> PreviewDialog | None:
        """Show a sheet as it would be printed."""
        session = self.around.session()
        if session is None:
            return None
        file = session.file
        if file is None and kind is not SheetKind.CALL_SHEET:
            self.around.open_file()
            return None
        who = who_of(file.record, file.as_of).line if file is not None else ""
        return self._open(self._choices(file), kind, who)

    def preview_one(self, kind: SheetKind, title: str, prepare: Prepare) -> PreviewDialog:
        """Show one sheet about the clinic, of another part of the window."""
        return self._open([(kind.value, title, prepare)], kind, "")

    # inside

    def _open(
        self, choices: list[tuple[str, str, Prepare]], kind: SheetKind, who: str
    ) -> PreviewDialog:
        shown = PreviewDialog(choices, self.around.tokens(), who, self.around.window)
        shown.print_requested.connect(partial(self._print, shown))
        shown.save_requested.connect(partial(self._save, shown))
        shown.choose(kind.value)
        shown.open()
        return shown

    def _choices(self, file: PatientFile | None) -> list[tuple[str, str, Prepare]]:
        session = self.around.session()
        assert session is not None
        clinic, demo = session.clinic, self.around.window.is_demo
        choices: list[tuple[str, str, Prepare]] = []
        if file is not None:
            choices.append((
                SheetKind.CALENDAR.value, tr("Patient's &calendar"),
                lambda: sheets.calendar_sheet(clinic, file, demo=demo),
            ))  # fmt: skip
            choices.append((SheetKind.SUMMARY.value, tr("&Summary"), partial(self._summary, file)))
            choices.append(
                (
                    SheetKind.LAB_SLIP.value,
                    tr("&Blood test slip"),
                    lambda: sheets.lab_slip(clinic, file, demo=demo),
                )
            )
        choices.append((
            SheetKind.CALL_SHEET.value, tr("Call sheet of &today"),
            lambda: sheets.call_sheet(clinic, demo=demo),
        ))  # fmt: skip
        return choices

    def _summary(self, file: PatientFile) -> Prepared:
        """The summary with its chart as vectors. Raises UserError where nothing was judged."""
        session = self.around.session()
        assert session is not None
        stamp = sheets.stamp_of(session.clinic, file, demo=self.around.window.is_demo)
        if not is_judged(file):
            raise UserError(
                "not_offered",
                tr("No summary can be printed"),
                why=tr("the patient's protocol cannot be loaded, so nothing was checked"),
                remedy=tr("Restore the protocol first"),
            )
        return Prepared(build_summary(file, stamp, chart=_chart(file)), file.record.id)

    def _print(self, shown: PreviewDialog, prepared: Prepared, pages: Paper) -> None:
        try:
            send = self.outlets.ask_printer(pages, shown)
            if send is None:
                return
            self._record(prepared, pages, PRINTED)
        except UserError as error:
            shown.say(error.as_text(joint=":"))
            return
        send()
        shown.accept()
        self._tell(tr("Printed: {title}"), prepared, pages)

    def _save(self, shown: PreviewDialog, prepared: Prepared, pages: Paper) -> None:
        path = self.outlets.ask_file(pages, self._suggested(prepared), shown)
        if path is None:
            return
        try:
            made = paper.pdf_bytes(pages)
            self._record(prepared, pages, SAVED)
            path.write_bytes(made)
        except UserError as error:
            shown.say(error.as_text(joint=":"))
        except OSError as error:
            shown.say(tr("Not saved: {why}").format(why=error.strerror or ""))
        else:
            shown.accept()
            self._tell(
                tr("Saved as {path}: {{title}}. The file is not protected: keep it safe.").format(
                    path=path.name
                ),
                prepared,
                pages,
            )

    def _record(self, prepared: Prepared, pages: Paper, way: str) -> None:
        session = self.around.session()
        assert session is not None
        session.record(
            lambda clinic: sheets.record_sheet(clinic, prepared, way=way, pages=len(pages.pages))
        )

    def _tell(self, said: str, prepared: Prepared, pages: Paper) -> None:
        count = ntr("{n} page", "{n} pages", len(pages.pages)).format(n=len(pages.pages))
        self.around.tell(said.format(title=f"{prepared.sheet.title}, {count}"))

    def _suggested(self, prepared: Prepared) -> str:
        """A name for the file: what it is, whose number, which day; never a patient's name."""
        session = self.around.session()
        assert session is not None
        file = session.file
        number = file.record.identity.number if file is not None and prepared.patient_id else ""
        safe = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in number)
        kind = prepared.sheet.kind.value.replace("_", "-")
        parts_ = (kind, safe, session.today().isoformat())
        return str(Path("-".join(part for part in parts_ if part)).with_suffix(".pdf"))


def _chart(file: FileLike) -> Picture:
    """The trend of the last year, or of all that is recorded where that is less."""
    from aza_desktop.drawing.export import trend_svg  # noqa: PLC0415 - brings matplotlib

    model = build_trend(file, options=TrendOptions(span="1y"))
    wide, high = CHART_INCHES
    return Picture(
        trend_svg(model, inches=CHART_INCHES), round(1000 * high / wide), model.description
    )
