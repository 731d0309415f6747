"""The small pieces every view is made of: labels, buttons, cards, chips, all named for a reader.

A part remembers its icon by name; `retint` gives every part below a widget the colours of a
theme, so no view keeps a list of its icons.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QIcon,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.prose import OneLine, Prose
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.icons import icon, pixmap

_ICON, _CHIP_ICON = 16, 12
"""Pixels of an icon at 100 %: icons grow with the letters."""
GHOST_INSET = 7
"""From the edge of a button without a frame to its words: a row of them stands so far outside."""
_ON_ROLE = {"primary": "on_accent", "ghost": "accent"}


class Choice(QComboBox):
    """A box to choose from; the wheel changes it only when it has the keyboard."""

    def __init__(self, name: str, what: str, tokens: Tokens, *, role: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(what)
        self.setProperty("role", role)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tokens = tokens

    def apply_tokens(self, tokens: Tokens) -> None:
        """The arrow in another theme."""
        self._tokens = tokens
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.count() < 2:
            return
        painter = QPainter(self)
        place = self.rect().adjusted(self.width() - 18, (self.height() - 12) // 2, -6, 0)
        painter.drawPixmap(place.topLeft(), pixmap("chevron-down", self._tokens.text2, 12))
        painter.end()


class TickBox(QCheckBox):
    """A box to tick, with an edge that is seen in every theme: the usual one is all but black."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        super().__init__(text)
        self._tokens = tokens

    def apply_tokens(self, tokens: Tokens) -> None:
        """The box in another theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option, style = QStyleOptionButton(), self.style()
        self.initStyleOption(option)
        place = style.subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        option.rect = style.subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        side = min(place.width(), place.height())
        tokens, ticked, focused = self._tokens, self.isChecked(), self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option, painter, self)
        edge = tokens.text if ticked and focused else tokens.accent
        painter.setPen(
            QPen(QColor(edge if ticked or focused else tokens.control), 2 if focused else 1)
        )
        painter.setBrush(QColor(tokens.accent if ticked else tokens.surface))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 2.5, 2.5)
        if ticked:
            picture = pixmap("check", tokens.on_accent, side - 4)
            painter.drawPixmap(place.left() + 2, place.top() + 2, picture)
        painter.end()


def chip_colours(tokens: Tokens, kind: str) -> tuple[str, str]:
    """Text and fill of a chip: critical (solid), warning, ok, info or plan."""
    return {
        "critical": (tokens.on_critical, tokens.critical_solid),
        "warning": (tokens.warning, tokens.warning_tint),
        "ok": (tokens.ok, tokens.ok_tint),
        "info": (tokens.accent, tokens.accent_tint),
        "plan": (tokens.plan, tokens.plan_tint),
        "banner_risk": (tokens.on_banner_risk, tokens.banner_risk),
        "banner_caution": (tokens.on_banner_caution, tokens.banner_caution),
        "banner_ok": (tokens.on_banner_ok, tokens.banner_ok),
        "banner_unknown": (tokens.banner_unknown, tokens.banner),
        "banner_demo": (tokens.banner, tokens.banner_label),
    }[kind]


def label(text: str = "", *, size: str = "", tone: str = "", wrap: bool = False) -> QLabel:
    """A label; size is small, strong, card, title, list ..., tone is secondary, critical ..."""
    made = Prose(text) if wrap else QLabel(text)
    if not wrap:
        made.setTextFormat(Qt.TextFormat.PlainText)
    set_look(made, lettering=size, tone=tone)
    return made


def set_look(widget: QWidget, **properties: str) -> None:
    """Give a widget stylesheet properties (lettering, tone, role, kind) and show them at once."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def icon_label(name: str, tokens: Tokens, *, tone: str = "text2", size: int = 16) -> QLabel:
    """An icon beside a text that says the same; silent for a screen reader."""
    made = QLabel()
    made.setProperty("icon_name", name)
    made.setProperty("icon_tone", tone)
    made.setProperty("icon_size", size)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    _tint(made, tokens)
    return made


def button(
    text: str,
    tokens: Tokens,
    *,
    role: str = "",
    icon_name: str = "",
    name: str = "",
    help_text: str = "",
    checkable: bool = False,
) -> QPushButton:
    """A button. name: its object name; help_text: tooltip and accessible description.

    Never a default button: what Enter does is decided where the button stands.
    """
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setDefault(False)
    made.setCheckable(checkable)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    made.setAccessibleName(text.replace("&", "") or help_text)
    if help_text:
        made.setToolTip(help_text)
        made.setAccessibleDescription(help_text)
    if icon_name:
        made.setProperty("icon_name", icon_name)
        made.setProperty("icon_tone", _ON_ROLE.get(role, "text2"))
        _tint(made, tokens)
    return made


def segments(
    choices: Iterable[tuple[str, str]], tokens: Tokens, *, what: str
) -> tuple[QWidget, QButtonGroup]:
    """Joined buttons of which one is chosen. choices: (text, key); a button's key is its property.

    what: the question they answer, for a screen reader.
    """
    row = QWidget()
    row.setAccessibleName(what)
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    group = QButtonGroup(row)
    group.setExclusive(True)
    for text, key in choices:
        one = button(text, tokens, role="segment", checkable=True)
        one.setProperty("key", key)
        one.setAccessibleName(f"{what}: {text}")
        group.addButton(one)
        line.addWidget(one)
    return row, group


class Card(QFrame):
    """A white card with a head (title, note, then whatever is added) and a body.

    The head is one row; where letters are large or the card is narrow it takes a second one.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(8)
        self.head = FlowLayout(gap=8)
        self.title = OneLine(title)
        set_look(self.title, lettering="title")
        self.note = OneLine()
        set_look(self.note, lettering="small", tone="secondary")
        self.head.addWidget(self.title)
        self.head.addWidget(self.note)
        self.head.push_right()
        self.body.addLayout(self.head)


class Chip(QWidget):
    """A rounded word with an icon: colour, shape and word say the same thing."""

    def __init__(
        self, text: str, kind: str, tokens: Tokens, *, icon_name: str = "", outlined: bool = False
    ) -> None:
        super().__init__()
        self._text, self._kind, self._icon = text, kind, icon_name
        self._tokens, self._outlined = tokens, outlined
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        return self._text

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show the chip in another theme."""
        self._tokens = tokens
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word needs: a chip never elides."""
        return QSize(chip_width(self._text, with_icon=bool(self._icon)), fonts.scaled(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_chip(
            painter,
            box,
            self._text,
            kind=self._kind,
            icon_name=self._icon,
            tokens=self._tokens,
            outline=chip_colours(self._tokens, self._kind)[0] if self._outlined else None,
        )
        painter.end()


def chip_width(text: str, *, with_icon: bool) -> int:
    """As wide as the word needs, its icon and the round ends."""
    word = QFontMetricsF(fonts.font(12, 600)).horizontalAdvance(text)
    return round(word) + 18 + (fonts.scaled(_CHIP_ICON) + 4 if with_icon else 0)


def paint_chip(
    painter: QPainter,
    box: QRectF,
    text: str,
    *,
    kind: str,
    icon_name: str,
    tokens: Tokens,
    outline: str | None = None,
) -> None:
    """Paint a chip into `box`: for delegates, which have no widgets."""
    ink, fill = chip_colours(tokens, kind)
    painter.setPen(QPen(QColor(outline), 1) if outline else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    left = box.left() + 9
    if icon_name:
        size = fonts.scaled(_CHIP_ICON)
        picture = pixmap(icon_name, ink, size)
        place = QRectF(left - 1, box.center().y() - size / 2, size, size)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
        left += size + 3
    painter.setFont(fonts.font(12, 600))
    painter.setPen(QColor(ink))
    painter.drawText(
        QRectF(left, box.top(), box.right() - left, box.height()),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        text,
    )


def clear(layout) -> None:  # type: ignore[no-untyped-def]  # QLayout; every kind of it
    """Take everything out of a layout and let Qt delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def retint(root: QWidget, tokens: Tokens) -> None:
    """Show every icon and chip below `root` in the colours of `tokens`."""
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, Chip | Choice | TickBox):
            widget.apply_tokens(tokens)
        elif widget.property("icon_name"):
            _tint(widget, tokens)


def _tint(widget: QWidget, tokens: Tokens) -> None:
    name, color = widget.property("icon_name"), getattr(tokens, widget.property("icon_tone"))
    size = fonts.scaled(widget.property("icon_size") or _ICON)
    if isinstance(widget, QAbstractButton):
        shown = QIcon(icon(name, color, size))
        off = tokens.plan if widget.property("role") == "primary" else tokens.muted
        shown.addPixmap(pixmap(name, off, size), QIcon.Mode.Disabled)
        widget.setIcon(shown)
        widget.setIconSize(QSize(size, size))
    elif isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, color, size))
        widget.setFixedWidth(size + 1)
