"""The protocols, to be read: where each stands, its rules in plain words, what contradicts it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.findings.sign_off_steps import SignOffSteps
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.governance.parameter_table import ParameterTable
from aza_desktop.gui.tall_area import TallArea, stack
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.protocol_sheet import Chapter, Line, ProtocolSheet
from aza_desktop.texts import msg, tr

_BESIDE_FROM, _STAND, _AGAINST, _LEAST = 760, 320, 336, 220
"""Lengths at 100 % of text; both parts stand beside one another from the first on."""
PAGES = (
    ("rules", msg("In plain words")),
    ("own", msg("What we decided")),
    ("statements", msg("The article's statements")),
    ("parameters", msg("Parameters")),
    ("sources", msg("Sources")),
)


class ProtocolView(QWidget):
    """One protocol at a time; the contradictions stay in sight beside every page."""

    closed = Signal()
    draft_requested = Signal(str)
    """``id@version`` of the protocol that the clinic wants to change for itself."""
    sign_requested = Signal(str)
    retire_requested = Signal(str)
    print_requested = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("protocol_view")
        self.setAccessibleName(tr("Protocols"))
        self._tokens = tokens
        self._sheets: tuple[ProtocolSheet, ...] = ()
        self._key, self._page = "", PAGES[0][0]
        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(TallArea(page))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._make_head(tokens))
        self._row = row = QHBoxLayout()
        row.setSpacing(10)
        self._body = parts.Card(tr("Protocol"))
        self._body.title.hide()
        choices, self._group = parts.segments(
            ((tr(text), key) for key, text in PAGES), tokens, what=tr("Shown of the protocol")
        )
        for one in self._group.buttons():
            one.setObjectName(f"protocol_page_{one.property('key')}")
            key = str(one.property("key"))
            one.clicked.connect(lambda _=False, key=key: self.choose_page(key))
        self._body.head.insertWidget(0, choices)
        self._stack = QStackedWidget()
        self._lists = {key: _list() for key, _text in PAGES if key != "parameters"}
        self.table = ParameterTable(tokens)
        for key, _text in PAGES:
            self._stack.addWidget(self.table if key == "parameters" else self._lists[key][0])
        self._body.body.addWidget(self._stack, 1)
        row.addWidget(self._body, 1)
        row.addWidget(self._make_contradictions(tokens))
        column.addLayout(row, 1)
        self.choose_page(self._page)

    def show_model(self, sheets: tuple[ProtocolSheet, ...]) -> None:
        """Show these protocols; the one that was read stays open."""
        self._sheets = sheets
        parts.clear(self._names)
        for sheet in sheets:
            text = f"{sheet.name}  ·  {sheet.sign_off.status}"
            one = parts.button(text, self._tokens, role="toggle", checkable=True)
            one.setAccessibleName(f"{sheet.title}, {sheet.name}, {sheet.sign_off.status}")
            one.setProperty("key", sheet.key)
            one.clicked.connect(lambda _=False, key=sheet.key: self.choose(key))
            chosen = QFontMetrics(fonts.font(12, 600))
            one.setMinimumWidth(chosen.horizontalAdvance(text) + 24)
            self._names.addWidget(one)
        known = [sheet.key for sheet in sheets]
        if known:
            self.choose(self._key if self._key in known else known[0])

    def choose(self, key: str) -> None:
        """Open a protocol by ``id@version``."""
        self._key = key
        for place in range(self._names.count()):
            item = self._names.itemAt(place)
            one = item.widget() if item is not None else None
            if isinstance(one, QWidget) and one.property("key"):
                one.setChecked(one.property("key") == key)  # type: ignore[attr-defined]  # a button
        self._show(next(sheet for sheet in self._sheets if sheet.key == key))

    def choose_page(self, key: str) -> None:
        """Show one of the pages of the open protocol."""
        self._page = key
        keys = [each for each, _text in PAGES]
        self._stack.setCurrentIndex(keys.index(key))
        for one in self._group.buttons():
            one.setChecked(one.property("key") == key)

    def sheet(self) -> ProtocolSheet | None:
        """The protocol that is open."""
        return next((sheet for sheet in self._sheets if sheet.key == self._key), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        self._fit()
        self.steps.apply_tokens(tokens)
        parts.retint(self, tokens)
        if (sheet := self.sheet()) is not None:
            self._show(sheet)

    # inside

    def _fit(self) -> None:
        """Beside one another where there is room for both, else below one another."""
        narrow = self.width() < fonts.scaled(_BESIDE_FROM)
        stack(self._facts_row, self._stand, narrow=narrow, width=fonts.scaled(_STAND))
        stack(self._row, self.contradictions, narrow=narrow, width=fonts.scaled(_AGAINST))
        for part in (self._stack, self._against_list):
            part.setMinimumHeight(fonts.scaled(_LEAST) if narrow else 0)

    def _make_head(self, tokens: Tokens) -> parts.Card:
        card = parts.Card(tr("Protocols"))
        names = QWidget()
        self._names = FlowLayout(names, gap=6, line_gap=4)
        self._names.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(names)
        self.wishes: dict[str, QPushButton] = {}
        for name, text, role, told, wish in (
            ("draft", tr("Make our own version…"), "",
             tr("The clinic's own version: change parameters, see the effect, sign"),
             self.draft_requested),
            ("sign", tr("Sign…"), "primary",
             tr("An administrator and a prescriber sign; then the version is approved"),
             self.sign_requested),
            ("retire", tr("Retire…"), "",
             tr("Not for new courses any more; courses that follow it keep it"),
             self.retire_requested),
            ("print", tr("Print the sign-off…"), "",
             tr("Who signed which text, its SHA-256, and what differs from the shipped one"),
             self.print_requested),
        ):  # fmt: skip
            one = parts.button(text, tokens, role=role, name=f"protocol_{name}", help_text=told)
            one.clicked.connect(lambda _=False, wish=wish: wish.emit(self._key))
            one.hide()
            card.head.addWidget(one)
            self.wishes[name] = one
        back = close_button(self, tokens, self.closed, name="protocol_close")
        card.head.addWidget(back)
        self._facts_row = row = QHBoxLayout()
        row.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(3)
        self.name = _text(size="card")
        self.facts = _text(size="small", tone="secondary")
        self.note = _text(size="small", tone="secondary")
        self.missing = parts.label(size="small", tone="warning", wrap=True)
        self.missing.setObjectName("protocol_missing")
        for each in (self.name, self.facts, self.note, self.missing):
            words.addWidget(each)
        row.addLayout(words, 1)
        self.steps = SignOffSteps(tokens)
        stand = QVBoxLayout()
        stand.setSpacing(2)
        stand.addWidget(self.steps)
        self.standing = parts.label(size="small", tone="secondary", wrap=True)
        stand.addWidget(self.standing)
        holder = QWidget()
        holder.setLayout(stand)
        stand.setContentsMargins(0, 0, 0, 0)
        self._stand = holder
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        return card

    def _make_contradictions(self, tokens: Tokens) -> parts.Card:
        self.contradictions = parts.Card(tr("Where the source is contradicted"))
        self.contradictions.setObjectName("protocol_contradictions")
        icon = parts.icon_label("triangle-alert", tokens, tone="warning")
        self.contradictions.head.insertWidget(0, icon)
        self._against_list, self._against = _list()
        self.contradictions.body.addWidget(self._against_list, 1)
        return self.contradictions

    def _show(self, sheet: ProtocolSheet) -> None:
        self.name.setText(sheet.title)
        self.facts.setText(f"{sheet.name}  ·  {sheet.used}  ·  SHA-256 {sheet.sha256[:16]}…")
        self.facts.setToolTip(sheet.sha256)
        self.note.setText(" ".join(filter(None, (sheet.note, sheet.not_covered))))
        self.steps.show_sign_off(sheet.sign_off)
        self.standing.setText(sheet.sign_off.words)
        self.missing.setText(sheet.missing)
        self.missing.setVisible(bool(sheet.missing))
        for name, one in self.wishes.items():
            one.setVisible(name in sheet.actions)
        self._offer_own(sheet)
        for _scroller, rows in self._lists.values():
            parts.clear(rows)
        self._fill_rules(sheet)
        self._fill_own(sheet)
        rows = self._lists["statements"][1]
        for line in sheet.statements:
            rows.addWidget(_line(line, lead=line.about, tail=line.source))
        rows.addStretch(1)
        rows = self._lists["sources"][1]
        for source in sheet.sources:
            checked = tr("compared with the original") if source.checked else tr("not verified")
            text = f"{source.title}. {source.supports}"
            rows.addWidget(_line(Line(text, ""), tail=f"{source.address}  ·  {checked}"))
        rows.addStretch(1)
        self.table.show_rows(sheet.parameters)
        parts.clear(self._against)
        for line in sheet.contradictions:
            self._against.addWidget(_line(line, lead=line.about, tail=line.source, boxed=True))
        self._against.addStretch(1)

    def _offer_own(self, sheet: ProtocolSheet) -> None:
        """The page of the clinic's decisions, only where there are some."""
        is_draft = bool(sheet.own) and sheet.sign_off.status in {"Submitted", "Under Review"}
        text = tr("Edit our draft…") if is_draft else tr("Make our own version…")
        self.wishes["draft"].setText(text)
        self.wishes["draft"].setAccessibleName(text)
        for one in self._group.buttons():
            if one.property("key") == "own":
                one.setVisible(bool(sheet.own))
        if self._page == "own" and not sheet.own:
            self.choose_page(PAGES[0][0])

    def _fill_own(self, sheet: ProtocolSheet) -> None:
        rows = self._lists["own"][1]
        for name, value in sheet.own:
            rows.addWidget(_line(Line(value, ""), lead=name))
        rows.addStretch(1)

    def _fill_rules(self, sheet: ProtocolSheet) -> None:
        rows = self._lists["rules"][1]
        for chapter in sheet.chapters:
            rows.addWidget(self._chapter(chapter))
        rows.addStretch(1)

    def _chapter(self, chapter: Chapter) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 2, 0, 6)
        rows.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(parts.icon_label(chapter.icon, self._tokens, tone="accent"))
        head.addWidget(parts.label(chapter.title, size="card"), 1)
        rows.addLayout(head)
        for line in chapter.lines:
            rows.addWidget(_line(line, lead=line.about, tail_beside=line.source))
        return made


def _text(*, size: str = "", tone: str = "") -> QLabel:
    """A label whose words wrap and can be copied."""
    made = parts.label(size=size, tone=tone, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def _line(
    line: Line, *, lead: str = "", tail: str = "", tail_beside: str = "", boxed: bool = False
) -> QFrame:
    """``S12`` at the left, the sentence, and below or beside it where it comes from."""
    made = QFrame()
    made.setObjectName("protocol_line")
    if boxed:
        made.setProperty("role", "panel")
    made.setAccessibleName(": ".join(filter(None, (lead, line.text))))
    row = QHBoxLayout(made)
    row.setContentsMargins(*((10, 8, 10, 8) if boxed else (2, 3, 2, 3)))
    row.setSpacing(10)
    if lead:
        number = parts.label(lead, size="strong", tone="accent")
        number.setMinimumWidth(fonts.scaled(28 if boxed else 64))
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    text = _text()
    text.setText(line.text)
    words.addWidget(text)
    if tail:
        below = _text(size="small", tone="secondary")
        below.setText(tail)
        words.addWidget(below)
    row.addLayout(words, 1)
    if tail_beside:
        beside = parts.label(tail_beside, size="small", tone="secondary")
        row.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
    return made


def _list() -> tuple[QScrollArea, QVBoxLayout]:
    """Rows that scroll; reached by the keyboard."""
    scroller = QScrollArea()
    scroller.setWidgetResizable(True)
    scroller.setFrameShape(QFrame.Shape.NoFrame)
    scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    scroller.setProperty("role", "read")
    page = QWidget()
    page.setProperty("role", "page")
    rows = QVBoxLayout(page)
    rows.setContentsMargins(0, 0, 6, 0)
    rows.setSpacing(6)
    scroller.setWidget(page)
    scroller.viewport().setAutoFillBackground(False)
    return scroller, rows
