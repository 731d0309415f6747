"""How the window looks: palette, structural stylesheet, bundled fonts, tinted icons.

Every colour comes from `drawing.tokens`; no literal stands elsewhere.
"""

from aza_desktop.gui.theme.apply import apply_theme
from aza_desktop.gui.theme.icons import icon, pixmap

__all__ = ["apply_theme", "icon", "pixmap"]
