"""A draft of the clinic's own version: fields at the left, what they change at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.governance.effects_list import EffectsList
from aza_desktop.gui.tall_area import TallArea, stack
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.drafting import (
    NO,
    YES,
    DraftField,
    DraftModel,
    DraftRead,
    EffectRow,
)
from aza_desktop.texts import ntr, tr

_SETTLE_MS = 120
_VALUE, _SIDE, _NARROW_SIDE, _WIDE = 190, 400, 320, 1100
_BESIDE_FROM, _LEAST = 760, 200


class DraftPage(QWidget):
    """Shows a `DraftModel` and tells what is typed; it judges nothing."""

    closed = Signal()
    typed = Signal()
    try_requested = Signal()
    keep_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("draft_page")
        self.setAccessibleName(tr("Draft of our own version"))
        self._tokens = tokens
        self.fields: dict[str, QLineEdit | parts.Choice] = {}
        self._wrong: dict[str, QLabel] = {}
        self._begun: dict[str, str] = {}
        self._rows: dict[str, tuple[QWidget, str]] = {}
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SETTLE_MS)
        self._wait.timeout.connect(self.typed)
        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(TallArea(page))
        self._across = row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._make_fields(tokens), 1)
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addWidget(self._make_changes(), 2)
        side.addWidget(self._make_effects(tokens), 3)
        side.addWidget(self._make_end(tokens))
        holder = QWidget()
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        self._side = holder
        row.addWidget(holder)

    def show_model(self, model: DraftModel) -> None:
        """Show the fields anew; what was typed before is gone."""
        self.heading.setText(model.heading)
        self.base.setText(model.base)
        parts.clear(self._list)
        self.fields.clear()
        self._wrong.clear()
        self._rows.clear()
        self._begun = {field.name: field.text for field in model.fields}
        for field in model.fields:
            made = self._row(field)
            self._rows[field.name] = (made, f"{field.title} {field.name} {field.about}".casefold())
            self._list.addWidget(made)
        self._list.addStretch(1)
        self.finder.clear()
        self.why.clear()
        self.message.hide()
        self.forget_effects()
        self.show_read(DraftRead({}, {}, ()))

    def texts(self) -> dict[str, str]:
        """Field -> what stands in it now, where that is not what it began with."""
        now = {name: _text(field) for name, field in self.fields.items()}
        return {name: text for name, text in now.items() if text != self._begun[name]}

    def set_text(self, name: str, text: str) -> None:
        """Type into a field."""
        field = self.fields[name]
        if isinstance(field, parts.Choice):
            field.setCurrentIndex(field.findData(text))
        else:
            field.setText(text)

    def show_read(self, read: DraftRead) -> None:
        """Say what cannot be taken, under its field, and what the draft changes."""
        for name, label in self._wrong.items():
            why = read.errors.get(name, "")
            label.setText(why)
            label.setVisible(bool(why))
            field = self.fields[name]
            if isinstance(field, QLineEdit):
                parts.set_look(field, invalid="true" if why else "false")
                field.setAccessibleDescription(why)
        parts.clear(self._changes)
        for text in read.changes:
            self._changes.addWidget(_sentence(text))
        if not read.changes:
            said = tr("Nothing yet: every value is as in the shipped text.")
            self._changes.addWidget(parts.label(said, tone="secondary", wrap=True))
        self._changes.addStretch(1)
        count = len(read.changes)
        self.changes.note.setText(ntr("{n} change", "{n} changes", count).format(n=count))
        self.attempt.setEnabled(not read.errors)
        self.keep.setEnabled(not read.errors)

    def show_progress(self, seen: int, of: int) -> None:
        """How many patients were tried."""
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(seen)
        self.progress.show()
        self.told.setText(tr("Tried on {n} of {of} patients").format(n=seen, of=of))

    def show_effects(self, rows: tuple[EffectRow, ...], words: str) -> None:
        """The patients whose marks would change."""
        self.progress.hide()
        self.told.setText(words)
        self.effects.show_rows(rows)

    def forget_effects(self) -> None:
        """What was tried is not what stands in the fields now."""
        self.progress.hide()
        said = tr("Not tried yet. Nothing is saved by trying.")
        if self.told.text() != said:
            self.told.setText(said)
            self.effects.show_rows(())

    def forget(self) -> None:
        """Nothing of a clinic stays on the page."""
        self._wait.stop()
        parts.clear(self._list)
        for known in (self.fields, self._wrong, self._rows, self._begun):
            known.clear()
        self.forget_effects()

    def refuse(self, text: str) -> None:
        """Why the draft cannot be kept or tried."""
        self.progress.hide()
        self.message.setText(text)
        self.message.show()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        self._fit()
        self.effects.apply_tokens(tokens)
        parts.retint(self, tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # inside

    def _fit(self) -> None:
        """Fields and what they change beside one another, or below one another."""
        narrow = self.width() < fonts.scaled(_BESIDE_FROM)
        wanted = fonts.scaled(_SIDE if self.width() >= _WIDE else _NARROW_SIDE)
        stack(self._across, self._side, narrow=narrow, width=min(wanted, self.width() * 2 // 5))
        for part in self._scrolls:
            part.setMinimumHeight(fonts.scaled(_LEAST) if narrow else 0)

    def _make_fields(self, tokens: Tokens) -> parts.Card:
        card = parts.Card(tr("Our own version"))
        self.finder = QLineEdit()
        self.finder.setObjectName("draft_find")
        self.finder.setAccessibleName(tr("Find a parameter"))
        self.finder.setPlaceholderText(tr("Find a parameter"))
        self.finder.setMinimumWidth(fonts.scaled(190))
        self.finder.textChanged.connect(self._filter)
        card.head.addWidget(self.finder)
        back = close_button(self, tokens, self.closed, name="draft_close")
        card.head.addWidget(back)
        self.heading = parts.label(size="card", wrap=True)
        self.base = parts.label(size="small", tone="secondary", wrap=True)
        card.body.addWidget(self.heading)
        card.body.addWidget(self.base)
        scroller, self._list = _scroll()
        self._scrolls = [scroller]
        card.body.addWidget(scroller, 1)
        return card

    def _make_changes(self) -> parts.Card:
        self.changes = parts.Card(tr("What our version changes"))
        scroller, self._changes = _scroll()
        self._scrolls.append(scroller)
        self.changes.body.addWidget(scroller, 1)
        return self.changes

    def _make_effects(self, tokens: Tokens) -> parts.Card:
        card = parts.Card(tr("Whose marks would change"))
        self.attempt = parts.button(
            tr("Try it"), tokens, name="draft_try", icon_name="users",
            help_text=tr("Judge every current patient by this text; nothing is saved"),
        )  # fmt: skip
        self.attempt.clicked.connect(self.try_requested)
        self.told = parts.label(tone="secondary", wrap=True)
        self.told.setObjectName("draft_effects_told")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.told, 1)
        row.addWidget(self.attempt, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        self.progress = QProgressBar()
        self.progress.setObjectName("draft_progress")
        self.progress.setAccessibleName(tr("Patients tried"))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        card.body.addWidget(self.progress)
        self.effects = EffectsList(tokens)
        self._scrolls.append(self.effects)
        card.body.addWidget(self.effects, 1)
        return card

    def _make_end(self, tokens: Tokens) -> parts.Card:
        card = parts.Card(tr("Keep it as a draft"))
        note = parts.label(tr("Two people sign it afterwards."), tone="secondary", wrap=True)
        card.body.addWidget(note)
        self.why = QLineEdit()
        self.why.setObjectName("draft_why")
        self.why.setAccessibleName(tr("Why the clinic changes it"))
        self.why.setPlaceholderText(tr("Why the clinic changes it"))
        card.body.addWidget(self.why)
        self.message = parts.label(tone="critical", wrap=True)
        self.message.setObjectName("draft_message")
        card.body.addWidget(self.message)
        self.keep = parts.button(tr("Keep the draft"), tokens, role="primary", name="draft_keep")
        self.keep.clicked.connect(self.keep_requested)
        card.body.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignRight)
        return card

    def _row(self, field: DraftField) -> QFrame:
        made = QFrame()
        made.setProperty("role", "panel")
        grid = QGridLayout(made)
        grid.setContentsMargins(12, 7, 12, 7)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        title = parts.label(field.title, size="strong", wrap=True)
        about = parts.label(field.about, size="small", tone="secondary", wrap=True)
        if field.note:
            made.setToolTip(field.note)
        edit = self._edit(field)
        title.setBuddy(edit)
        self.fields[field.name] = edit
        wide = field.kind == "words"
        grid.addWidget(title, 0, 0)
        grid.addWidget(about, 1, 0)
        if field.is_open:
            chip = parts.Chip(tr("not decided"), "warning", self._tokens)
            grid.addWidget(chip, 0, 1, Qt.AlignmentFlag.AlignRight)
        if wide:
            grid.addWidget(edit, 2, 0, 1, 4)
        else:
            grid.addWidget(edit, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._beside(field), 0, 3, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        wrong = parts.label(size="small", tone="critical", wrap=True)
        wrong.setObjectName(f"draft_{field.name}_wrong")
        wrong.hide()
        grid.addWidget(wrong, 3, 0, 1, 4)
        self._wrong[field.name] = wrong
        return made

    def _beside(self, field: DraftField) -> QWidget:
        """Unit and bounds beside a field, the same width in every row."""
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        made.setFixedWidth(fonts.scaled(104))
        for text, tone in ((field.unit, ""), (field.bounds, "secondary")):
            if text:
                rows.addWidget(parts.label(text, size="small", tone=tone))
        return made

    def _edit(self, field: DraftField) -> QLineEdit | parts.Choice:
        name = f"draft_{field.name}"
        if field.kind in {"flag", "choice"}:
            box = parts.Choice(name, field.title, self._tokens)
            picks = (
                ((tr("Yes"), YES), (tr("No"), NO))
                if field.kind == "flag"
                else tuple((each, each) for each in field.choices)
            )
            for text, key in picks:
                box.addItem(text, key)
            box.setCurrentIndex(box.findData(field.text))
            box.currentIndexChanged.connect(lambda _=0: self._changed())
            box.setFixedWidth(fonts.scaled(_VALUE // 2 + 15))
            return box
        edit = QLineEdit(field.text)
        edit.setObjectName(name)
        edit.setAccessibleName(": ".join(filter(None, (field.title, field.bounds))))
        edit.textEdited.connect(lambda _text: self._changed())
        edit.textChanged.connect(lambda _text: self._wait.start())
        edit.setCursorPosition(0)
        if field.kind in {"number", "whole"}:
            edit.setFixedWidth(fonts.scaled(_VALUE // 2 + 15))
        elif field.kind == "text":
            edit.setFixedWidth(fonts.scaled(_VALUE))
        return edit

    def _changed(self) -> None:
        self.message.hide()
        self.forget_effects()
        self._wait.start()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for row, told in self._rows.values():
            row.setVisible(all(word in told for word in words))


def _text(field: QLineEdit | parts.Choice) -> str:
    return str(field.currentData()) if isinstance(field, parts.Choice) else field.text()


def _sentence(text: str) -> QFrame:
    made = QFrame()
    made.setProperty("role", "panel")
    rows = QVBoxLayout(made)
    rows.setContentsMargins(10, 7, 10, 7)
    rows.addWidget(parts.label(text, wrap=True))
    return made


def _scroll() -> tuple[QScrollArea, QVBoxLayout]:
    scroller = QScrollArea()
    scroller.setWidgetResizable(True)
    scroller.setFrameShape(QFrame.Shape.NoFrame)
    scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    page = QWidget()
    page.setProperty("role", "page")
    rows = QVBoxLayout(page)
    rows.setContentsMargins(0, 0, 6, 0)
    rows.setSpacing(6)
    scroller.setWidget(page)
    scroller.viewport().setAutoFillBackground(False)
    return scroller, rows
