"""The pen of a picture: words and lines on the sheet in inches, colours from the tokens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from aza_desktop.drawing import fonts
from aza_desktop.drawing.frames import Box
from aza_desktop.drawing.labels import LINE_HEIGHT
from aza_desktop.drawing.models import Tone
from aza_desktop.drawing.tokens import Tokens

SMALL = 8.3
BODY = 8.8
STRONG = 600
PLAIN = 400
BOLD = 700


@dataclass(frozen=True, slots=True)
class SeriesStyle:
    """How one analyte looks without its colour: marker and dash tell it apart in grey."""

    marker: str
    dash: object
    width: float
    size: float


STYLES = {
    "alt": SeriesStyle("o", "solid", 2.0, 6.6),
    "ast": SeriesStyle("s", "solid", 1.7, 5.6),
    "bili": SeriesStyle("D", (0, (4, 2)), 1.5, 5.0),
    "alp": SeriesStyle("^", (0, (1, 1.6)), 1.6, 6.2),
    "ggt": SeriesStyle("P", (0, (6, 2, 1, 2)), 1.4, 6.4),
    "other": SeriesStyle("X", (0, (2, 2)), 1.3, 5.6),
}


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws on one figure with one theme."""

    figure: Figure
    tokens: Tokens
    family: tuple[str, ...]

    @classmethod
    def for_figure(cls, figure: Figure, tokens: Tokens, font_folder: Path | None) -> Pen:
        return cls(figure, tokens, fonts.families(font_folder))

    def colour(self, role: str) -> str:
        """The colour of a token by its name."""
        return str(getattr(self.tokens, role))

    def tone(self, tone: Tone) -> str:
        return self.colour(tone.value)

    def measure(self, text: str, size: float = SMALL, weight: int = STRONG) -> tuple[float, float]:
        """Width and height of a text in inches; lines are parted by newlines."""
        lines = text.split("\n")
        width = max(fonts.width_inches(line, self.family, size, weight) for line in lines)
        return width, len(lines) * size * LINE_HEIGHT / 72.0

    def words(
        self,
        box: Box,
        text: str,
        *,
        colour: str,
        size: float = SMALL,
        weight: int = STRONG,
        align: str = "left",
        halo: bool = False,
        frame: bool = False,
        gid: str | None = None,
        zorder: float = 8.0,
    ) -> Text:
        """Write a text inside a box on the sheet."""
        x = {"left": box.left, "center": box.middle[0], "right": box.right}[align]
        backing = None
        if frame:
            backing = {
                "facecolor": self.tokens.surface,
                "edgecolor": self.tokens.border,
                "boxstyle": "round,pad=0.32",
                "linewidth": 0.8,
            }
        written = self.figure.text(
            x,
            box.middle[1],
            text,
            transform=self.figure.dpi_scale_trans,
            color=colour,
            fontproperties=fonts.properties(self.family, size, weight),
            ha=align,
            va="center",
            linespacing=1.2,
            bbox=backing,
            gid=gid,
            zorder=zorder,
            parse_math=False,
        )
        if halo:
            edge = withStroke(linewidth=3.0, foreground=self.tokens.surface, alpha=0.82)
            written.set_path_effects([edge])
        return written

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        colour: str,
        width: float = 0.8,
        dash: object = "solid",
        zorder: float = 7.0,
        gid: str | None = None,
    ) -> None:
        """Draw a straight line on the sheet."""
        self.figure.add_artist(
            Line2D(
                [start[0], end[0]],
                [start[1], end[1]],
                transform=self.figure.dpi_scale_trans,
                color=colour,
                linewidth=width,
                linestyle=dash,  # type: ignore[arg-type]
                zorder=zorder,
                gid=gid,
                solid_capstyle="butt",
            )
        )
