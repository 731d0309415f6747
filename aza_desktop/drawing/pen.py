"""The pen of a picture: words and lines on the sheet in inches, colours from the tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox, TransformedBbox

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
_GROUND = 0.86
"""How far words hide what runs under them."""

Dash = Literal["solid"] | tuple[int, tuple[float, ...]]
"""A line style: solid, or on and off lengths in line widths."""


@dataclass(frozen=True, slots=True)
class SeriesStyle:
    """How one analyte looks without its colour: marker and dash tell it apart in grey."""

    marker: str
    dash: Dash
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
        backed: bool = False,
        gid: str | None = None,
        zorder: float = 8.0,
        rotation: float = 0.0,
    ) -> Text:
        """Write a text inside a box on the sheet.

        halo: a rim round each letter. backed: a plain ground, where a level line would strike the
        words through between two letters. frame: a ground with an outline.
        """
        x = {"left": box.left, "center": box.middle[0], "right": box.right}[align]
        backing: dict[str, object] | None = None
        if backed:
            backing = {
                "facecolor": self.tokens.surface,
                "edgecolor": "none",
                "boxstyle": "round,pad=0.1",
                "linewidth": 0,
                "alpha": _GROUND,
            }
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
            rotation=rotation,
        )
        if halo:
            edge = withStroke(linewidth=3.0, foreground=self.tokens.surface, alpha=_GROUND)
            written.set_path_effects([edge])
        return written

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        colour: str,
        width: float = 0.8,
        dash: Dash = "solid",
        zorder: float = 7.0,
        gid: str | None = None,
    ) -> None:
        """Draw a straight line between two places on the sheet."""
        self.path([start, end], colour=colour, width=width, dash=dash, zorder=zorder, gid=gid)

    def path(
        self,
        places: Sequence[tuple[float, float]],
        *,
        colour: str,
        width: float,
        dash: Dash = "solid",
        alpha: float | None = None,
        zorder: float = 5.0,
        within: Box | None = None,
        gid: str | None = None,
    ) -> None:
        """Draw a line through places on the sheet, cut off at the edges of `within`."""
        xs, ys = zip(*places, strict=True)
        artist = Line2D(
            xs,
            ys,
            transform=self.figure.dpi_scale_trans,
            color=colour,
            linewidth=width,
            linestyle=dash,
            alpha=alpha,
            zorder=zorder,
            gid=gid,
            solid_capstyle="butt",
            solid_joinstyle="round",
        )
        self._add(artist, within)

    def signs(
        self,
        places: Sequence[tuple[float, float]],
        marker: str | int,
        *,
        size: float,
        fill: str,
        edge: str,
        edge_width: float,
        zorder: float = 6.0,
        within: Box | None = None,
        gid: str | None = None,
    ) -> None:
        """Draw the same sign at each place; signs outside `within` are left out, none is cut."""
        seen = [(x, y) for x, y in places if within is None or within.has(x)]
        if not seen:
            return
        xs, ys = zip(*seen, strict=True)
        artist = Line2D(
            xs,
            ys,
            transform=self.figure.dpi_scale_trans,
            linestyle="none",
            marker=marker,  # type: ignore[arg-type]  # the stubs list every sign
            markersize=size,
            markerfacecolor=fill,
            markeredgecolor=edge,
            markeredgewidth=edge_width,
            zorder=zorder,
            gid=gid,
        )
        self._add(artist, None)

    def area(
        self,
        corners: Sequence[tuple[float, float]] | Box,
        *,
        fill: str,
        alpha: float | None = None,
        hatch: str = "",
        zorder: float = 0.5,
        within: Box | None = None,
        gid: str | None = None,
    ) -> None:
        """Fill a shape without an outline; with a hatch, only the hatch is drawn."""
        if isinstance(corners, Box):
            box = corners
            corners = [
                (box.left, box.bottom),
                (box.right, box.bottom),
                (box.right, box.top),
                (box.left, box.top),
            ]
        artist = Polygon(
            corners,
            closed=True,
            transform=self.figure.dpi_scale_trans,
            facecolor="none" if hatch else fill,
            edgecolor=fill if hatch else "none",
            linewidth=0,
            alpha=alpha,
            hatch=hatch or None,
            zorder=zorder,
            gid=gid,
        )
        if hatch:
            artist.set_hatch_linewidth(0.8)
        self._add(artist, within)

    def _add(self, artist: Artist, within: Box | None) -> None:
        self.figure.add_artist(artist)
        if within is not None:
            edges = Bbox.from_extents(within.left, within.bottom, within.right, within.top)
            artist.set_clip_box(TransformedBbox(edges, self.figure.dpi_scale_trans))
        else:
            artist.set_clip_on(False)
