"""The cohort page: picture at the left, the quadrants and their patients at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.clinical.cohort import Cohort, Cuts
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.cohort.controls import Controls
from aza_desktop.gui.cohort.edish_picture import EdishPicture
from aza_desktop.gui.cohort.signs import tone_icon
from aza_desktop.gui.cohort.trend_cell import TrendCell
from aza_desktop.gui.leading import Leading
from aza_desktop.gui.models.row_table import RowTable, TableColumn
from aza_desktop.gui.models.row_view import row_view
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.edish import (
    DROPPED,
    SHAPES,
    CohortRow,
    EdishModel,
    PathPoint,
    build_edish,
)
from aza_desktop.gui.viewmodels.edish_words import r_choices, shape_words
from aza_desktop.texts import ntr, tr

_MANY, _WAIT_MS = 600, 40
"""With more patients than this, a dragged line waits a moment before everything is counted."""
_TREND, _ALWAYS = 3, 4
"""Column of the small line; those after it wait where there is no room: the tooltip has them."""
_NARROW = 760
"""A narrower page, in pixels at 100 % of text, has its list below the picture."""
_TIP = int(Qt.ItemDataRole.ToolTipRole)


class EdishView(Leading, parts.Card):
    """The card `edish_view`."""

    closed = Signal()
    wish_changed = Signal()
    patient_requested = Signal(str)
    export_requested = Signal()
    path_requested = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("Highest values of all patients (eDISH)"), parent)
        self.setObjectName("edish_view")
        self._tokens = tokens
        self._cohort: Cohort | None = None
        self._model: EdishModel | None = None
        self._key = ""
        back = close_button(self, tokens, self.closed, name="edish_close")
        self.export = parts.button(
            tr("Save…"), tokens, icon_name="download", name="edish_export",
            help_text=tr("The picture as PNG or SVG, or the table as CSV"),
        )  # fmt: skip
        self.export.clicked.connect(self.export_requested)
        self.head.addWidget(self.export)
        self.head.addWidget(back)
        self.controls = Controls(tokens)
        self._first = self._cuts = self.controls.cuts()
        self.body.addWidget(self.controls)
        self.message = parts.label(tone="critical", wrap=True)
        self.message.hide()
        self.body.addWidget(self.message)
        self.picture = EdishPicture(tokens)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(10)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.picture)
        self._split.addWidget(self._make_side(tokens))
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self.table.viewport().installEventFilter(self)
        content = QWidget()
        content.setProperty("role", "page")
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._split, 1)
        signs = "   ".join(f"{SHAPES[shape]} {words}" for shape, words in shape_words())
        self.legend = parts.label(signs, size="small", tone="secondary", wrap=True)
        self.explained = parts.label(size="small", tone="secondary", wrap=True)
        inner.addWidget(self.legend)
        inner.addWidget(self.explained)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(scroll, 1)
        self.begins_at = self.table
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._count)
        self._connect()

    def _make_side(self, tokens: Tokens) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._choices = QButtonGroup(self)
        self._lines: dict[str, QPushButton] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        column.addLayout(self._grid)
        self._rows = RowTable(self)
        what = tr("Patients of the quadrant, worst first")
        self.table = row_view("edish_table", what, self._rows, sorts=False)
        self._trend = TrendCell(tokens, self.table)
        self.table.setItemDelegateForColumn(_TREND, self._trend)
        self.open = parts.button(
            tr("Open patient"), tokens, role="primary", name="edish_open", icon_name="arrow-right"
        )
        column.addWidget(self.table, 1)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignRight)
        return side

    def _connect(self) -> None:
        self.controls.wish_changed.connect(self.wish_changed)
        self.controls.filter_changed.connect(self._count)
        self.controls.cuts_changed.connect(lambda: self.move_cuts(self.controls.cuts()))
        self.controls.back_to_protocol.clicked.connect(lambda: self.move_cuts(self._first))
        self.picture.cut_moved.connect(self._dragged)
        self.picture.patient_chosen.connect(self._chosen_in_picture)
        self.picture.patient_requested.connect(self.patient_requested)
        self.table.selectionModel().currentRowChanged.connect(self._chosen_in_table)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.open.clicked.connect(lambda: self._open(self.table.currentIndex().row()))

    # what is shown

    @property
    def model(self) -> EdishModel | None:
        return self._model

    def show_cohort(self, cohort: Cohort, first: Cuts) -> None:
        """Show these patients; the lines stay where a user has moved them."""
        moved = self._cohort is not None and self._cuts != self._first
        self._cohort, self._first = cohort, first
        self._cuts = self._cuts if moved else first
        self._key = ""
        self.message.hide()
        count = len(cohort.points) + len(cohort.dropped)
        self.note.setText(ntr("{n} patient", "{n} patients", count).format(n=count))
        self.controls.show_r_choices(r_choices(cohort.protocol))
        self._count()

    def forget(self) -> None:
        """The clinic was closed."""
        self._cohort = self._model = None
        self.picture.show_model(None)
        self._rows.show((), ())

    def wait(self) -> None:
        """The patients are being read; what is shown stays until they are there."""
        self.note.setText(tr("Reading all patients …"))

    def refuse(self, text: str) -> None:
        """Something typed cannot be understood, or the record cannot be read."""
        self.note.setText("")
        self.message.setText(text)
        self.message.show()

    def move_cuts(self, cuts: Cuts) -> None:
        """Put the lines elsewhere: picture, counts and lists follow."""
        if self._cohort is None or cuts == self._cuts:
            return
        self._cuts = cuts
        self._wait.start(_WAIT_MS if len(self._cohort.points) > _MANY else 0)

    def show_path(self, path: tuple[PathPoint, ...]) -> None:
        self.picture.show_path(path)

    def choose_quadrant(self, key: str) -> None:
        """List the patients of a quadrant, the worst one chosen."""
        if self._model is None:
            return
        self._key = key
        self._lines[key].setChecked(True)
        self._rows.show(_columns(self._model, with_lack=key == DROPPED), self._model.rows(key))
        self._fit()
        if self._rows.rows:
            chosen = [row.patient_id for row in self._rows.rows].count(self.picture.chosen)
            self._select(self.picture.chosen if chosen else self._rows.rows[0].patient_id)
        self.open.setEnabled(bool(self._rows.rows))

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        parts.retint(self, tokens)
        self.controls.apply_tokens(tokens)
        self._trend.tokens = tokens
        if self._model is not None:
            self._show_lines(self._model)
        self.picture.apply_tokens(tokens)
        self._arrange()
        self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table.viewport() and event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        """Picture and list beside one another; one below the other where the text is large."""
        narrow = self.width() < fonts.scaled(_NARROW)
        upright = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        self._split.setOrientation(upright)
        self._split.setMinimumHeight(fonts.scaled(640 if narrow else 300))
        side = min(max(fonts.scaled(440), self.width() * 2 // 5), self.width() // 2)
        sizes = [fonts.scaled(360), fonts.scaled(280)] if narrow else [self.width() - side, side]
        self._split.setSizes(sizes)
        self._fit()

    # inside

    def _count(self) -> None:
        if self._cohort is None:
            return
        r_class = str(self.controls.r_class.currentData() or "all")
        self._model = build_edish(self._cohort, self._cuts, r_class=r_class)
        self.controls.show_cuts(self._cuts)
        self.picture.show_model(self._model)
        self.explained.setText(_explanation(self._model))
        self._show_lines(self._model)
        known = {line.key for line in self._model.quadrants if line.count}
        self.choose_quadrant(self._key if self._key in known else self._model.worst or DROPPED)

    def _show_lines(self, model: EdishModel) -> None:
        for place, line in enumerate(model.quadrants):
            if line.key not in self._lines:
                made = parts.button(
                    "", self._tokens, role="listed", checkable=True, name=f"edish_{line.key}"
                )
                made.clicked.connect(lambda _=False, key=line.key: self.choose_quadrant(key))
                self._choices.addButton(made)
                self._lines[line.key] = made
                self._grid.addWidget(made, place // 2, place % 2)
            button = self._lines[line.key]
            button.setText(line.text)
            button.setAccessibleName(f"{line.text}, {line.meaning}")
            button.setToolTip(line.meaning)
            button.setIcon(tone_icon(getattr(self._tokens, line.tone)))

    def _select(self, patient_id: str) -> None:
        """Choose a patient's row; whoever listens draws the path."""
        place = next(
            (n for n, row in enumerate(self._rows.rows) if row.patient_id == patient_id), None
        )
        if place is None:
            return
        flags = QItemSelectionModel.SelectionFlag
        index = self._rows.index(place, 0)
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index)

    def _chosen_in_table(self, current, _previous) -> None:  # type: ignore[no-untyped-def]  # QModelIndex
        if current.isValid():
            row: CohortRow = self._rows.row(current)
            self.picture.choose("" if row.lack else row.patient_id)
            if not row.lack:
                self.path_requested.emit(row.patient_id)

    def _chosen_in_picture(self, patient_id: str) -> None:
        assert self._model is not None
        key = self._model.quadrant_of(patient_id)
        if key != self._key:
            self.choose_quadrant(key)
        self._select(patient_id)

    def _dragged(self, which: str, figure: object) -> None:
        cuts = self._cuts
        moved = {"enzyme": cuts.enzyme, "bilirubin": cuts.bilirubin, which: figure}
        self.move_cuts(Cuts(**moved))  # type: ignore[arg-type]  # the picture sends Decimals

    def _open(self, place: int) -> None:
        if 0 <= place < len(self._rows.rows):
            self.patient_requested.emit(self._rows.rows[place].patient_id)

    def _fit(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(fonts.row_height())
        if self._model is None:
            return
        text, heading = QFontMetrics(fonts.font()), QFontMetrics(fonts.font(12, 600))
        used, room = 0, self.table.viewport().width() - 2
        for place, column in enumerate(_columns(self._model, with_lack=self._key == DROPPED)):
            widest = heading.horizontalAdvance(column.title) + 16
            for row in self._rows.rows[:200]:
                widest = max(widest, text.horizontalAdvance(column.text(row)) + 16)
            is_trend = place == _TREND and self._key != DROPPED
            width = fonts.scaled(70) if is_trend else widest
            used += width
            self.table.setColumnWidth(place, width)
            self.table.setColumnHidden(place, place >= _ALWAYS and used > room)


def _columns(model: EdishModel, *, with_lack: bool) -> tuple[TableColumn, ...]:
    tip = ((_TIP, lambda row: f"{row.name}  {row.number}  R {row.r}  {row.phase}"),)
    name = TableColumn(tr("Name"), lambda row: row.name, spoken=lambda row: row.spoken, roles=tip)
    number = TableColumn(tr("Number"), lambda row: row.number)
    if with_lack:
        return (name, TableColumn(tr("Why not drawn"), lambda row: row.lack), number)
    return (
        name,
        TableColumn(f"{model.cohort.enzyme} ×", lambda row: row.enzyme, number=True),
        TableColumn(tr("Bili ×"), lambda row: row.bilirubin, number=True),
        TableColumn(tr("Course"), lambda _row: "", spoken=lambda row: row.spoken),
        TableColumn("R", lambda row: row.r, number=True),
        TableColumn(
            tr("Apart"), lambda row: row.apart, number=True, spoken=lambda row: row.apart_spoken
        ),
        TableColumn(
            tr("Phase"),
            lambda row: row.sign,
            spoken=lambda row: row.phase,
            roles=((_TIP, lambda row: row.phase),),
        ),
        number,
    )


def _explanation(model: EdishModel) -> str:
    meaning = tr(
        "Each sign is one patient: the highest enzyme and the highest bilirubin of the chosen "
        "days, even from different days. Both high, without another cause, is what Hy's law "
        "warns of. Made for trials whose patients begin with normal values: a patient with "
        "raised values before treatment stands too far up or right."
    )
    return f"{meaning} {model.source}"
