"""The preview: what will leave the program, page by page, before anything leaves it.

Enter prints, Esc closes. It writes nothing; a sheet that may not be made says why in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui import paper, parts
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.paper import Paper
from aza_desktop.gui.prose import OneLine
from aza_desktop.gui.theme import fonts
from aza_desktop.reports.document import words_of
from aza_desktop.services.sheets import Prepared
from aza_desktop.texts import ntr, tr

Prepare = Callable[[], Prepared]
"""Puts a sheet together from the record. Raises UserError."""

_PAGE, _LANDSCAPE = 560, 800
_SIDE = 20


class PreviewDialog(QDialog):
    """One window for every sheet of the open patient and of today.

    print_requested and save_requested carry the prepared sheet and its pages.
    """

    print_requested = Signal(object, object)
    save_requested = Signal(object, object)

    def __init__(
        self,
        choices: Sequence[tuple[str, str, Prepare]],
        tokens: Tokens,
        who: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("print_preview")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(" – ".join(filter(None, (tr("Print"), who))))
        self._tokens = tokens
        self._prepare = {key: prepare for key, _text, prepare in choices}
        self.prepared: Prepared | None = None
        self.paper: Paper | None = None
        body = QVBoxLayout(self)
        body.setContentsMargins(_SIDE, 14, _SIDE, 14)
        body.setSpacing(10)
        body.addLayout(self._head(choices, who))
        body.addWidget(self._make_pages(), 1)
        self.caution = parts.label(tone="warning", wrap=True)
        self.caution.setObjectName("print_caution")
        body.addWidget(self.caution)
        self.message = parts.label(tone="critical", wrap=True)
        self.message.setObjectName("print_message")
        self.message.hide()
        body.addWidget(self.message)
        body.addLayout(self._buttons())
        self.setMinimumSize(fonts.scaled(_PAGE + 110), 420)

    def choose(self, key: str) -> None:
        """Show one of the sheets."""
        for one in self._kinds.buttons():
            one.setChecked(one.property("key") == key)
        self.message.hide()
        try:
            prepared = self._prepare[key]()
        except UserError as error:
            self._show_refusal(error)
            return
        self.prepared = prepared
        self.paper = paper.lay_out(prepared.sheet)
        self._show_paper(self.paper)

    def say(self, text: str) -> None:
        """What went wrong while printing or saving; the preview stays."""
        self.message.setText(text)
        self.message.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.print_button.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    # inside

    def _head(self, choices: Sequence[tuple[str, str, Prepare]], who: str) -> FlowLayout:
        line = FlowLayout(gap=12)
        row, self._kinds = parts.segments(
            tuple((text, key) for key, text, _prepare in choices), self._tokens, what=tr("Sheet")
        )
        for one, (key, text, _prepare) in zip(self._kinds.buttons(), choices, strict=True):
            one.setObjectName(f"print_{key}")
            one.setAccessibleName(text.replace("&", ""))
            one.setMinimumWidth(one.sizeHint().width() + 18)  # the chosen one is bolder
            one.clicked.connect(lambda _=False, key=key: self.choose(key))
        line.addWidget(row)
        line.push_right()
        self.count = OneLine(who)
        parts.set_look(self.count, lettering="strong")
        line.addWidget(self.count)
        return line

    def _make_pages(self) -> QScrollArea:
        self.scroller = QScrollArea()
        self.scroller.setObjectName("print_pages")
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._column = QWidget()
        self._column.setProperty("role", "page")
        self._pages = QVBoxLayout(self._column)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.setSpacing(12)
        self.scroller.setWidget(self._column)
        return self.scroller

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.pages_told = parts.label(size="small", tone="secondary")
        line.addWidget(self.pages_told)
        line.addStretch(1)
        close = parts.button(tr("Close"), self._tokens, name="print_close")
        close.clicked.connect(self.reject)
        self.save_button = parts.button(
            tr("&Save as PDF…"), self._tokens, icon_name="download", name="print_save"
        )
        self.save_button.clicked.connect(
            lambda: self.save_requested.emit(self.prepared, self.paper)
        )
        self.print_button = parts.button(
            tr("&Print"), self._tokens, role="primary", icon_name="printer", name="print_now"
        )
        self.print_button.setDefault(True)
        self.print_button.setShortcut(QKeySequence.StandardKey.Print)
        self.print_button.clicked.connect(
            lambda: self.print_requested.emit(self.prepared, self.paper)
        )
        for widget in (close, self.save_button, self.print_button):
            line.addWidget(widget)
        return line

    def _show_refusal(self, error: UserError) -> None:
        self.prepared = self.paper = None
        parts.clear(self._pages)
        self.caution.hide()
        self.pages_told.setText(tr("Nothing to print"))
        self._pages.addWidget(
            parts.icon_label("octagon-alert", self._tokens, tone="warning", size=22)
        )
        for text, size in ((error.what, "list"), (error.why, ""), (error.remedy, "")):
            said = parts.label(text[:1].upper() + text[1:] + ".", size=size, wrap=True)
            said.setObjectName("print_refused" if size else "")
            self._pages.addWidget(said)
        self._pages.addStretch(1)
        self._enable(on=False)

    def _show_paper(self, shown: Paper) -> None:
        parts.clear(self._pages)
        width = _LANDSCAPE if shown.sheet.landscape else _PAGE
        ratio = self.devicePixelRatioF()
        for number in range(len(shown.pages)):
            image = paper.page_image(shown, number, width_px=round(width * ratio))
            page = QLabel()
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            page.setPixmap(pixmap)
            page.setAccessibleName(tr("Page {n}").format(n=number + 1))
            self._pages.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._pages.addStretch(1)
        self.scroller.setAccessibleName(shown.sheet.title)
        self.scroller.setAccessibleDescription(". ".join(words_of(shown.sheet)))
        self.scroller.verticalScrollBar().setValue(0)
        said = ntr("{n} page A4", "{n} pages A4", len(shown.pages))
        self.pages_told.setText(said.format(n=len(shown.pages)))
        self.caution.setText("\n".join(shown.sheet.cautions))
        self.caution.setVisible(bool(shown.sheet.cautions))
        self._enable(on=True)
        self.resize(fonts.scaled(width + 110), self._fitting_height())

    def _fitting_height(self) -> int:
        """As high as the window behind allows."""
        behind = self.parentWidget()
        room = behind.window().height() if behind is not None else 900
        return max(min(room - 40, 980), 480)

    def _enable(self, *, on: bool) -> None:
        for each in (self.print_button, self.save_button):
            each.setEnabled(on)
