"""The first start: three choices on one page; one click shows the demo with a patient."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.doors import ShutError
from aza_desktop.gui.first_run.first_limits import FirstLimits
from aza_desktop.gui.first_run.shut_card import ShutCard
from aza_desktop.gui.parts import Choice, button, icon_label, label
from aza_desktop.gui.tall_area import TallArea
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.beginning import ROLES, Beginning
from aza_desktop.texts import tr

_WIDTH, _ALONE, _GAP, _SIDE = 300, 440, 16, 40
_BROKEN = frozenset({"damaged", "unreadable", "newer_schema"})


class FirstRunPage(QWidget):
    """Says what the program is, what it is not, and where to begin."""

    demo_requested = Signal()
    start_requested = Signal(str, str)
    """(name of the clinic, name of the user)."""
    open_requested = Signal()
    clinic_broken = Signal(object)
    """The data folder (`Path`) of a clinic whose record cannot be read."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_run_page")
        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(TallArea(page))
        body = QVBoxLayout(page)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(8)
        body.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        body.addWidget(label(tr("Azathioprine re-introduction"), size="page"), 0, middle)
        about = tr("Results in, marks out: whom to call, whose blood is due, whose dose may go up.")
        body.addWidget(label(about, tone="secondary"), 0, middle)
        body.addSpacing(20)
        self._row = row = QHBoxLayout()
        row.setSpacing(_GAP)
        self._cards = (self._demo(tokens), self._start(tokens), self._open(tokens))
        row.addStretch(1)
        for card in self._cards:
            row.addWidget(card)
        row.addStretch(1)
        body.addLayout(row)
        self._message = label(tone="critical", wrap=True)
        self._message.setObjectName("first_run_message")
        self._message.setAlignment(middle)
        body.addWidget(self._message)
        self.shut = ShutCard(tokens)
        self.shut.hide()
        body.addWidget(self.shut, 0, middle)
        body.addStretch(3)
        note = tr(
            "Decision support only: it never changes a dose, and a person confirms every step. "
            "Verify against the primary sources. Works offline; nothing leaves this computer."
        )
        footer = label(note, size="small", tone="muted", wrap=True)
        footer.setAlignment(middle)
        body.addWidget(footer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        """Side by side, or below one another where letters are too large for three columns."""
        width, room = fonts.scaled(_WIDTH), self.width() - 2 * _SIDE
        beside = len(self._cards) * width + 2 * _GAP <= room
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if beside else down)
        width = width if beside else min(fonts.scaled(_ALONE), room)
        spare = 0 if beside else (room - width) // 2
        self._row.setContentsMargins(spare, 0, spare, 0)
        for card in self._cards:
            card.setFixedWidth(width)

    def say(self, text: str) -> None:
        """Why something could not be begun."""
        self._message.setText(text)

    def read_error(self, error: UserError) -> str:
        """The sentences of an error; where a clinic is broken, its backups are offered below."""
        self.shut.hide()
        if isinstance(error, ShutError) and error.code in _BROKEN:
            self.clinic_broken.emit(error.root)
        return error.as_text()

    def _demo(self, tokens: Tokens) -> QFrame:
        card, inner = _card("eye", tr("Look around"), tokens)
        text = tr("Invented patients, one or more for every kind of attention. Nothing is real.")
        inner.addWidget(label(text, tone="secondary", wrap=True))
        inner.addStretch(1)
        go = button(tr("Look around with demo data"), tokens, role="primary", name="first_run_demo")
        go.clicked.connect(self.demo_requested)
        inner.addWidget(go)
        return card

    def _start(self, tokens: Tokens) -> QFrame:
        card, inner = _card("building-2", tr("Start for my clinic"), tokens)
        self._clinic = QLineEdit()
        self._clinic.setObjectName("first_run_clinic")
        self._clinic.setPlaceholderText(tr("Name of the clinic"))
        self._clinic.setAccessibleName(tr("Name of the clinic"))
        self._user = QLineEdit()
        self._user.setObjectName("first_run_user")
        self._user.setPlaceholderText(tr("Your name"))
        self._user.setAccessibleName(tr("Your name"))
        text = tr("An empty clinic on this computer. You keep it, and say who else works in it.")
        inner.addWidget(label(text, tone="secondary", wrap=True))
        inner.addWidget(self._clinic)
        inner.addWidget(self._user)
        self._role = Choice("first_run_role", tr("Your role"), tokens)
        for name, _roles in ROLES:
            self._role.addItem(tr(name))
        self._role.setPlaceholderText(tr("Your role: choose"))
        self._role.setCurrentIndex(-1)
        self._role.currentIndexChanged.connect(lambda _place: self._look())
        inner.addWidget(self._role)
        self.laboratory = FirstLimits(tokens)
        self.laboratory.typed.connect(self._look)
        inner.addWidget(self.laboratory)
        inner.addStretch(1)
        self._go = button(tr("Start"), tokens, name="first_run_start")
        self._go.setEnabled(False)
        self._go.clicked.connect(self._begin)
        for edit in (self._clinic, self._user):
            edit.textChanged.connect(self._look)
            edit.returnPressed.connect(self._begin)
        inner.addWidget(self._go)
        return card

    def _open(self, tokens: Tokens) -> QFrame:
        card, inner = _card("folder-open", tr("Open"), tokens)
        text = tr("A clinic that lies in another folder: choose the folder with its clinic.db.")
        inner.addWidget(label(text, tone="secondary", wrap=True))
        inner.addStretch(1)
        go = button(tr("Choose a folder…"), tokens, name="first_run_open")
        go.clicked.connect(self.open_requested)
        inner.addWidget(go)
        return card

    def roles(self) -> tuple[str, ...]:
        """Of whoever begins a clinic."""
        return ROLES[max(self._role.currentIndex(), 0)][1]

    def beginning(self) -> Beginning:
        """What was said of the laboratory."""
        return self.laboratory.beginning()

    def _look(self) -> None:
        named = self._clinic.text().strip() and self._user.text().strip()
        chosen = self._role.currentIndex() >= 0
        self._go.setEnabled(bool(named) and chosen and not self.beginning().wrong)

    def _begin(self) -> None:
        if self._go.isEnabled():
            self.start_requested.emit(self._clinic.text().strip(), self._user.text().strip())


def _card(icon_name: str, title: str, tokens: Tokens) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("role", "card")
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    card.setAccessibleName(title)
    card.setMinimumHeight(240)
    inner = QVBoxLayout(card)
    inner.setContentsMargins(20, 20, 20, 20)
    inner.setSpacing(10)
    inner.addWidget(icon_label(icon_name, tokens, tone="accent", size=28))
    inner.addWidget(label(title, size="title"))
    return card, inner
