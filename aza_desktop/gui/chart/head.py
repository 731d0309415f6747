"""The row above the picture: which analytes, in what unit, on which scale, over which days."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from aza_desktop.drawing.models import Scale, Unit
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.chart.marker_icon import marker_icon
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.curves import ROLES
from aza_desktop.gui.viewmodels.trend import SPANS, TrendOptions
from aza_desktop.texts import tr

_NAMES = {"BILI": "Bilirubin"}


class ChartHead(QWidget):
    """Wraps where there is little room; says what was wished and decides nothing."""

    analytes_chosen = Signal(tuple)
    scale_chosen = Signal(object)
    span_chosen = Signal(str)
    unit_chosen = Signal(object)
    counts_chosen = Signal(bool)
    edish_requested = Signal()
    export_requested = Signal(bool)
    """True: without the patient's name."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._row = FlowLayout(self, gap=5, line_gap=6)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.title = parts.label(tr("Enzymes and dose"), size="title")
        self._row.addWidget(self.title)
        self.chips: dict[str, QPushButton] = {}
        self._make_chips(tokens)
        self._row.push_right()
        self._make_choices(tokens)
        self._make_buttons(tokens)

    def _make_chips(self, tokens: Tokens) -> None:
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
            chip.clicked.connect(lambda _=False, code=code: self._chip_clicked(code))
            self.chips[code] = chip
            self._row.addWidget(chip)
        self.counts = parts.button(
            tr("Counts"),
            tokens,
            role="toggle",
            checkable=True,
            name="trend_counts",
            help_text=tr("Blood counts, INR and metabolites below the curves (key C)"),
        )
        self.counts.setIcon(marker_icon("other", tokens))
        self.counts.clicked.connect(self.counts_chosen)
        self._row.addWidget(self.counts)

    def _make_choices(self, tokens: Tokens) -> None:
        self.unit = parts.Choice("trend_unit", tr("Unit of the value axis"), tokens, role="small")
        for text, unit in (
            (tr("× ULN"), Unit.ULN),
            (tr("Raw"), Unit.RAW),
            (tr("× own"), Unit.BASELINE),
        ):
            self.unit.addItem(text, unit.value)
        self.unit.setMinimumHeight(fonts.scaled(24))
        self.unit.setToolTip(
            tr(
                "Multiples of the upper limit, the laboratory's unit (one analyte), or multiples "
                "of the patient's own value before restart or treatment (key U)"
            )
        )
        self.unit.activated.connect(
            lambda _place: self.unit_chosen.emit(Unit(self.unit.currentData()))
        )
        scales, self.scales = parts.segments(
            ((tr("Linear"), "linear"), (tr("Log"), "log2")), tokens, what=tr("Scale")
        )
        spans, self.spans = parts.segments(
            tuple((tr(text), key) for key, text in SPANS.items()), tokens, what=tr("Time shown")
        )
        self.scales.buttonClicked.connect(
            lambda one: self.scale_chosen.emit(Scale(one.property("key")))
        )
        self.spans.buttonClicked.connect(lambda one: self.span_chosen.emit(one.property("key")))
        for widget in (self.unit, scales, spans):
            self._row.addWidget(widget)

    def _make_buttons(self, tokens: Tokens) -> None:
        self.edish = parts.button(
            tr("eDISH"),
            tokens,
            icon_name="chart-scatter",
            name="trend_edish",
            help_text=tr("The highest values of all patients (E)"),
        )
        self.edish.clicked.connect(self.edish_requested)
        self.export = parts.button(
            "",
            tokens,
            icon_name="download",
            name="trend_export",
            help_text=tr("Save the chart as PNG, SVG or PDF (Ctrl+E)"),
        )
        self.export.setAccessibleName(tr("Save the chart"))
        menu = QMenu(self.export)
        for text, unnamed in (
            (tr("With the patient's &name…"), False),
            (tr("&Without name and number…"), True),
        ):
            action = QAction(text, menu)
            action.triggered.connect(
                lambda _=False, unnamed=unnamed: self.export_requested.emit(unnamed)
            )
            menu.addAction(action)
        self.export.setMenu(menu)
        for widget in (self.edish, self.export):
            self._row.addWidget(widget)

    # what is shown

    def show_options(
        self, options: TrendOptions, shown: tuple[str, ...], *, counts: bool, measured: bool
    ) -> None:
        """Buttons and boxes follow what is shown."""
        for code, chip in self.chips.items():
            chip.setChecked(code in shown)
        for one in self.scales.buttons():
            one.setChecked(one.property("key") == options.scale.value)
        self.spans.setExclusive(False)
        for one in self.spans.buttons():
            chosen = one.property("key") == options.span
            one.setChecked(chosen and options.window is None)
        self.spans.setExclusive(options.window is None)
        self.unit.setCurrentIndex(self.unit.findData(options.unit.value))
        self.counts.setChecked(counts)
        self.counts.setEnabled(measured or counts)

    def set_enabled(self, *, enabled: bool) -> None:
        """Whether there is a picture to choose for."""
        for widget in (*self.chips.values(), self.counts, self.unit, self.export):
            widget.setEnabled(enabled)

    def apply_tokens(self, tokens: Tokens) -> None:
        for code, chip in self.chips.items():
            chip.setIcon(marker_icon(ROLES[code], tokens))
        self.counts.setIcon(marker_icon("other", tokens))

    def fit(self, width: int) -> None:
        """Give up long words, then the title, before anything that can be clicked would wrap."""
        for titled, long in ((True, True), (True, False), (False, True), (False, False)):
            self.title.setVisible(titled)
            self.chips["BILI"].setText(tr("Bilirubin") if long else tr("Bili"))
            self.edish.setText(tr("eDISH") if long else "")
            self._row.invalidate()
            if self._row.sizeHint().width() <= width:
                break
        self.setMinimumHeight(self._row.heightForWidth(max(width, 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self._row.heightForWidth(self.width()))

    # inside

    def _chip_clicked(self, code: str) -> None:
        """In the laboratory's unit one analyte takes the place of the other."""
        if self.unit.currentData() == Unit.RAW.value:
            self.analytes_chosen.emit((code,))
            return
        chosen = tuple(code for code, chip in self.chips.items() if chip.isChecked())
        self.analytes_chosen.emit(chosen)
