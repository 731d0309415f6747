"""Step one: a file is chosen, dropped or pasted; what cannot be read is refused with a remedy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.parts import button, icon_label, label
from aza_desktop.texts import tr


class SourcePage(QWidget):
    """The empty state of an import."""

    choose_requested = Signal()
    paste_requested = Signal()
    template_requested = Signal()
    dropped = Signal(object)
    """A list of paths."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_source")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        self.refusal = Refusal(tokens)
        self.refusal.hide()
        body.addWidget(self.refusal)
        self.zone = _DropZone(tokens)
        self.zone.dropped.connect(self.dropped)
        body.addWidget(self.zone, 1)
        inside = QVBoxLayout(self.zone)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(12)
        inside.addStretch(1)
        picture = icon_label("upload", tokens, tone="accent", size=36)
        inside.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for text, size, tone in (
            (tr("Paste or choose a laboratory file"), "list", ""),
            (
                tr("Drop it here, choose it, or copy cells in Excel and press Ctrl+V."),
                "",
                "secondary",
            ),
        ):
            shown = label(text, size=size, tone=tone)
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(shown)
        inside.addSpacing(6)
        inside.addLayout(self._buttons(tokens))
        inside.addStretch(1)
        known = label(
            tr(
                "CSV, TSV and text tables, Excel (xlsx), HL7 v2 results, FHIR R4 (JSON, NDJSON). "
                "What a file is, is told by its content, not by its name."
            ),
            size="small",
            tone="secondary",
            wrap=True,
        )
        body.addWidget(known)

    def _buttons(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        self.choose = button(
            tr("Choose files…"), tokens, role="primary", icon_name="folder-open",
            name="import_choose",
        )  # fmt: skip
        self.choose.clicked.connect(self.choose_requested)
        self.paste = button(
            tr("Paste cells"), tokens, icon_name="file-text", name="import_paste",
            help_text=tr("Reads the cells on the clipboard (Ctrl+V)"),
        )  # fmt: skip
        self.paste.clicked.connect(self.paste_requested)
        self.template = button(
            tr("Save template…"), tokens, icon_name="download", name="import_template",
            help_text=tr("An empty table with the columns that are read, to fill in"),
        )  # fmt: skip
        self.template.clicked.connect(self.template_requested)
        for each in (self.choose, self.paste, self.template):
            row.addWidget(each)
        row.addStretch(1)
        return row


class Refusal(QFrame):
    """Why a file was refused, in three short lines."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_refusal")
        self.setProperty("role", "message")
        self.setProperty("kind", "error")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(10)
        row.addWidget(
            icon_label("triangle-alert", tokens, tone="critical"), 0, Qt.AlignmentFlag.AlignTop
        )
        lines = QVBoxLayout()
        lines.setSpacing(2)
        self._lines: tuple[QLabel, ...] = (
            label(size="strong", wrap=True),
            label(wrap=True),
            label(tone="secondary", wrap=True),
        )
        for line in self._lines:
            lines.addWidget(line)
        row.addLayout(lines, 1)

    def show_error(self, error: UserError) -> None:
        """What, why and what helps."""
        texts = (error.what, error.why, error.remedy)
        for line, text in zip(self._lines, texts, strict=True):
            line.setText(f"{text}.".replace("..", "."))
        self.setAccessibleName(". ".join(texts))
        self.show()

    def text(self) -> str:
        """What is shown."""
        return "\n".join(line.text() for line in self._lines)


class _DropZone(QFrame):
    """A dashed field that takes files."""

    dropped = Signal(object)

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_drop")
        self.setAccessibleName(tr("Drop laboratory files here"))
        self.setAcceptDrops(True)
        self._tokens, self._is_over = tokens, False

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show the field in another theme."""
        self._tokens = tokens
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._over(is_over=True)

    def dragLeaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # QDragLeaveEvent
        self._over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._over(is_over=False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._tokens
        painter.setBrush(QColor(tokens.accent_tint if self._is_over else tokens.surface))
        pen = QPen(QColor(tokens.accent if self._is_over else tokens.control), 1.5)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 10, 10)
        painter.end()

    def _over(self, *, is_over: bool) -> None:
        self._is_over = is_over
        self.update()
