"""The chart card: what is shown (analytes, scale, days), the picture, and what it leaves out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from aza_desktop.clock import Clock
from aza_desktop.drawing.models import Scale, TrendModel, Unit
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui import parts
from aza_desktop.gui.chart.head import ChartHead
from aza_desktop.gui.chart.notes import Notes
from aza_desktop.gui.chart.picture import Picture
from aza_desktop.gui.leading import Leading
from aza_desktop.gui.viewmodels.count_lanes import measured
from aza_desktop.gui.viewmodels.patient_file import FileLike, OpenFile, is_judged
from aza_desktop.gui.viewmodels.trend import (
    TrendOptions,
    build_trend,
    usual_analytes,
    with_counts,
)
from aza_desktop.texts import tr

_FILTERS = {
    "PNG picture (*.png)": ".png",
    "SVG drawing (*.svg)": ".svg",
    "PDF document (*.pdf)": ".pdf",
}
_ZOOM_IN, _ZOOM_OUT = 0.6, 1.0 / 0.6
_UNITS = tuple(Unit)


class TrendView(Leading, parts.Card):
    """Liver enzymes and dose of one patient. Its picture waits for the window's first paint."""

    result_chosen = Signal(str)
    correction_requested = Signal(str)
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
        self.title.hide()
        self.note.hide()
        self.controls = ChartHead(tokens)
        self.export = self.controls.export
        self.body.removeItem(self.head)
        self.body.addWidget(self.controls)
        self.picture = Picture(tokens, self)
        self.picture.setAccessibleName(tr("Liver enzymes and dose, chart"))
        self.begins_at = self.picture
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.setSpacing(6)
        self.body.addWidget(self.picture, 1)
        self._strip = Notes(tokens)
        self.breaches, self.notes = self._strip.breaches, self._strip.notes
        self.body.addWidget(self._strip)
        self._connect()
        self.show_nothing()

    def _connect(self) -> None:
        head, picture = self.controls, self.picture
        for wish, slot in (
            (head.analytes_chosen, lambda codes: self._change(analytes=codes)),
            (head.scale_chosen, lambda scale: self._change(scale=scale)),
            (head.span_chosen, self._show_span),
            (head.unit_chosen, lambda unit: self._change(unit=unit)),
            (head.counts_chosen, lambda wanted: self._change(counts=wanted)),
            (head.edish_requested, self.edish_requested),
            (head.export_requested, self._ask_where),
            (picture.result_chosen, self.result_chosen),
            (picture.result_opened, self.correction_requested),
            (picture.days_chosen, self._zoom_to),
            (picture.key_pressed, self._key),
            (picture.drawn, self._show_left_out),
            (self._strip.span_wished, self._show_span),
        ):
            wish.connect(slot)
        save = QShortcut(QKeySequence("Ctrl+E"), self)
        save.activated.connect(lambda: self._ask_where(False))

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
        self._strip.show_texts("", (why,) if why else (), "")
        self.controls.set_enabled(enabled=False)
        self._show_options()

    def draw_now(self) -> None:
        """Draw the picture at once, without waiting for the first paint."""
        self.picture.draw_now()

    def select_result(self, result_id: str) -> None:
        """Show the read-out of a result that was chosen elsewhere, or of its day."""
        if self.picture.select_result(result_id) or self._file is None:
            return
        for result in self._file.record.current_results:
            if result.id == result_id:
                self.picture.select_day(result.collected_on)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        parts.retint(self, tokens)
        self.controls.apply_tokens(tokens)
        self.controls.fit(self._inner_width())
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
        self._show_notes(())
        self.controls.set_enabled(enabled=True)
        self._show_options()

    def _show_notes(self, left_out: tuple[str, ...]) -> None:
        model = self._model
        if model is None:
            return
        notes = model.notes
        if left_out:
            text = tr("no room in this window for {what}")
            notes = (*notes, text.format(what=", ".join(left_out)))
        self._strip.show_texts(model.hidden_breaches, notes, model.offer)

    def _show_left_out(self) -> None:
        """What the second panel has no room for is named, too."""
        self._show_notes(self.picture.left_out)

    def _show_options(self) -> None:
        file = self._file
        self.controls.show_options(
            self._options,
            self._shown_analytes(),
            counts=file is not None and with_counts(file, self._options),
            measured=file is not None and bool(measured(file)),
        )

    def _shown_analytes(self) -> tuple[str, ...]:
        if self._file is None or self._options.unit is Unit.RAW:
            return tuple(s.analyte for s in self._model.series) if self._model else ()
        if self._options.analytes is not None:
            return self._options.analytes
        return usual_analytes(self._file)

    # ---- wishes --------------------------------------------------------------------------

    def _change(self, **changes: object) -> None:
        self._options = replace(self._options, **changes)  # type: ignore[arg-type]  # by field
        self._rebuild()
        self.options_changed.emit(self._options)

    def _show_span(self, span: str) -> None:
        self._change(span=span, window=None)

    def _key(self, _key: int, text: str) -> None:
        if text in "lL":
            linear = self._options.scale is Scale.LINEAR
            self._change(scale=Scale.LOG2 if linear else Scale.LINEAR)
        elif text in "12345":
            list(self.controls.chips.values())[int(text) - 1].click()
        elif text in "cC":
            self.controls.counts.click()
        elif text in "uU":
            self._change(unit=_UNITS[(_UNITS.index(self._options.unit) + 1) % len(_UNITS)])
        elif text in "iI":
            self.toggle_first_episode()
        elif text in "eE":
            self.edish_requested.emit()
        elif text == "0":
            self._change(window=None)
        else:
            self._zoom(_ZOOM_IN if text == "+" else _ZOOM_OUT)

    def toggle_first_episode(self) -> None:
        """Lay the first episode under the present one, or take it away (I)."""
        self._change(first_episode=not self._options.first_episode)

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

    def _ask_where(self, unnamed: bool) -> None:
        if self._model is None or self._file is None:
            return
        whose = tr("patient") if unnamed else self._file.record.identity.number
        suggestion = f"{whose}-liver-{self._model.today.isoformat()}.png"
        chosen, kind = QFileDialog.getSaveFileName(
            self, tr("Save the chart"), suggestion, ";;".join(_FILTERS)
        )
        if chosen:
            path = Path(chosen)
            if path.suffix.lower() not in _FILTERS.values():
                path = path.with_name(path.name + _FILTERS.get(kind, ".png"))
            self.export_to(path, unnamed=unnamed)

    def export_to(self, path: Path, *, unnamed: bool = False) -> None:
        """Write the picture, light and with its caption; says so by a signal.

        unnamed: without the patient's name and number.
        """
        if self._model is None:
            return
        from aza_desktop.drawing.export import save_trend  # noqa: PLC0415 - brings matplotlib

        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            save_trend(self._model.unnamed() if unnamed else self._model, path)
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
        self.controls.fit(self._inner_width())
        super().resizeEvent(event)

    def _inner_width(self) -> int:
        margins = self.body.contentsMargins()
        return self.width() - margins.left() - margins.right()
