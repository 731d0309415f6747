"""What just happened, in one line under the banner: it stays until the next action."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui import parts
from aza_desktop.gui.parts import button, icon_label, label, set_look
from aza_desktop.gui.speech import announce
from aza_desktop.texts import tr

_LOOK = {
    "done": ("circle-check", "ok"),
    "notice": ("info", "accent"),
    "error": ("triangle-alert", "critical"),
}


class MessageBar(QFrame):
    """One message at a time, with Undo where it can be undone. Never a pop-up, never a timer."""

    undo_requested = Signal()
    follow_requested = Signal()
    """The offer of the message was taken up."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setProperty("role", "message")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens = tokens
        self._back: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.setSpacing(8)
        self._icon = icon_label("circle-check", tokens, tone="ok")
        self._icon.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._text = label(wrap=True)
        self._text.setObjectName("message_text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._undo = button(tr("Undo"), tokens, icon_name="undo-2", name="message_undo")
        self._undo.setAccessibleName(tr("Undo the last entry"))
        self._undo.setToolTip(tr("Undo the last entry (Ctrl+Z)"))
        self._undo.clicked.connect(self.take_back)
        self._close = button("", tokens, role="ghost", icon_name="x", help_text=tr("Hide message"))
        self._close.clicked.connect(self.hide)
        self._offer = button("", tokens, name="message_offer")
        self._offer.clicked.connect(self.follow_requested)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._undo)
        row.addWidget(self._offer)
        row.addWidget(self._close)
        self.hide()

    def tell(
        self, text: str, *, kind: str = "done", undo: str = "", offer: str = "",
        at_once: bool = False, back: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        """Show a message; kind is done, notice or error. undo: the button's words, "" for none.

        offer: likewise, of a button that leads to what the message tells of. at_once: a screen
        reader is interrupted, because somebody must be called today. back: what Undo does where
        nothing was written in the record.
        """
        self._back = back
        name, tone = _LOOK[kind]
        set_look(self, kind=kind)
        self._icon.setProperty("icon_name", name)
        self._icon.setProperty("icon_tone", tone)
        parts.retint(self._icon, self._tokens)
        self._text.setText(text)
        self._undo.setText(undo or tr("Undo"))
        self._undo.setVisible(bool(undo))
        self._offer.setText(offer)
        self._offer.setAccessibleName(offer)
        self._offer.setVisible(bool(offer))
        self.setAccessibleName(text)
        self.show()
        announce(self, text, at_once=at_once)

    def take_back(self) -> None:
        """What Undo and Ctrl+Z do: the choice that the bar tells of, else the last entry."""
        back, self._back = self._back, None
        if back is not None and not self.isHidden():
            back()
        else:
            self.undo_requested.emit()

    def tell_error(self, error: UserError) -> None:
        """Show an error as its three sentences."""
        self.tell(error.as_text(), kind="error")

    def carried_out(self, write: Callable[[], object]) -> bool:
        """Write what was asked for; False, and the reason told, where it was refused or failed."""
        try:
            write()
        except UserError as error:
            self.tell_error(error)
        except OSError as error:
            self.tell(tr("Not saved: {why}").format(why=error.strerror or ""), kind="error")
        else:
            return True
        return False

    def text(self) -> str:
        """The message shown now; "" when there is none."""
        return "" if self.isHidden() else self._text.text()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show the bar in another theme."""
        self._tokens = tokens
        parts.retint(self, tokens)
