"""A finding as a card: bar, icon, title, chip; rows of words that can be selected and copied."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.viewmodels.finding_card import CardAction, FindingCard
from aza_desktop.gui.viewmodels.findings import article
from aza_desktop.texts import tr

_BAR = 4.0
_RADIUS = 6.0
_LEAST = 60
"""Words wrap down to this width in pixels, so that no long title widens the panel."""
_LAB_CODES = frozenset(
    {
        "LFT_OVERDUE", "LFT_INCOMPLETE", "LFT_NOT_SINCE_STEP", "BILI_MISSING", "BILI_UNPAIRED",
        "X_STEP_TEST_TOO_SOON", "X_STEP_TEST_OLD", "X_COUNT_MISSING",
        "X_FIRST_TEST_MISSING", "X_SETS_TOO_FEW",
    }
)  # fmt: skip


class CardView(QFrame):
    """One card. The panel moves the focus between cards; Enter opens and closes one."""

    answer_requested = Signal(str)
    """The mark's code: somebody wants to decide, or to say that it was seen."""
    stop_requested = Signal()
    opened = Signal(object)
    confirm_requested = Signal()
    action_requested = Signal(str)
    """The key of one of the card's own actions."""
    add_result_requested = Signal()
    source_requested = Signal(str, str)
    move_requested = Signal(object, int)

    def __init__(self, card: FindingCard, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self._tokens = tokens
        self._more: list[QWidget] = []
        self.answer: QPushButton | None = None
        self.setObjectName("finding_card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(card.spoken)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 9, 6, 9)
        rows.setSpacing(4)
        rows.addLayout(self._head(card, tokens))
        for name, text in card.rows:
            rows.addWidget(self._row(name, text))
        if card.rule:
            rows.addWidget(self._rule(card))
        if card.conflict:
            rows.addWidget(self._row("", card.conflict, small=True))
        for name, text in card.more:
            line = self._row(name, text, small=True)
            line.hide()
            self._more.append(line)
            rows.addWidget(line)
        buttons = self._buttons(card, tokens)
        if buttons is not None:
            rows.addSpacing(3)
            rows.addLayout(buttons)

    def _head(self, card: FindingCard, tokens: Tokens) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(
            parts.icon_label(card.icon, tokens, tone=card.tone, size=17),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        title = parts.label(card.title, size="card", wrap=True)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        title.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        title.setMinimumWidth(_LEAST)
        head.addWidget(title, 1)
        chip = parts.Chip(card.chip, card.kind, tokens)
        head.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _row(self, name: str, text: str, *, small: bool = False) -> QLabel:
        label = parts.label(size="small" if small else "", wrap=True)
        label.setMinimumWidth(_LEAST)
        label.setTextFormat(Qt.TextFormat.RichText)
        quiet = f'<span style="color:{self._tokens.text2}">{escape(name)}</span>'
        body = escape(text)
        if small:
            body = f'<span style="color:{self._tokens.text2}">{body}</span>'
        label.setText(f"{quiet}&nbsp; {body}" if name else body)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return label

    def _rule(self, card: FindingCard) -> QLabel:
        label = self._row("", card.rule, small=True)
        links = ", ".join(
            f'<a href="{escape(source.id)}" style="color:{self._tokens.accent};'
            f'text-decoration:none">{escape(article(source))}</a>'
            for source in card.sources
        )
        if links:
            label.setText(f"{label.text()} · {links}")
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            label.setAccessibleName(tr("Rule and source: {rule}").format(rule=card.rule))
            label.setToolTip("\n".join(f"{s.title}: {s.address}" for s in card.sources))
            label.linkActivated.connect(self._open_source)
        return label

    def _buttons(self, card: FindingCard, tokens: Tokens) -> FlowLayout | None:
        made: list[QWidget] = []
        if card.answer:
            self.answer = self._answer_button(card, tokens)
            made.append(self.answer)
        if card.can_stop:
            stop = parts.button(
                tr("Stop now…"),
                tokens,
                name="finding_stop",
                help_text=tr("Records the first day without azathioprine (S)"),
            )
            stop.clicked.connect(self.stop_requested)
            made.append(stop)
        if card.action == "confirm":
            confirm = parts.button(
                tr("Confirm step…"),
                tokens,
                name="finding_confirm",
                help_text=tr("Opens the dialog in which a prescriber types the new dose (C)"),
            )
            confirm.clicked.connect(self.confirm_requested)
            made.append(confirm)
        if card.code in _LAB_CODES:
            add = parts.button(
                tr("Add result"),
                tokens,
                name="finding_add_result",
                help_text=tr("Type the results of a blood test (Ctrl+R)"),
            )
            add.clicked.connect(self.add_result_requested)
            made.append(add)
        made += [self._action(action, tokens) for action in card.actions]
        if self._more:
            self._opener = parts.button(
                "", tokens, role="ghost", name="finding_more", help_text=tr("Show or hide (Enter)")
            )
            self._opener.clicked.connect(self.toggle)
            self._name_opener()
            made.append(self._opener)
        if not made:
            return None
        rows = FlowLayout(gap=4, line_gap=6)
        for widget in made:
            if self._more and widget is made[-1]:
                rows.push_right()
            rows.addWidget(widget)
        return rows

    def _action(self, action: CardAction, tokens: Tokens) -> QPushButton:
        name = f"finding_{action.key.partition(':')[0]}"
        made = parts.button(action.text, tokens, name=name, help_text=action.help_text)
        made.clicked.connect(lambda: self.action_requested.emit(action.key))
        return made

    def _answer_button(self, card: FindingCard, tokens: Tokens) -> QPushButton:
        decides = card.answer == "decide"
        made = parts.button(
            tr("Record decision…") if decides else tr("Acknowledge…"),
            tokens,
            name="finding_answer",
            help_text=tr("Decision and contact with the patient (A)")
            if decides
            else tr("Say with a reason that this was seen; it stays (A)"),
        )
        made.clicked.connect(self._answer)
        return made

    def _answer(self) -> None:
        self.opened.emit(self)
        self.answer_requested.emit(self.card.code)

    def _name_opener(self) -> None:
        closed = self._more[0].isHidden()
        self._opener.setText(tr("More") if closed else tr("Less"))
        kept = ", ".join(name for name, _ in self.card.more)
        self._opener.setAccessibleName(f"{self._opener.text()}: {kept}")

    def toggle(self) -> None:
        """Show or hide what the card keeps back."""
        if not self._more:
            return
        shown = self._more[0].isHidden()
        for widget in self._more:
            widget.setVisible(shown)
        self._name_opener()

    def _open_source(self, id: str) -> None:
        for source in self.card.sources:
            if source.id == id:
                self.source_requested.emit(source.id, source.address)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.move_requested.emit(self, 1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle()
        elif key == Qt.Key.Key_A and self.card.answer and not event.modifiers():
            self._answer()
        elif key == Qt.Key.Key_S and self.card.can_stop and not event.modifiers():
            self.stop_requested.emit()
        elif key == Qt.Key.Key_C and self.card.action == "confirm" and not event.modifiers():
            self.confirm_requested.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.opened.emit(self)
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, _RADIUS, _RADIUS)
        painter.fillPath(shape, QColor(tokens.alt_row))
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, _BAR, self.height()), QColor(getattr(tokens, self.card.tone)))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(tokens.border), 1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            box = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.end()
