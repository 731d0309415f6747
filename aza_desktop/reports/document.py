"""A sheet as a value: pages of blocks, and the words that stand at the foot of every page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from aza_desktop.clinical.paper import SheetKind


class Size(StrEnum):
    """How large words are printed; `gui/paper.py` knows the points."""

    TINY = "tiny"
    SMALL = "small"
    BODY = "body"
    LARGE = "large"
    HUGE = "huge"


@dataclass(frozen=True, slots=True)
class Title:
    """What the page is, and at its right what part of it."""

    text: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """The patient: the name large, then (label, value) beside one another. Never shortened."""

    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a page; note: the quiet words beside it."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    size: Size = Size.BODY
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """(label, value) below one another, in as many columns as there is room for."""

    rows: tuple[tuple[str, str], ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Box:
    """Words in a frame. heavy: a thick one, for what must not be overlooked."""

    title: str
    lines: tuple[str, ...]
    heavy: bool = False
    size: Size = Size.BODY


@dataclass(frozen=True, slots=True)
class Column:
    """share: its part of the width. right: figures. strong: bold."""

    title: str
    share: int
    right: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a line break inside a cell is kept. is_group: one cell across, a heading."""

    cells: tuple[str, ...]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Its head is repeated on every page that it reaches; a row is never torn."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    size: Size = Size.SMALL
    roomy: bool = False
    """Rows high enough to write in by hand."""


class DayLook(StrEnum):
    """How a day of the calendar is drawn, in black and white."""

    DOSE = "dose"
    PAUSE = "pause"
    NOTHING = "nothing"
    PAST = "past"
    OPEN = "open"
    """After the sheet has ended: nobody has said yet what is taken then."""


@dataclass(frozen=True, slots=True)
class Day:
    """One cell. main: the dose or the word; lines: the tablets; flag: the blood test."""

    number: int
    look: DayLook
    main: str = ""
    lines: tuple[str, ...] = ()
    flag: str = ""

    @property
    def has_box(self) -> bool:
        """True where the patient ticks that the tablets were taken."""
        return self.look is DayLook.DOSE


@dataclass(frozen=True, slots=True)
class Month:
    """A month in whole weeks; None where the cell belongs to another month."""

    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG. per_width: its height for each unit of width, in thousandths."""

    svg: bytes
    per_width: int
    description: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Lines to be filled in by hand, side by side, each with what belongs on it."""

    labels: tuple[str, ...]


Block = Title | Who | Heading | Words | Facts | Box | Table | Month | Picture | Sign


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is printed at once.

    parts: each begins a new page and may flow over more. head: what every page says at its top,
    so that a loose one can be told. foot: the lines at the foot of every page, beside page x of y.
    watermark: across every page, "" for none. cautions: for whoever prints it, not for paper.
    """

    kind: SheetKind
    title: str
    head: str
    parts: tuple[tuple[Block, ...], ...]
    foot: tuple[str, ...]
    landscape: bool = False
    watermark: str = ""
    cautions: tuple[str, ...] = ()


def words_of(sheet: Sheet) -> tuple[str, ...]:
    """Every text that is printed, in reading order: for readers, tests and the digest."""
    body = [text for part in sheet.parts for block in part for text in _texts(block)]
    return tuple(text for text in (sheet.head, *body, *sheet.foot, sheet.watermark) if text)


def digest_of(sheet: Sheet) -> str:
    """SHA-256 of the words: two sheets with equal digests say the same."""
    return hashlib.sha256("\n".join(words_of(sheet)).encode()).hexdigest()


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Title(text, aside):
            yield from (text, aside)
        case Who(name, facts):
            yield name
            yield from (f"{label} {value}" for label, value in facts)
        case Heading(text, note):
            yield from (text, note)
        case Words(text):
            yield text
        case Facts(rows):
            yield from (f"{label} {value}" for label, value in rows)
        case Box(title, lines):
            yield title
            yield from lines
        case Table(columns, rows):
            yield from (column.title for column in columns)
            yield from (cell for row in rows for cell in row.cells)
        case Month(title, weekdays, weeks):
            yield from (title, *weekdays)
            for day in (day for week in weeks for day in week if day is not None):
                yield from (str(day.number), day.main, *day.lines, day.flag)
        case Picture():
            yield block.description
        case Sign(labels):
            yield from labels
