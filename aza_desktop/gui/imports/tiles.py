"""The counts of a preview: a row of buttons that add up to the rows read, each a filter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import icon_label, label, set_look
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.imports import EVERYTHING, Tile

_LARGE, _ROOM = 1.6, 5


class Tiles(QWidget):
    """One tile for each kind; a kind of which there is none stays visible as 0."""

    chosen = Signal(str)

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_tiles")
        self._tokens = tokens
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._tiles: dict[str, _TileButton] = {}

    def show_tiles(self, tiles: tuple[Tile, ...], chosen: str) -> None:
        """New counts; the chosen filter stays. Large letters need two rows of tiles."""
        large = fonts.text_scale() > _LARGE
        for tile in tiles:
            if tile.key not in self._tiles:
                made = self._tiles[tile.key] = _TileButton(tile, self._tokens)
                made.clicked.connect(lambda _on=False, key=tile.key: self.chosen.emit(key))
                self._group.addButton(made)
                row, column = divmod(len(self._tiles) - 1, _ROOM if large else len(tiles))
                self._grid.addWidget(made, row, column)
            self._tiles[tile.key].show_tile(tile)
        self.choose(chosen)

    def choose(self, key: str) -> None:
        """Show which filter holds."""
        self._tiles.get(key, self._tiles[EVERYTHING]).setChecked(True)

    def kinds(self) -> tuple[str, ...]:
        """Every kind, ``all`` among them."""
        return tuple(self._tiles)

    def count(self, key: str) -> int:
        """The number on a tile."""
        return self._tiles[key].shown


class _TileButton(QPushButton):
    def __init__(self, tile: Tile, tokens: Tokens) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.shown = 0
        self.setObjectName(f"import_tile_{tile.key}")
        self.setProperty("role", "tile")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setToolTip(tile.help)
        self.setMinimumHeight(fonts.scaled(54))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(9, 5, 6, 5)
        lines.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        tone = {"ok": "ok", "info": "accent", "warning": "warning", "critical": "critical"}
        self._icon = icon_label(tile.icon, tokens, tone=tone.get(tile.chip, "text2"), size=15)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._count = label(size="list")
        head.addWidget(self._icon)
        head.addWidget(self._count)
        head.addStretch(1)
        self._word = label(tile.word, size="small", tone="secondary")
        lines.addLayout(head)
        lines.addWidget(self._word)
        for each in self.findChildren(QLabel):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_tile(self, tile: Tile) -> None:
        self.shown = tile.count
        self._count.setText(f"{tile.count:,}")
        set_look(self._count, tone="" if tile.count else "muted")
        self.setAccessibleName(f"{tile.count} {tile.word}")
        self.setAccessibleDescription(tile.help)
        self.setMinimumWidth(max(self._word.sizeHint().width() + 20, fonts.scaled(72)))
