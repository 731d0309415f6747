"""The structure that a palette cannot say: cards, chips, segments, tabs, headers.

``@name`` is a token, ``12px!`` a length that grows with the text size. Widgets choose a rule by
the property ``role`` (what it is), labels by ``lettering`` and ``tone``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aza_desktop.drawing.tokens import Tokens

_TONES = {
    "secondary": "text2",
    "muted": "muted",
    "accent": "accent",
    "critical": "critical",
    "warning": "warning",
    "ok": "ok",
    "banner": "on_banner",
    "banner_label": "banner_label",
}
"""Tone of a label -> its token."""
_LETTERINGS = {
    "small": (12, 0),
    "corner": (11, 0),
    "strong": (0, 600),
    "card": (14, 600),
    "title": (15, 600),
    "list": (18, 700),
    "name": (19, 500),
    "field": (14, 600),
    "page": (24, 700),
}
"""Lettering of a label -> size in pixels at 100 % and weight; 0 where it stays the usual one."""

_RULES = """
QToolTip {background: @surface; color: @text; border: 1px solid @control; padding: 4px}
QMenuBar {background: @surface; border-bottom: 1px solid @border; padding: 1px 4px}
QMenuBar::item {padding: 4px 9px; background: transparent; border-radius: 4px}
QMenuBar::item:selected {background: @accent_tint}
QMenu {background: @surface; border: 1px solid @border; padding: 4px}
QMenu::item {padding: 5px 26px 5px 22px; border-radius: 4px}
QMenu::item:selected {background: @selection; color: @text}
QMenu::item:disabled {color: @muted}
QMenu::separator {height: 1px; background: @border; margin: 4px 6px}
QLabel {background: transparent}
QFrame[role="card"] {background: @surface; border: 1px solid @border; border-radius: 8px}
QFrame[role="panel"] {background: @alt_row; border: 1px solid @border; border-radius: 6px}
QFrame[role="option"] {background: @surface; border: 1px solid @border; border-radius: 6px}
QFrame[role="option"][chosen="true"] {background: @accent_tint; border-color: @accent}
QFrame[role="tint"] {background: @accent_tint; border: none; border-radius: 6px}
QFrame[role="banner"] {background: @banner; border: none; border-radius: 8px}
QFrame[role="message"] {background: @ok_tint; border: 1px solid @ok; border-radius: 6px}
QFrame[role="message"][kind="error"] {background: @critical_tint; border-color: @critical}
QFrame[role="message"][kind="notice"] {background: @accent_tint; border-color: @accent}
QFrame[role="message"][kind="warning"] {background: @warning_tint; border-color: @warning}
QFrame[role="strip"] {background: @alt_row; border: 1px solid @accent; border-radius: 6px}
QLineEdit, QComboBox {background: @surface; border: 1px solid @control; border-radius: 6px;
 padding: 4px 8px; min-height: 18px!; selection-background-color: @accent; selection-color: @on_accent}
QLineEdit:focus, QComboBox:focus {border: 2px solid @accent; padding: 3px 7px}
QLineEdit[invalid="true"] {border: 2px solid @critical; padding: 3px 7px}
QComboBox {padding-right: 22px}
QComboBox[role="small"] {padding: 0 14px 0 5px; min-height: 16px!; font-size: 12px!; border-color: @border}
QComboBox::drop-down {border: none; width: 20px} QComboBox::down-arrow {image: none}
QComboBox QAbstractItemView {background: @surface; border: 1px solid @control; outline: none}
QPushButton, QToolButton {background: @surface; color: @text; border: 1px solid @control;
 border-radius: 6px; padding: 4px 11px; min-height: 18px!}
QPushButton:hover, QToolButton:hover {background: @accent_tint}
QPushButton:focus, QToolButton:focus {border: 2px solid @accent; padding: 3px 10px}
QPushButton:disabled, QToolButton:disabled {color: @muted; border-color: @border; background: @alt_row}
QPushButton[role="primary"] {background: @accent; border-color: @accent; color: @on_accent; font-weight: 600}
QPushButton[role="primary"]:focus {border-color: @text}
QPushButton[role="primary"]:disabled {background: @plan_tint; border-color: @plan_tint; color: @plan}
QPushButton[role="ghost"], QToolButton[role="ghost"] {border-color: transparent; background: transparent; color: @accent; padding: 4px 6px}
QPushButton[role="ghost"]:hover, QToolButton[role="ghost"]:hover {background: @accent_tint}
QPushButton[role="ghost"]:focus, QToolButton[role="ghost"]:focus {border: 2px solid @accent; padding: 3px 5px}
QPushButton[role="foot"] {border: none; background: transparent; color: @text2; font-size: 12px!; padding: 0 4px; min-height: 0}
QPushButton[role="foot"]:hover, QPushButton[role="foot"]:focus {color: @accent; border: none; padding: 0 4px; text-decoration: underline}
QPushButton[role="segment"] {border-radius: 0; padding: 2px 9px; font-size: 12px!}
QPushButton[role="segment"]:checked {background: @accent_tint; color: @accent; border-color: @accent; font-weight: 600}
QPushButton[role="listed"] {text-align: left; padding: 3px 8px; font-size: 12px!; border-color: @border}
QPushButton[role="listed"]:checked {background: @accent_tint; border-color: @accent; font-weight: 600}
QPushButton[role="tile"] {background: @surface; border: 1px solid @border; border-radius: 8px; padding: 0; min-height: 50px!}
QPushButton[role="tile"]:checked {background: @accent_tint; border-color: @accent}
QPushButton[role="tile"]:focus {border: 2px solid @accent; padding: 0}
QRadioButton::indicator {width: 12px!; height: 12px!; border: 2px solid @control; border-radius: 7px!; background: @surface}
QRadioButton::indicator:checked {border-color: @accent; background: @accent}
QRadioButton:focus {color: @accent}
QProgressBar {background: @plan_tint; border: none; border-radius: 4px; max-height: 8px}
QProgressBar::chunk {background: @accent; border-radius: 4px}
QPushButton[role="toggle"] {border-radius: 12px; padding: 2px 10px 2px 8px; font-size: 12px!; border-color: @border}
QPushButton[role="toggle"]:checked {background: @alt_row; border-color: @control; font-weight: 600}
QPushButton[role="tab"] {border: none; border-bottom: 3px solid transparent; border-radius: 0; padding: 6px 12px 5px; color: @text2; background: transparent}
QPushButton[role="tab"]:hover {color: @accent}
QPushButton[role="tab"]:checked {border-bottom-color: @accent; color: @accent; font-weight: 600}
QPushButton[role="tab"]:focus {background: @accent_tint; border-radius: 4px}
QAbstractItemView {background: @surface; border: none; outline: none; alternate-background-color: @alt_row; selection-background-color: @selection; selection-color: @text; gridline-color: transparent}
QHeaderView {background: @surface; border: none}
QHeaderView::section {background: @surface; color: @text2; border: none; border-bottom: 1px solid @border; padding: 4px 6px; font-size: 12px!; font-weight: 600}
QTableView::item {padding: 0 3px; border: none}
QTableView::item:selected {background: @selection; color: @text}
QStatusBar {background: @surface; border-top: 1px solid @border; color: @text2} QStatusBar::item {border: none}
QScrollBar {background: transparent; width: 10px; height: 10px; margin: 0}
QScrollBar::handle {background: @border; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px}
QScrollBar::handle:hover {background: @control}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {background: none; border: none; width: 0; height: 0}
QScrollArea, QScrollArea > QWidget > QWidget[role="page"] {background: transparent; border: none}
QScrollArea[role="read"] {border: 2px solid transparent; border-radius: 8px} QScrollArea[role="read"]:focus {border-color: @accent}
QSplitter::handle {background: transparent}
"""  # noqa: E501 - one rule a line is how a stylesheet is read


def stylesheet(tokens: Tokens, *, scale: float = 1.0) -> str:
    """The rules in the colours of `tokens`, lengths of text multiplied by `scale`."""
    rules = "\n".join((_RULES, *_labels()))
    coloured = re.sub(r"@(\w+)", lambda found: str(getattr(tokens, found[1])), rules)
    return re.sub(r"(\d+)px!", lambda found: f"{round(int(found[1]) * scale)}px", coloured)


def _labels() -> Iterator[str]:
    """The rules of labels: a tone is a colour, a lettering a size and a weight."""
    for tone, token in _TONES.items():
        yield f'QLabel[tone="{tone}"] {{color: @{token}}}'
    for name, (size, weight) in _LETTERINGS.items():
        said = [f"font-size: {size}px!"] if size else []
        said += [f"font-weight: {weight}"] if weight else []
        yield f'QLabel[lettering="{name}"] {{{"; ".join(said)}}}'
