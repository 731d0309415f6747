"""Paints the Today list: group heads, and rows of name, sparkline, chip and reason."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.models.row_table import Index
from aza_desktop.gui.parts import chip_width, paint_chip
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.icons import pixmap
from aza_desktop.gui.viewmodels.phrases import unbroken
from aza_desktop.gui.viewmodels.worklist import GroupRow, PatientRow
from aza_desktop.gui.worklist.sparkline import paint_sparkline
from aza_desktop.gui.worklist.worklist_model import RowRole, WorklistRows

HEAD, NAME_LINE, PADDING, SIDE, SPARK, LEAST_SPARK = 30, 20, 8, 14, 56, 24
COMPACT_PADDING = 4
_TONES = {"critical": "critical", "warning": "warning", "info": "accent", "plan": "plan"}


class WorklistDelegate(QStyledItemDelegate):
    """Row heights follow the text: a reason is never cut off, it takes a second line."""

    def __init__(self, tokens: Tokens, view: QListView) -> None:
        super().__init__(view)
        self.tokens = tokens
        self._view = view
        self.open_patient: str | None = None
        """The patient shown at the right: marked in the list, whatever is selected."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(RowRole)
        width = self._view.viewport().width()
        if isinstance(row, GroupRow):
            room = QRect(0, 0, self._title_room(row, width).width(), 1000)
            wrapped = Qt.TextFlag.TextWordWrap
            metrics = QFontMetrics(fonts.font(12, 600))
            said = metrics.boundingRect(room, wrapped, row.title).height()
            spare = fonts.scaled(HEAD) - metrics.height()
            return QSize(width, said + spare)
        below, _room, height = self._reason_place(row, width)
        return QSize(width, below + height + 2 * _padding())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(RowRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, GroupRow):
            self._paint_head(painter, option, index, row)
        else:
            self._paint_patient(painter, option, row)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(self.tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1.5, -1.5))
        painter.restore()

    def _paint_head(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, row: GroupRow
    ) -> None:
        box, tokens = option.rect, self.tokens
        painter.fillRect(box, QColor(tokens.alt_row))
        tone = getattr(tokens, _TONES[row.kind])
        size = fonts.scaled(14)
        place = box.center().y() - size // 2
        painter.drawPixmap(SIDE, place, size, size, pixmap(row.icon, tone, size))
        painter.setFont(fonts.font(12, 600))
        painter.setPen(QColor(tokens.text2))
        title = self._title_room(row, box.width())
        title.setRect(title.left(), box.top(), title.width(), box.height())
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, row.title)
        right = box.right() - SIDE
        if row.collapsible:
            model = index.model()
            folded = isinstance(model, WorklistRows) and model.is_folded(row.group)
            name = "chevron-right" if folded else "chevron-down"
            fold = fonts.scaled(12)
            right -= fold
            place = box.center().y() - fold // 2
            painter.drawPixmap(right, place, fold, fold, pixmap(name, tokens.muted, fold))
            right -= 6
        painter.drawText(
            QRect(title.right(), box.top(), right - title.right(), box.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            str(row.count),
        )

    @staticmethod
    def _title_room(row: GroupRow, width: int) -> QRect:
        """Where the words of a group's head stand: between its icon and its count."""
        count = QFontMetrics(fonts.font(12, 600)).horizontalAdvance(str(row.count))
        left = SIDE + fonts.scaled(14) + 8
        fold = fonts.scaled(12) + 6 if row.collapsible else 0
        return QRect(left, 0, width - left - SIDE - fold - count - 8, 0)

    def _paint_patient(
        self, painter: QPainter, option: QStyleOptionViewItem, row: PatientRow
    ) -> None:
        box, tokens = option.rect, self.tokens
        is_open = row.patient_id == self.open_patient
        is_chosen = is_open or bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(box, QColor(tokens.selection))
        if is_open:
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), QColor(tokens.accent))
        top, line = box.top() + _padding(), fonts.scaled(NAME_LINE)
        chip_width = self._chip_width(row)
        stacked = self._is_stacked(row, box.width())
        chip_top = top + line + 2 if stacked else top
        chip = QRectF(box.right() - chip_width - 11, chip_top, chip_width, fonts.scaled(19))
        paint_chip(
            painter,
            chip,
            row.chip.text,
            kind=row.chip.kind,
            icon_name=row.chip.icon,
            tokens=tokens,
        )
        name_font = fonts.font(13, 600)
        name_width = QFontMetrics(name_font).horizontalAdvance(row.name)
        spare = min(SPARK, round(chip.left()) - 8 - (SIDE + name_width + 10))
        if row.trend and not stacked and spare >= LEAST_SPARK:
            spark = QRectF(chip.left() - spare - 8, top + 2, spare, line - 5)
            paint_sparkline(painter, spark, row.trend, cited=row.cited, tokens=tokens)
        painter.setFont(name_font)
        painter.setPen(QColor(tokens.text))
        room = box.width() - SIDE - 10 if stacked else round(chip.left()) - SIDE - 6
        name = QFontMetrics(name_font).elidedText(row.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(SIDE, top, room, line), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(fonts.font(12))
        painter.setPen(QColor(tokens.text2))
        below, reason_room, _height = self._reason_place(row, box.width())
        reason = QRect(SIDE, top + below, reason_room, box.height())
        painter.drawText(
            reason, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, unbroken(row.brief)
        )
        if row.more:
            painter.setPen(QColor(tokens.muted))
            painter.setFont(fonts.font(12, 600))
            right = round(chip.left()) - 6 if stacked else box.width() - SIDE + 2
            beside = QRect(box.left(), top + line + 2, right, fonts.scaled(17))
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight, f"+{row.more}")
        painter.setPen(QColor(tokens.border))
        painter.drawLine(SIDE, box.bottom(), box.right() - 12, box.bottom())

    @staticmethod
    def _chip_width(row: PatientRow) -> int:
        return chip_width(row.chip.text, with_icon=True) - 1

    def _is_stacked(self, row: PatientRow, width: int) -> bool:
        """True where name and chip do not fit beside each other: no name is cut for a chip."""
        name = QFontMetrics(fonts.font(13, 600)).horizontalAdvance(row.name)
        return SIDE + name + 8 > width - self._chip_width(row) - 11

    def _reason_place(self, row: PatientRow, width: int) -> tuple[int, int, int]:
        """How far below the name the reason begins, how wide and how high it is.

        It stands beside a chip that had to step under the name only where that leaves it two
        lines of whole words; else under the chip.
        """
        metrics, text = QFontMetrics(fonts.font(12)), unbroken(row.brief)
        below = fonts.scaled(NAME_LINE) + 2
        room = width - SIDE - 12 - (fonts.scaled(24) if row.more else 0)

        def height(within: int) -> int:
            box = QRect(0, 0, within, 1000)
            return metrics.boundingRect(box, Qt.TextFlag.TextWordWrap, text).height()

        if not self._is_stacked(row, width):
            return below, room, height(room)
        beside = room - self._chip_width(row) - 4
        widest = max(metrics.horizontalAdvance(word) for word in text.split(" "))
        least = fonts.scaled(20)
        if widest <= beside and height(beside) <= 2 * metrics.lineSpacing():
            return below, beside, max(height(beside), least)
        whole = width - SIDE - 12
        return below + least + 3, whole, height(whole)


def _padding() -> int:
    return COMPACT_PADDING if fonts.is_compact() else PADDING
