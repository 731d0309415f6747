"""Excel workbooks as rows of text: looked at as an archive first, then read sheet by sheet.

Nothing in a workbook is ever calculated, fetched or run. A formula is the value that Excel saved
with it, else it stands as its own text, which is no number. What the sheet claims about its own
size is not believed.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import islice, repeat
from pathlib import PurePosixPath
from typing import Any

from aza_desktop.clinical.quantities import plain
from aza_desktop.errors import BugError
from aza_desktop.intake.content import Content, too_large
from aza_desktop.intake.delimited import HEADER_WITHIN
from aza_desktop.intake.limits import Limits
from aza_desktop.intake.reading import refusal
from aza_desktop.texts import tr

_SHOWN_BY_EXCEL = Context(prec=15)
"""Excel keeps binary numbers and shows 15 digits of them: what was typed."""

_MEMBERS = 10_000
_JOINED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_MOST_JOINED = 100_000
_MACROS = "vbaproject.bin"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, TypeError, LookupError,
    AttributeError, ArithmeticError, SyntaxError, RecursionError, NotImplementedError,
)  # fmt: skip
"""What an XML or archive library raises on files made wrong, on purpose or not."""


Joined = tuple[int, int, int, int]
SheetRow = tuple[int, list[str]]


@dataclass(slots=True)
class Sheet:
    """A sheet as text. head: its first rows, among which a header must stand, with their numbers.

    first_day: from which the workbook counts its days.
    """

    name: str
    head: list[SheetRow]
    first_day: dt.datetime
    _content: Content
    _limits: Limits
    _formulas: bool
    _rows: list[SheetRow] | None = None

    def all_rows(self) -> list[SheetRow]:
        """Every row with something in it; all of them equally wide. Read when it is asked for.

        Raises UserError ``unreadable`` or ``too_large``.
        """
        if self._rows is None:
            with _damage_told(self._content):
                self._rows = _rows_of(self._content, self._limits, self.name, self._formulas)
            width = max((len(cells) for _, cells in self._rows), default=0)
            for _, cells in self._rows:
                cells.extend([""] * (width - len(cells)))
        return self._rows

    def joined(self) -> tuple[Joined, ...]:
        """Cells that are shown as one, by the line and column of both ends; columns from 0."""
        with _damage_told(self._content):
            return _joined(self._content, self.name)


def sheets_of(content: Content, limits: Limits) -> list[Sheet]:
    """Every sheet with something in it; a file is opened once.

    Raises UserError ``unknown_format``, ``unreadable`` or ``too_large``.
    """
    known = content.found.get("sheets")
    if isinstance(known, list):
        return known
    with _damage_told(content):
        formulas = _look_inside(content, limits)
        content.found["sheets"] = sheets = list(_sheets(content, limits, formulas=formulas))
    return sheets


@contextmanager
def _damage_told(content: Content) -> Iterator[None]:
    """What the libraries raise on a file made wrong, as a refusal in words."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _BROKEN as error:
        raise refusal(
            "unreadable",
            tr("The Excel workbook is damaged"),
            why=f"{content.name}: {_reason_in_words(error)}",
            remedy=tr("Open it in Excel and save it again, or export CSV"),
        ) from error


def _reason_in_words(error: BaseException | None) -> str:
    """Why it is not read; libraries hand the true reason on behind an error of their own."""
    first = error
    while error is not None:
        if type(error).__module__.startswith("defusedxml"):
            return tr("it defines XML entities, which are never followed")
        error = error.__cause__ or error.__context__
    if isinstance(first, (zipfile.BadZipFile, zlib.error, EOFError)):
        return tr("it is cut off, or its bytes were changed")
    return tr("a part of it is not as Excel writes it")


def _look_inside(content: Content, limits: Limits) -> bool:
    """Refuse an archive that is none of a workbook, or that would unpack to too much.

    True when a sheet holds formulas.
    """
    with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        unpacked = sum(member.file_size for member in members)
        if len(members) > _MEMBERS:
            raise too_large(content.name, tr("it has more than {n} parts"), _MEMBERS)
        if unpacked > limits.unpacked_bytes:
            raise too_large(
                content.name, tr("unpacked it is larger than {n} bytes"), limits.unpacked_bytes
            )
        if unpacked > limits.ratio * len(content.data):
            raise too_large(content.name, tr("it unpacks to {n} times its size"), limits.ratio)
        if any(_leaves(name) for name in names):
            raise _no_workbook(content, tr("it holds a path that leads out of it"))
        if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
            raise _no_workbook(content, tr("it is an archive, but no Excel workbook"))
        if any(PurePosixPath(name.casefold()).name == _MACROS for name in names):
            raise _no_workbook(content, tr("it holds macros"))
        if any(member.flag_bits & 1 for member in members):
            raise _no_workbook(content, tr("it is locked by a password"))
        return any(
            b"<f" in archive.read(name)
            for name in names
            if name.startswith("xl/worksheets/") and name.endswith(".xml")
        )


def _leaves(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]


def _no_workbook(content: Content, why: str) -> Exception:
    return refusal(
        "unknown_format",
        tr("The file is no laboratory file that can be read"),
        why=f"{content.name}: {why}",
        remedy=tr("Export the results as an Excel workbook (xlsx) or as CSV"),
    )


def _sheets(content: Content, limits: Limits, *, formulas: bool) -> Iterator[Sheet]:
    with _opened(content, formulas=formulas) as (values, texts):
        for name in values.sheetnames:
            sheet = values[name]
            if not hasattr(sheet, "iter_rows"):
                continue
            beside = texts[name] if texts else None
            head = list(islice(_rows(content, sheet, beside, limits=limits), HEADER_WITHIN))
            if head:
                yield Sheet(name, head, values.epoch, content, limits, formulas)


def _rows_of(content: Content, limits: Limits, name: str, formulas: bool) -> list[SheetRow]:
    with _opened(content, formulas=formulas) as (values, texts):
        return list(_rows(content, values[name], texts[name] if texts else None, limits=limits))


@contextmanager
def _opened(content: Content, *, formulas: bool) -> Iterator[tuple[Any, Any]]:
    """The workbook by its saved values, and by its formulas where it has some."""
    values = _workbook(content, data_only=True)
    texts = _workbook(content, data_only=False) if formulas else None
    try:
        yield values, texts
    finally:
        values.close()
        if texts is not None:
            texts.close()


def _joined(content: Content, name: str) -> tuple[Joined, ...]:
    """The joined cells of a sheet; the library that reads rows one by one does not tell them."""
    with _opened(content, formulas=False) as (values, _):
        part = getattr(values[name], "_worksheet_path", "")
    with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
        written = archive.read(part) if part in archive.namelist() else b""
    found: list[Joined] = []
    for match in islice(_JOINED.finditer(written), _MOST_JOINED):
        left, top, right, bottom = (each.decode("ascii") for each in match.groups())
        found.append((int(top), _column(left), int(bottom), _column(right)))
    return tuple(found)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _workbook(content: Content, *, data_only: bool) -> Any:
    import openpyxl  # noqa: PLC0415 - slow to import, and only workbooks need it
    import openpyxl.xml  # noqa: PLC0415

    if not openpyxl.xml.DEFUSEDXML:
        raise BugError("openpyxl reads without defusedxml")
    return openpyxl.load_workbook(
        io.BytesIO(content.data), read_only=True, data_only=data_only, keep_links=False
    )


def _rows(
    content: Content, sheet: Any, formulas: Any, *, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, without blank cells at their end."""
    bounds = {"max_col": limits.columns + 1, "max_row": limits.rows + 1}
    sheet.reset_dimensions()
    beside: Iterator[Any] = repeat(())
    if formulas is not None:
        formulas.reset_dimensions()
        beside = formulas.iter_rows(**bounds)
    for number, (row, written) in enumerate(
        zip(sheet.iter_rows(**bounds), beside, strict=False), 1
    ):
        if number > limits.rows:
            raise too_large(content.name, tr("it has more than {n} rows"), limits.rows)
        filled = len(row)
        while filled and row[filled - 1].value is None:
            filled -= 1
        cells = [_text(cell) for cell in row[:filled]]
        for at, cell in enumerate(written):
            if cell.value is None or cell.data_type != "f":
                continue
            cells.extend([""] * (at + 1 - len(cells)))
            if not cells[at]:
                cells[at] = f"={str(cell.value).removeprefix('=')}"
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        if len(cells) > limits.columns:
            raise too_large(content.name, tr("it has more than {n} columns"), limits.columns)
        if max(map(len, cells)) > limits.cell:
            why = tr("a cell has more than {n} characters")
            raise too_large(content.name, why, limits.cell)
        yield number, cells


def _text(cell: Any) -> str:
    """A cell as a person reads it; dates year first, numbers with a point."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, int) and "%" not in (cell.number_format or ""):
        shown = cell.number_format or ""
        padded = bool(shown) and not shown.strip("0")
        return str(value).zfill(len(shown)) if padded else str(value)
    if isinstance(value, dt.timedelta):
        return str(value)
    return _percent(_number(repr(value)), cell)


def _percent(text: str, cell: Any) -> str:
    """A share as it is shown: 0.55 in a cell for per cent is 55%, no count of cells."""
    if "%" not in (cell.number_format or "") or not Decimal(text).is_finite():
        return text
    return f"{plain(Decimal(text) * 100)}%"


def _moment(value: dt.datetime) -> str:
    whole = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    day_only = (whole.hour, whole.minute, whole.second) == (0, 0, 0)
    return whole.date().isoformat() if day_only else whole.isoformat(sep=" ")


def _number(text: str) -> str:
    """The digits that Excel shows; a nought behind three decimals, so that the point is one."""
    exact = Decimal(text)
    if not exact.is_finite():
        return text
    digits = plain(_SHOWN_BY_EXCEL.plus(exact))
    decimals = len(digits.partition(".")[2])
    return f"{digits}0" if decimals == 3 else digits
