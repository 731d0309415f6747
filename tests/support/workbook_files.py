"""Excel workbooks for tests, made in memory; and the same archives, tampered with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import openpyxl
from openpyxl.workbook import Workbook


def a_workbook(
    rows: Sequence[Sequence[object]], *, change: Callable[[Workbook], None] | None = None
) -> bytes:
    """A workbook with one sheet of those rows. change: what else is done to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """The same archive with parts added, changed or (None) left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = [*old.namelist(), *(name for name in parts if name not in old.namelist())]
        for name in names:
            change = parts.get(name, old.read(name) if name in old.namelist() else None)
            if callable(change):
                change = change(old.read(name))
            if change is not None:
                new.writestr(name, change)
    return out.getvalue()
