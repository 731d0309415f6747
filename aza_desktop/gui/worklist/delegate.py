"""Paints the Today list: group heads, and rows of name, sparkline, chip and reason."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.models.row_table import Index
from aza_desktop.gui.parts import paint_chip
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
            return QSize(width, fonts.scaled(HEAD))
        lines = self._reason_height(row, width)
        return QSize(width, fonts.scaled(NAME_LINE) + lines + 2 * _padding() + 2)

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
        painter.drawPixmap(SIDE, box.center().y() - 7, 14, 14, pixmap(row.icon, tone, 14))
        painter.setFont(fonts.font(12, 600))
        painter.setPen(QColor(tokens.text2))
        inner = QRect(36, box.top(), box.width() - 36 - SIDE, box.height())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, row.title)
        right = inner
        if row.collapsible:
            model = index.model()
            folded = isinstance(model, WorklistRows) and model.is_folded(row.group)
            name = "chevron-right" if folded else "chevron-down"
            place = box.right() - SIDE - 12
            painter.drawPixmap(place, box.center().y() - 6, 12, 12, pixmap(name, tokens.muted, 12))
            right = inner.adjusted(0, 0, -18, 0)
        painter.drawText(
            right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(row.count)
        )

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
        reason = QRect(SIDE, top + line + 2, self._reason_width(row, box.width()), box.height())
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
        return QFontMetrics(fonts.font(12, 600)).horizontalAdvance(row.chip.text) + 33

    def _is_stacked(self, row: PatientRow, width: int) -> bool:
        """True where name and chip do not fit beside each other: no name is cut for a chip."""
        name = QFontMetrics(fonts.font(13, 600)).horizontalAdvance(row.name)
        return SIDE + name + 8 > width - self._chip_width(row) - 11

    def _reason_width(self, row: PatientRow, width: int) -> int:
        room = width - SIDE - 12 - (24 if row.more else 0)
        return room - self._chip_width(row) - 4 if self._is_stacked(row, width) else room

    def _reason_height(self, row: PatientRow, width: int) -> int:
        metrics = QFontMetrics(fonts.font(12))
        room = QRect(0, 0, self._reason_width(row, width), 1000)
        text = unbroken(row.brief)
        found = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
        return max(found, fonts.scaled(20)) if self._is_stacked(row, width) else found


def _padding() -> int:
    return COMPACT_PADDING if fonts.is_compact() else PADDING
