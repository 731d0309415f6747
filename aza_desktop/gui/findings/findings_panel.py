"""The panel of findings: cards, worst first, what comes up, and where the protocol stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.findings.card_view import CardView
from aza_desktop.gui.findings.closed_list import ClosedList
from aza_desktop.gui.findings.sign_off_steps import SignOffSteps
from aza_desktop.gui.findings.standing_of import standing_of
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.speech import announce
from aza_desktop.gui.tall_area import TallArea
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.findings import FindingsModel, build_findings
from aza_desktop.gui.viewmodels.patient_file import OpenFile, is_judged
from aza_desktop.gui.viewmodels.patient_words import (
    CLINICIAN,
    PATIENT,
    in_patient_words,
    phone_words,
)
from aza_desktop.texts import tr

_OPEN, _COMING_UP = "acknowledge_mark", "coming_up_add_result"
_LOW = 330


class FindingsPanel(parts.Card):
    """Every mark of the open patient with its why and source."""

    acknowledge_requested = Signal(str)
    stop_requested = Signal()
    confirm_requested = Signal()
    action_requested = Signal(str)
    add_result_requested = Signal()
    source_requested = Signal(str, str)
    log_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("Findings"), parent)
        self.setObjectName("findings_panel")
        self._tokens = tokens
        self._model: FindingsModel | None = None
        self._patient: str | None = None
        self._words = CLINICIAN
        self.phones = phone_words("", "")
        self.cards: list[CardView] = []
        self._closed: tuple[tuple[str, str], ...] = ()
        self._closed_open = False
        self._closed_list: ClosedList | None = None
        self.readers = self._make_readers(tokens)
        self.body.insertWidget(0, self._make_head())
        self.body.setSpacing(8)
        self.body.addWidget(self._make_scroll(), 1)
        self.standing = parts.label(size="small", tone="secondary", wrap=True)
        self.standing.setObjectName("not_covered")
        self.standing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.standing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._standing_row = QWidget()
        line = QHBoxLayout(self._standing_row)
        line.setContentsMargins(2, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(parts.icon_label("info", tokens, tone="warning", size=14))
        line.addWidget(self.standing, 1)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self._standing_row)
        foot.addWidget(self._make_sign_off(tokens))
        self.body.addWidget(self._foot)
        self.acknowledge = parts.button(tr("Acknowledge…"), tokens, name="acknowledge_mark")
        self.acknowledge.setParent(self)
        self.acknowledge.hide()  # it only keeps the name while there is no mark to answer
        self.word_for(CLINICIAN)
        self.show_nothing()

    def _make_head(self) -> QWidget:
        """Title, switch and count in one row, in two where the words are longer."""
        head = QWidget()
        flow = FlowLayout(head, gap=8, line_gap=4)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.addWidget(self.title)
        flow.addWidget(self.readers)
        flow.push_right()
        flow.addWidget(self.note)
        return head

    def _make_readers(self, tokens: Tokens) -> QWidget:
        """For whom the cards are worded: the clinician, or a patient who looks at the screen."""
        row, self._readers = parts.segments(
            ((tr("Clinician"), CLINICIAN), (tr("Patient"), PATIENT)), tokens, what=tr("Words for")
        )
        for one in self._readers.buttons():
            one.setObjectName(f"words_{one.property('key')}")
        self._readers.buttonClicked.connect(lambda one: self.word_for(one.property("key")))
        return row

    def word_for(self, reader: str) -> None:
        """Show the cards in the words for that reader."""
        self._words = reader
        for one in self._readers.buttons():
            one.setChecked(one.property("key") == reader)
        if self._model is not None:
            self._show(self._model)

    def _make_scroll(self) -> QScrollArea:
        self._page = QWidget()
        self._rows = QVBoxLayout(self._page)
        self._rows.setContentsMargins(0, 0, 2, 0)
        self._rows.setSpacing(8)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._rows.addLayout(self._list, 1)
        self.scroller = TallArea(self._page)
        return self.scroller

    def _make_sign_off(self, tokens: Tokens) -> QFrame:
        self._sign_off = QFrame()
        self._sign_off.setProperty("role", "tint")
        self._sign_off.setObjectName("protocol_sign_off")
        rows = QVBoxLayout(self._sign_off)
        rows.setContentsMargins(11, 8, 10, 8)
        rows.setSpacing(4)
        self.protocol = parts.label(size="strong", wrap=True)
        self.steps = SignOffSteps(tokens)
        self.approval = parts.label(size="small", tone="secondary", wrap=True)
        for widget in (self.protocol, self.steps, self.approval):
            rows.addWidget(widget)
        return self._sign_off

    @property
    def model(self) -> FindingsModel | None:
        return self._model

    def show_file(self, file: OpenFile) -> None:
        """Show a patient; the same patient keeps the place that was scrolled to."""
        if not is_judged(file):
            self.show_nothing(
                tr("The rules could not run: the patient's protocol cannot be loaded."),
                tone="critical",
            )
            return
        same = self._patient == file.record.id
        if not same:
            self._closed, self._closed_open = (), False
            self._model = None
            self.word_for(CLINICIAN)
        self._patient = file.record.id
        place = self.scroller.verticalScrollBar().value() if same else 0
        self._show(build_findings(file, standing_of(file)))
        self.scroller.verticalScrollBar().setValue(place)

    def show_closed(self, lines: tuple[tuple[str, str], ...]) -> None:
        """What was closed in the last days: (day, sentence); it stands below what comes up."""
        if lines == self._closed or self._model is None:
            return
        self._closed = lines
        if self._closed_list is not None:
            self._list.removeWidget(self._closed_list)
            self._closed_list.hide()
            self._closed_list.deleteLater()
            self._closed_list = None
        if lines:
            made = self._make_closed()
            self._list.insertWidget(self._list.indexOf(self._checked), made)
            made.show()
        self.scroller.fit()

    def show_nothing(self, why: str = "", *, tone: str = "secondary") -> None:
        """No patient is open, or none that could be judged."""
        self._model = self._patient = None
        self._clear()
        self.note.setText("")
        self._standing_row.hide()
        self._sign_off.hide()
        self._list.addWidget(parts.label(why or tr("No patient open"), tone=tone, wrap=True))
        self._list.addStretch(1)
        self.setAccessibleDescription(why or tr("No patient open"))

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        self._show_foot()
        self.steps.apply_tokens(tokens)
        parts.retint(self, tokens)
        if self._model is not None:
            self._show(self._model)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_foot()

    def _show_foot(self) -> None:
        """Where the panel is low, only the protocol's standing is said, behind the cards."""
        self.setMinimumWidth(fonts.scaled(268))
        is_low = self.height() < fonts.scaled(_LOW)
        home = self._rows if is_low else self.body
        if home.indexOf(self._foot) < 0:
            home.addWidget(self._foot)
        for each in (self.protocol, self.steps):
            each.setHidden(is_low)

    def _clear(self) -> None:
        self._closed_list = None
        self._name_open(None)
        self.cards.clear()
        parts.clear(self._list)

    def _show(self, model: FindingsModel) -> None:
        self._model = model
        self._clear()
        self.note.setText(model.count)
        self.setAccessibleDescription(model.spoken)
        if model.empty:
            self._list.addLayout(self._empty(model))
        cards = model.cards
        if self._words == PATIENT:
            cards = in_patient_words(cards, self.phones)
        for card in cards:
            view = CardView(card, self._tokens, self._page)
            view.answer_requested.connect(self.acknowledge_requested)
            view.stop_requested.connect(self.stop_requested)
            view.opened.connect(self._name_open)
            view.confirm_requested.connect(self.confirm_requested)
            view.action_requested.connect(self.action_requested)
            view.add_result_requested.connect(self.add_result_requested)
            view.source_requested.connect(self.source_requested)
            view.move_requested.connect(self._move)
            self.cards.append(view)
            self._list.addWidget(view)
        self._name_open(next((view for view in self.cards if view.answer is not None), None))
        self._list.addWidget(self._upcoming(model))
        if self._closed:
            self._list.addWidget(self._make_closed())
        self._checked = parts.label(model.checked, size="small", tone="muted", wrap=True)
        self._list.addWidget(self._checked)
        self._list.addStretch(1)
        self.standing.setText(model.not_covered)
        self._standing_row.setVisible(bool(model.not_covered))
        self._sign_off.show()
        self.protocol.setText(tr("Protocol: {title}").format(title=model.sign_off.title))
        self.protocol.setToolTip(model.sign_off.name)
        self.steps.show_sign_off(model.sign_off)
        self.approval.setText(model.sign_off.words)
        self.scroller.fit()

    def _make_closed(self) -> ClosedList:
        made = ClosedList(self._closed, self._tokens, is_open=self._closed_open)
        made.toggled.connect(self._keep_closed_open)
        made.log_requested.connect(self.log_requested)
        self._closed_list = made
        return made

    def _keep_closed_open(self, is_open: bool) -> None:
        self._closed_open = is_open

    def _empty(self, model: FindingsModel) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(parts.icon_label("circle-check", self._tokens, tone="ok", size=17))
        line.addWidget(parts.label(model.empty, size="card"), 1)
        return line

    def _upcoming(self, model: FindingsModel) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(2, 4, 2, 0)
        rows.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(parts.label(tr("Coming up"), size="card"))
        head.addStretch(1)
        add = parts.button(
            tr("Add result"),
            self._tokens,
            role="ghost",
            icon_name="plus",
            name=_COMING_UP,
            help_text=tr("Type the results of a blood test (Ctrl+R)"),
        )
        add.clicked.connect(self.add_result_requested)
        head.addWidget(add)
        rows.addLayout(head)
        if not model.upcoming:
            rows.addWidget(parts.label(tr("Nothing is scheduled"), tone="secondary"))
        for item in model.upcoming:
            line = QHBoxLayout()
            line.setSpacing(7)
            icon = parts.icon_label(item.icon, self._tokens, tone=item.tone, size=14)
            line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            day = parts.label(item.day, size="strong")
            line.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(parts.label(item.text, tone="secondary", wrap=True), 1)
            rows.addLayout(line)
        return made

    def _move(self, view: CardView, step: int) -> None:
        """Move the focus to the next or previous card."""
        wanted = self.cards.index(view) + step
        if 0 <= wanted < len(self.cards):
            self.cards[wanted].setFocus(Qt.FocusReason.TabFocusReason)
            self.scroller.ensureWidgetVisible(self.cards[wanted])

    def _name_open(self, opened: CardView | None) -> None:
        """The answer button of the open card is the one that keys and tools know by name."""
        if opened is not None and opened.answer is None:
            return
        for view in self.cards:
            if view.answer is not None:
                view.answer.setObjectName(_OPEN if view is opened else "finding_answer")
        self.acknowledge.setObjectName(_OPEN if opened is None else "no_mark_to_answer")

    def answer_first(self) -> None:
        """Wish to answer the gravest mark; answers are given in the clinician's words."""
        if self._words == PATIENT:
            self.word_for(CLINICIAN)
        for view in self.cards:
            if view.answer is not None:
                self.acknowledge_requested.emit(view.card.code)
                return

    def focus_first(self) -> None:
        """Bring the keyboard to the gravest card, else to what comes up; say how many there are."""
        first = self.cards[0] if self.cards else self.findChild(QPushButton, _COMING_UP)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        announce(self, f"{self.accessibleName()}. {self.accessibleDescription()}")
