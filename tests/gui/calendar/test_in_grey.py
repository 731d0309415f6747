"""The states of a day are told apart in a print without colour."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from aza_desktop.drawing.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens
from aza_desktop.gui.calendar.day_painter import paint_day
from aza_desktop.gui.viewmodels.calendar import CalendarDay, DayState
from tests.support.themed import themed

SIDE = 92
DIFFERENT, PIXELS = 24, 20
"""Steps of grey of 256 by which a pixel differs, and how many of them make a sign: a tick
is the least that tells two states apart."""


def grey(state: DayState, tokens: Tokens) -> NDArray[np.int16]:
    """A cell of that state, without its words, as a printer without colour gives it."""
    day = CalendarDay(
        on=dt.date(2026, 1, 20), in_month=True, state=state, text="", second="", today=False,
        drawn=False, due=False, overdue=False, step="", questioned=False, spoken="", tooltip="",
    )  # fmt: skip
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.surface))
    painter = QPainter(image)
    paint_day(painter, QRectF(0, 0, SIDE, SIDE), day, tokens, focused=False, large=True)
    painter.end()
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(SIDE, plain.bytesPerLine())
    return rows[:, :SIDE].astype(np.int16)


@pytest.mark.parametrize("tokens", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda tokens: tokens.name)
def test_the_states_of_a_day_differ_in_grey_before_a_word_is_read(
    qapp: object, tokens: Tokens
) -> None:
    themed(qapp, tokens)
    states = [state for state in DayState if state is not DayState.NOTHING]
    cells = {state: grey(state, tokens) for state in states}
    alike = [
        (one, other)
        for one, other in combinations(states, 2)
        if (abs(cells[one] - cells[other]) > DIFFERENT).sum() < PIXELS
    ]
    assert alike == []
