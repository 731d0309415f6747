"""The typeface of the pictures: the same Inter files as the window, with DejaVu Sans behind it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

FALLBACK = "DejaVu Sans"
_INTER = "Inter"


@cache
def families(folder: Path | None) -> tuple[str, ...]:
    """The font families to ask for, after registering the files of `folder`, if it has any."""
    if folder is None or not folder.is_dir():
        return (FALLBACK,)
    for file in sorted(folder.glob("Inter-*.ttf")):
        font_manager.fontManager.addfont(str(file))
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    return (_INTER,) if _INTER in known else (FALLBACK,)


@cache
def properties(family: tuple[str, ...], size: float, weight: int) -> FontProperties:
    """Font properties by size in points and weight (400 to 700)."""
    return FontProperties(family=list(family), size=size, weight=_weight(family[0], weight))


def _weight(family: str, weight: int) -> int:
    """The nearest weight that the family has: DejaVu Sans knows only plain and bold."""
    return weight if family == _INTER else (700 if weight >= 600 else 400)


@cache
def _font_file(family: str, weight: int) -> str:
    wanted = FontProperties(family=family, weight=_weight(family, weight))
    return str(font_manager.findfont(wanted))


@cache
def width_inches(text: str, family: tuple[str, ...], size: float, weight: int) -> float:
    """How wide one line of text is, in inches, whatever the resolution."""
    font = FT2Font(_font_file(family[0], weight))
    font.set_size(size, 72.0)
    font.set_text(text)
    pixels: float = font.get_width_height()[0] / 64.0
    return pixels / 72.0
