"""Which theme and which text size are shown: the system's, or the user's own choice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from aza_desktop.drawing.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens
from aza_desktop.gui.theme import apply_theme, fonts
from aza_desktop.gui.window_state import WindowState

THEMES = ("system", "light", "dark", "contrast")
SIZES = (100, 115, 130, 150, 175, 200)
_TOKENS = {"light": LIGHT, "dark": DARK, "contrast": HIGH_CONTRAST}
_COMPACT, _ORDINARY = "compact", "ordinary"
_SCHEMES = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "contrast": Qt.ColorScheme.Dark,
}


class Appearance(QObject):
    """Applies a theme and tells everyone the tokens. Following the system is the default."""

    tokens_changed = Signal(object)

    def __init__(self, app: QApplication, state: WindowState, *, theme: str = "") -> None:
        super().__init__(app)
        self._app = app
        self._state = state
        kept = str(state.load("theme", "system"))
        self.theme = theme or (kept if kept in THEMES else "system")
        self.size = _known_size(state.load("text_size", SIZES[0]))
        self.is_compact = state.load("rows", _ORDINARY) == _COMPACT
        self.tokens: Tokens = self._wanted()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    def choose_theme(self, theme: str) -> None:
        """Show a theme and keep the choice."""
        self.theme = theme
        self._state.save("theme", theme)
        self._refresh()

    def choose_size(self, percent: int) -> None:
        """Show text at `percent` of its usual size and keep the choice."""
        self.size = percent
        self._state.save("text_size", percent)
        self._refresh()

    def choose_rows(self, *, compact: bool) -> None:
        """More rows on the screen, or rows with air; the choice is kept."""
        self.is_compact = compact
        self._state.save("rows", _COMPACT if compact else _ORDINARY)
        self._refresh()

    def _system_changed(self) -> None:
        if self.theme == "system":
            self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if (wanted, self.size, self.is_compact) == self._shown:
            return
        self.tokens = wanted
        self._apply()
        self.tokens_changed.emit(self.tokens)

    def _wanted(self) -> Tokens:
        if self.theme in _TOKENS:
            return _TOKENS[self.theme]
        dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        hints = self._app.styleHints()
        if self.theme in _SCHEMES:
            hints.setColorScheme(_SCHEMES[self.theme])
        else:
            hints.unsetColorScheme()
        self._app.setProperty(fonts.COMPACT, self.is_compact)
        apply_theme(self._app, self.tokens, scale=self.size / SIZES[0])
        self._shown = (self.tokens, self.size, self.is_compact)


def _known_size(kept: object) -> int:
    text = str(kept)
    return int(text) if text.isdigit() and int(text) in SIZES else SIZES[0]
