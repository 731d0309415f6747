"""The words around an exported picture: whose it is, by which protocol, and when it was made."""

from __future__ import annotations

import textwrap

from aza_desktop.drawing import fonts
from aza_desktop.drawing.frames import Box
from aza_desktop.drawing.models import TrendModel
from aza_desktop.drawing.pen import BOLD, PLAIN, SMALL, STRONG, Pen

_HEAD = 0.78
_SIDE = 0.15


def draw_caption(pen: Pen, model: TrendModel, width: float, height: float) -> tuple[float, float]:
    """Write the words above and below; answers the inches taken at the foot and at the head."""
    caption, tokens = model.caption, pen.tokens
    top = height - 0.1
    pen.words(
        Box(_SIDE, top - 0.28, width, top - 0.04),
        caption.patient,
        colour=tokens.text,
        size=11.5,
        weight=BOLD,
        gid="patient",
    )
    pen.words(
        Box(_SIDE, top - 0.54, width, top - 0.32),
        model.title,
        colour=tokens.text2,
        size=10,
        weight=STRONG,
        gid="title",
    )
    lines = [
        caption.limits,
        model.hidden_breaches,
        *model.notes,
        f"{caption.protocol}  ·  {caption.generated}",
    ]
    room = max(int((width - 2 * _SIDE) / 0.068), 40)
    wrapped = [piece for line in lines if line for piece in textwrap.wrap(line, room)]
    for row, line in enumerate(reversed(wrapped)):
        base = 0.08 + row * 0.165
        pen.words(
            Box(_SIDE, base, width - _SIDE, base + 0.16),
            line,
            colour=tokens.text2,
            size=SMALL,
            weight=PLAIN,
            gid="caption",
        )
    if caption.watermark:
        pen.figure.text(
            0.5,
            0.55,
            caption.watermark,
            ha="center",
            va="center",
            rotation=24,
            color=tokens.muted,
            alpha=0.16,
            fontproperties=fonts.properties(pen.family, 88, BOLD),
            gid="watermark",
            zorder=20,
        )
    return 0.14 + 0.165 * len(wrapped), _HEAD
