"""Put a theme on the application: style, fonts, palette, stylesheet. Always the same pixels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.palette import palette
from aza_desktop.gui.theme.stylesheet import stylesheet

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_LOOK = "aza_look"


def apply_theme(app: QApplication, tokens: Tokens, *, scale: float = 1.0) -> None:
    """Show `app` in these colours, with text `scale` times its usual size.

    Widgets that paint themselves get the tokens through their own `apply_tokens`.
    """
    fonts.register()
    sheet, look = stylesheet(tokens, scale=scale), f"{tokens.name} {scale}"
    if app.styleSheet() == sheet and app.property(_LOOK) == look:
        return
    app.setStyleSheet("")  # from one sheet to another takes Qt six times as long as from none
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
        for effect in _EFFECTS:  # nothing moves by itself
            app.setEffectEnabled(effect, False)
    app.setFont(fonts.base_font(scale=scale))
    app.setPalette(palette(tokens))
    app.setStyleSheet(sheet)
    app.setProperty(_LOOK, look)
