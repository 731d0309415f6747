"""Inter, registered from the bundled files; figures of equal width where they stand in columns."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

FAMILY = "Inter"
BASE_PX = 13
"""Body text at 100 %, in pixels; every other size keeps its ratio to it."""

ROW_PX, COMPACT_ROW_PX = 27, 24
COMPACT = "compact_rows"
"""The property of the application that says so."""

FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")


def folder() -> Path:
    """The folder of the bundled fonts."""
    from aza_desktop.paths import resources_folder  # noqa: PLC0415 - tests replace the folder

    return resources_folder() / "fonts"


@cache
def register() -> tuple[int, ...]:
    """Make the bundled fonts known to Qt, once per process; the ids Qt gave them."""
    return tuple(QFontDatabase.addApplicationFont(str(folder() / name)) for name in FILES)


def base_font(*, scale: float = 1.0) -> QFont:
    """The body font at a text size of `scale` (1 is 100 %)."""
    font = QFont(FAMILY)
    font.setPixelSize(round(BASE_PX * scale))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def text_scale() -> float:
    """How much larger than 100 % the user reads, told from the application's font."""
    return QApplication.font().pixelSize() / BASE_PX


def font(px: int = BASE_PX, weight: int = 400, *, tabular: bool = False) -> QFont:
    """The font for painted text: `px` at 100 %, scaled as the user reads; weight 400 to 700.

    tabular: figures (and hyphens, so not for prose) of equal width.
    """
    made = QFont(QApplication.font())
    made.setPixelSize(max(1, round(px * text_scale())))
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def is_compact() -> bool:
    """Whether the user wants more rows on the screen, told by the application."""
    return bool(QApplication.instance().property(COMPACT))  # type: ignore[union-attr]  # it runs


def row_height() -> int:
    """How tall a row of a table stands, in pixels at the user's text size."""
    return scaled(COMPACT_ROW_PX if is_compact() else ROW_PX)


def scaled(px: float) -> int:
    """A length that belongs to text (a row height, say), in pixels at the user's text size."""
    return round(px * text_scale())
