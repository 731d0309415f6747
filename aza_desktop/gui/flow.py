"""A layout that wraps like words on a page: nothing in it is ever cut off or hidden."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class FlowLayout(QLayout):
    """Items left to right, wrapped when the row is full, centred within their row.

    From the item marked by `push_right` on, items lean to the right edge of their row.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 16, line_gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, line_gap
        self._right_from: int | None = None
        self._right_gap = gap
        self._heights: dict[int, int] = {}

    def addWidget(self, widget: QWidget) -> None:  # noqa: N802 - Qt's own name
        """As Qt's own, with an item made here.

        Of an item that Qt makes and deletes, Python keeps the address; whatever Qt puts there next
        (a scroll bar, say) is then taken for the item. Only one made here tells of its end.
        """
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def insertWidget(self, place: int, widget: QWidget) -> None:  # noqa: N802 - as Qt's layouts
        """A widget before the item that stands at `place`."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self._heights.clear()
        if self._right_from is not None and place <= self._right_from:
            self._right_from += 1

    def push_right(self, *, gap: int | None = None) -> None:
        """Lean what is added from now on to the right; gap: between those, if another one."""
        self._right_from = len(self._items)
        self._right_gap = gap if gap is not None else self._gap
        self._heights.clear()

    def forget_push(self) -> None:
        """Lean nothing to the right any more."""
        self._right_from = None
        self._heights.clear()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._heights.clear()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        if self._right_from is not None and index < self._right_from:
            self._right_from -= 1
        self._heights.clear()
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Remembered until a part changes: the layouts around ask some hundred times."""
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self._lay(QRect(0, 0, width, 0), is_trial=True)
        return known

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._settle_parts()
        self._lay(rect, is_trial=False)

    def _settle_parts(self) -> None:
        """A part with a layout of its own may not have noticed yet that its words changed."""
        for item in self._items:
            widget = item.widget()
            inner = widget.layout() if widget is not None else None
            if inner is not None:
                inner.activate()

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        margins: QMargins = self.contentsMargins()
        shown = self._shown()
        width = sum(item.sizeHint().width() for _, item in shown)
        width += self._gap * max(len(shown) - 1, 0) + margins.left() + margins.right()
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's own name
        """As wide as the widest item."""
        margins: QMargins = self.contentsMargins()
        widest = max((item.sizeHint().width() for _, item in self._shown()), default=0)
        highest = max((item.sizeHint().height() for _, item in self._shown()), default=0)
        return QSize(
            widest + margins.left() + margins.right(), highest + margins.top() + margins.bottom()
        )

    def _shown(self) -> list[tuple[int, QLayoutItem]]:
        return [(place, item) for place, item in enumerate(self._items) if not item.isEmpty()]

    def _rows(self, width: int) -> list[list[tuple[int, QLayoutItem]]]:
        rows: list[list[tuple[int, QLayoutItem]]] = [[]]
        used = 0
        for place, item in self._shown():
            needed = item.sizeHint().width()
            if rows[-1] and used + self._before(place) + needed > width:
                rows.append([])
                used = 0
            used += needed + (self._before(place) if rows[-1] else 0)
            rows[-1].append((place, item))
        return rows

    def _before(self, place: int) -> int:
        """The gap before the item at `place`."""
        is_right = self._right_from is not None and place > self._right_from
        return self._right_gap if is_right else self._gap

    def _lay(self, rect: QRect, *, is_trial: bool) -> int:
        margins: QMargins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        top = inner.top()
        rows = [row for row in self._rows(inner.width()) if row]
        for row in rows:
            height = max(_height(item, inner.width()) for _, item in row)
            if not is_trial:
                self._place(row, inner, top, height)
            top += height + self._line_gap
        last = self._line_gap if rows else 0
        return top - last - rect.top() + margins.bottom()

    def _place(
        self, row: list[tuple[int, QLayoutItem]], inner: QRect, top: int, height: int
    ) -> None:
        total = sum(item.sizeHint().width() for _, item in row)
        total += sum(self._before(place) for place, _ in row[1:])
        spare = max(inner.width() - total, 0)
        left = inner.left()
        pushed = self._right_from is None
        for order, (place, item) in enumerate(row):
            left += self._before(place) if order else 0
            if not pushed and self._right_from is not None and place >= self._right_from:
                left += spare
                pushed = True
            size = item.sizeHint()
            width = min(size.width(), inner.width())
            tall = _height(item, width)
            item.setGeometry(QRect(QPoint(left, top + (height - tall) // 2), QSize(width, tall)))
            left += width


class FlowRow(QWidget):
    """Parts that wrap, and a row that grows with them in every kind of layout."""

    def __init__(self, *, gap: int = 8, line_gap: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = FlowLayout(self, gap=gap, line_gap=line_gap)
        self.flow.setContentsMargins(0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.flow.heightForWidth(self.width()))


def _height(item: QLayoutItem, room: int) -> int:
    """How tall an item stands that may be as wide as the room."""
    size = item.sizeHint()
    if size.width() > room and item.hasHeightForWidth():
        return item.heightForWidth(room)
    return size.height()
