"""The chart card: what is shown (analytes, scale, days), the picture, and what it leaves out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from aza_desktop.clock import Clock
from aza_desktop.drawing.models import Scale, TrendModel
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui import parts
from aza_desktop.gui.chart.marker_icon import marker_icon
from aza_desktop.gui.chart.picture import Picture
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.curves import ROLES
from aza_desktop.gui.viewmodels.patient_file import FileLike, OpenFile, is_judged
from aza_desktop.gui.viewmodels.trend import SPANS, TrendOptions, build_trend, usual_analytes
from aza_desktop.texts import tr

_NAMES = {"BILI": "Bilirubin"}
_FILTERS = {
    "PNG picture (*.png)": ".png",
    "SVG drawing (*.svg)": ".svg",
    "PDF document (*.pdf)": ".pdf",
}
_ZOOM_IN, _ZOOM_OUT = 0.6, 1.0 / 0.6


class TrendView(parts.Card):
    """Liver enzymes and dose of one patient. Its picture waits for the window's first paint."""

    result_chosen = Signal(str)
    options_changed = Signal(object)
    exported = Signal(str)
    export_failed = Signal(object)
    edish_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("Liver enzymes and dose"), parent)
        self.setObjectName("trend_chart")
        self._tokens = tokens
        self._file: FileLike | None = None
        self._model: TrendModel | None = None
        self._options = TrendOptions()
        self._clock: Clock | None = None
        self._demo = False
        self._chips: dict[str, QPushButton] = {}
        self._make_head(tokens)
        self.picture = Picture(tokens, self)
        self.picture.setAccessibleName(tr("Liver enzymes and dose, chart"))
        self.picture.result_chosen.connect(self.result_chosen)
        self.picture.days_chosen.connect(self._zoom_to)
        self.picture.key_pressed.connect(self._key)
        self.setFocusProxy(self.picture)
        self.body.setSpacing(6)
        self.body.addWidget(self.picture, 1)
        self._breaches_row, self.breaches = _strip(tokens, icon="octagon-alert", tone="critical")
        self.breaches.setObjectName("trend_hidden_breaches")
        self._notes_row, self.notes = _strip(tokens, icon="circle-alert", tone="warning")
        self.notes.setObjectName("trend_notes")
        self.body.addWidget(self._breaches_row)
        self.body.addWidget(self._notes_row)
        self.show_nothing()

    def _make_head(self, tokens: Tokens) -> None:
        place = 2
        for key, (code, role) in enumerate(ROLES.items(), start=1):
            name = _NAMES.get(code, code)
            chip = parts.button(
                name,
                tokens,
                role="toggle",
                checkable=True,
                name=f"trend_{code.lower()}",
                help_text=tr("Show or hide {name} (key {key})").format(name=name, key=key),
            )
            chip.setIcon(marker_icon(role, tokens))
            chip.setChecked(True)
            chip.clicked.connect(self._analytes_clicked)
            self._chips[code] = chip
            self.head.insertWidget(place, chip)
            place += 1
        scales, self._scales = parts.segments(
            ((tr("Linear"), "linear"), (tr("Log"), "log2")), tokens, what=tr("Scale")
        )
        spans, self._spans = parts.segments(
            tuple((tr(text), key) for key, text in SPANS.items()), tokens, what=tr("Time shown")
        )
        self._scales.buttonClicked.connect(
            lambda one: self._change(scale=Scale(one.property("key")))
        )
        self._spans.buttonClicked.connect(
            lambda one: self._change(span=one.property("key"), window=None)
        )
        self.export = parts.button(
            "",
            tokens,
            icon_name="download",
            name="trend_export",
            help_text=tr("Save the chart as PNG, SVG or PDF (Ctrl+E)"),
        )
        self.export.setAccessibleName(tr("Save the chart"))
        self.export.setShortcut(QKeySequence("Ctrl+E"))
        self.export.clicked.connect(self._ask_where)
        self.head.setSpacing(6)
        for widget in (scales, spans, self.export):
            self.head.addWidget(widget)
        self.note.hide()

    # ---- what is shown -------------------------------------------------------------------

    def use_clock(self, clock: Clock) -> None:
        """The clock that says when an exported picture was made."""
        self._clock = clock

    def set_demo(self, demo: bool) -> None:
        """Mark exported pictures as invented."""
        self._demo = demo

    def show_file(self, file: OpenFile) -> None:
        """Show a patient, with the analytes, scale and days that the user chose."""
        if not is_judged(file):
            self.show_nothing(tr("The chart needs the patient's protocol, which cannot be loaded."))
            return
        other = self._file is None or self._file.record.id != file.record.id
        self._file = file
        if other and self._options.window is not None:
            self._options = replace(self._options, window=None)
        self._rebuild()

    def show_model(self, model: TrendModel) -> None:
        """Show a finished model; changes of the options then only raise `options_changed`."""
        self._file = None
        self._show(model)

    def show_nothing(self, why: str = "") -> None:
        """No patient is open, or none whose chart can be made."""
        self._file = None
        self._model = None
        self.picture.show_model(None)
        self.notes.setText(why)
        self._notes_row.setVisible(bool(why))
        self._breaches_row.hide()
        for widget in (*self._chips.values(), self.export):
            widget.setEnabled(False)
        self._show_options()

    def draw_now(self) -> None:
        """Draw the picture at once, without waiting for the first paint."""
        self.picture.draw_now()

    def select_result(self, result_id: str) -> None:
        """Show the read-out of a result that was chosen elsewhere."""
        self.picture.select_result(result_id)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        parts.retint(self, tokens)
        for code, chip in self._chips.items():
            chip.setIcon(marker_icon(ROLES[code], tokens))
        self.picture.apply_tokens(tokens)

    @property
    def model(self) -> TrendModel | None:
        return self._model

    @property
    def options(self) -> TrendOptions:
        return self._options

    def set_options(self, options: TrendOptions) -> None:
        """Show what a user had chosen earlier."""
        self._options = options
        self._rebuild()

    def _rebuild(self) -> None:
        if self._file is not None:
            now = self._clock.now() if self._clock is not None else None
            self._show(
                build_trend(self._file, options=self._options, demo=self._demo, generated_at=now)
            )
        self._show_options()

    def _show(self, model: TrendModel) -> None:
        self._model = model
        self.picture.show_model(model)
        self.setAccessibleDescription(model.description)
        self.notes.setText("   ·   ".join(model.notes))
        self._notes_row.setVisible(bool(model.notes))
        self.breaches.setText(model.hidden_breaches)
        self._breaches_row.setVisible(bool(model.hidden_breaches))
        for widget in (*self._chips.values(), self.export):
            widget.setEnabled(True)
        self._show_options()

    def _show_options(self) -> None:
        shown = self._shown_analytes()
        for code, chip in self._chips.items():
            chip.setChecked(code in shown)
        for one in self._scales.buttons():
            one.setChecked(one.property("key") == self._options.scale.value)
        self._spans.setExclusive(False)
        for one in self._spans.buttons():
            chosen = one.property("key") == self._options.span
            one.setChecked(chosen and self._options.window is None)
        self._spans.setExclusive(self._options.window is None)

    def _shown_analytes(self) -> tuple[str, ...]:
        if self._options.analytes is not None:
            return self._options.analytes
        if self._file is not None:
            return usual_analytes(self._file)
        return tuple(s.analyte for s in self._model.series) if self._model else ()

    # ---- wishes --------------------------------------------------------------------------

    def _change(self, **changes: object) -> None:
        self._options = replace(self._options, **changes)  # type: ignore[arg-type]  # by field
        self._rebuild()
        self.options_changed.emit(self._options)

    def _analytes_clicked(self) -> None:
        chosen = tuple(code for code, chip in self._chips.items() if chip.isChecked())
        self._change(analytes=chosen)

    def _key(self, _key: int, text: str) -> None:
        if text in "lL":
            linear = self._options.scale is Scale.LINEAR
            self._change(scale=Scale.LOG2 if linear else Scale.LINEAR)
        elif text in "12345":
            list(self._chips.values())[int(text) - 1].click()
        elif text in "eE":
            self.edish_requested.emit()
        elif text == "0":
            self._change(window=None)
        else:
            self._zoom(_ZOOM_IN if text == "+" else _ZOOM_OUT)

    def _zoom(self, factor: float) -> None:
        if self._model is None:
            return
        days = (self._model.end - self._model.start).days
        wanted = max(7, min(round(days * factor), 3660))
        focus = self.picture.readout.on if self.picture.readout is not None else None
        middle = focus or self._model.start + dt.timedelta(days=days // 2)
        start = middle - dt.timedelta(days=wanted // 2)
        self._zoom_to(start, start + dt.timedelta(days=wanted))

    def _zoom_to(self, first: dt.date, last: dt.date) -> None:
        self._change(window=(first, last))

    def _ask_where(self) -> None:
        if self._model is None or self._file is None:
            return
        number = self._file.record.identity.number
        suggestion = f"{number}-liver-{self._model.today.isoformat()}.png"
        chosen, kind = QFileDialog.getSaveFileName(
            self, tr("Save the chart"), suggestion, ";;".join(_FILTERS)
        )
        if chosen:
            path = Path(chosen)
            if path.suffix.lower() not in _FILTERS.values():
                path = path.with_name(path.name + _FILTERS.get(kind, ".png"))
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the picture, light and with its caption; says so by a signal."""
        if self._model is None:
            return
        from aza_desktop.drawing.export import save_trend  # noqa: PLC0415 - brings matplotlib

        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            save_trend(self._model, path)
        except OSError as problem:
            self.export_failed.emit(
                UserError(
                    "unreadable",
                    tr("The chart was not saved"),
                    why=problem.strerror or tr("the file cannot be written"),
                    remedy=tr("Choose another folder"),
                )
            )
        else:
            self.exported.emit(str(path))
        finally:
            QApplication.restoreOverrideCursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the title before anything that can be clicked would be squeezed."""
        self.title.setVisible(self.width() >= fonts.scaled(940))
        super().resizeEvent(event)


def _strip(tokens: Tokens, *, icon: str, tone: str) -> tuple[QWidget, QLabel]:
    """A line under the picture for what it does not show; hidden until there is something."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(2, 0, 2, 0)
    line.setSpacing(7)
    line.addWidget(parts.icon_label(icon, tokens, tone=tone, size=14))
    words = parts.label(
        size="small", tone="critical" if tone == "critical" else "secondary", wrap=True
    )
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    line.addWidget(words, 1)
    row.hide()
    return row, words
