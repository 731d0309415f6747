"""Good laboratory files of every format, and the ways in which files arrive damaged.

One list of damages serves the fuzzing of the suite and the long run by hand. Each damage is made
from a `Random`, so that a number alone brings any file back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import PurePath
from random import Random

from aza_desktop.clinical.drafts import IntakeBatch
from aza_desktop.errors import UserError
from tests.support.fhir_resources import a_bundle, a_patient, a_report, an_observation
from tests.support.hl7_messages import ALT, MSH, OBR, PID, message
from tests.support.lab_files import FILES, staged
from tests.support.workbook_files import a_workbook, with_parts

REFUSALS = frozenset({"unreadable", "unknown_format", "too_large"})
SHEET = "xl/worksheets/sheet1.xml"
_PARTS = (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml")
_NOISE = (
    b'"', b"'", b",", b";", b"\t", b"|", b"^", b"~", b"\\", b"&", b"\n", b"\r", b"\r\n", b"\0",
    b"\x0b", b"\x1c", b"\x1a", b"\xff", b"\xfe", b"\x80", b"\xed\xa0\x80", "\U0001f9ea".encode(),
    b"=", b"=1+1", b"<", b">", b"nan", b"inf", b"1e9", b"1_0", "\uff11".encode(), b"-", b"{", b"}",
    b"[", b"]", b":", b"null", b"\\ud800", b'{"a":', b"MSH|^~\\&|", b"OBX|", b"0" * 60, b" " * 9,
)  # fmt: skip


@cache
def good_files(kind: str) -> tuple[bytes, ...]:
    """Good files of that kind: ``csv``, ``hl7``, ``fhir``, ``ndjson`` or ``xlsx``."""
    return tuple(_MAKERS[kind]())


def _tables() -> list[bytes]:
    return [path.read_bytes() for path in sorted(FILES.iterdir()) if path.is_file()]


def _messages() -> list[bytes]:
    made = message(MSH, PID, OBR, ALT, sign="\n").encode()
    files = sorted(path for path in (FILES / "hl7v2").iterdir() if path.is_file())
    return [made, made * 3, *(path.read_bytes() for path in files)]


def _resources() -> list[dict[str, object]]:
    component = {
        "code": {"coding": [{"system": "http://loinc.org", "code": "1975-2"}]},
        "valueQuantity": {"value": 0.9, "unit": "mg/dL"},
    }
    return [
        a_patient(),
        an_observation(referenceRange=[{"high": {"value": 40, "unit": "U/L"}}]),
        an_observation("1920-8", effectiveDateTime=None),
        an_observation("24325-3", valueQuantity=None, component=[component]),
        a_report("Observation/o-1920-8"),
    ]


def _bundles() -> list[bytes]:
    bundle = a_bundle(*_resources())
    return [json.dumps(bundle, indent=indent).encode() for indent in (None, 1)]


def _lines() -> list[bytes]:
    return ["\n".join(json.dumps(one) for one in _resources()).encode()]


def _workbooks() -> list[bytes]:
    wide = [["MRN", "Collected", "ALT (U/L)", "BILI (mg/dL)"], ["0007", "2026-01-02", 36, 0.9]]
    long = [
        ["MRN", "Date", "Test", "Result", "Units"],
        ["0007", "2026-01-02", "ALT", "<5", "U/L"],
        ["0007", "2026-01-02", "GGT", "=A1", "U/L"],
    ]
    return [a_workbook(wide), a_workbook(long)]


_MAKERS: dict[str, Callable[[], list[bytes]]] = {
    "csv": _tables,
    "hl7": _messages,
    "fhir": _bundles,
    "ndjson": _lines,
    "xlsx": _workbooks,
}
KINDS = tuple(_MAKERS)


def damaged_file(kind: str, seed: int) -> bytes:
    """A good file of that kind with one to four damages, the same for the same number."""
    chance = Random(f"{kind} {seed}")
    data = chance.choice(good_files(kind))
    for _ in range(chance.choice((1, 1, 2, 4))):
        if kind == "xlsx" and chance.random() < 0.8:
            part = chance.choice(_PARTS)
            data = _in_part(data, part, chance)
        else:
            data = chance.choice(_DAMAGES)(data, chance)
    return data


def _in_part(data: bytes, part: str, chance: Random) -> bytes:
    try:
        return with_parts(data, {part: lambda xml: chance.choice(_DAMAGES)(xml, chance)})
    except Exception:  # noqa: BLE001 - the archive itself is damaged already
        return data


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _lose(data: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + data[at + chance.choice((1, 2, 7, 40, 300)) :]


def _add_noise(data: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(_NOISE) + data[at:]


def _swap_byte(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _repeat_piece(data: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(data))
    piece = data[at : at + chance.choice((5, 60, 400))]
    return data[:at] + piece * chance.choice((2, 3, 20)) + data[at:]


def _move_line(data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randint(0, len(lines)), line)
    return b"\n".join(lines)


def _mix_line_ends(data: bytes, chance: Random) -> bytes:
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    ends = [chance.choice((b"\n", b"\r\n", b"\r", b"\n\n")) for _ in lines]
    return b"".join(line + end for line, end in zip(lines, ends, strict=True))


def _other_encoding(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    name = chance.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1252", "cp850"))
    return text.encode(name, errors="replace")


def _huge_cell(data: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice((b"9", b"x", b'"a""', b"[", b'{"a":')) * 50_000 + data[at:]


def _swap_digits(data: bytes, chance: Random) -> bytes:
    table = bytes.maketrans(b"0123456789", bytes(chance.sample(b"0123456789", 10)))
    return data.translate(table)


def _replace_sign(data: bytes, chance: Random) -> bytes:
    old, new = chance.choice(_NOISE[:12]), chance.choice(_NOISE)
    return data.replace(old, new, chance.choice((1, 3, -1)))


_DAMAGES = (
    _cut, _lose, _add_noise, _swap_byte, _repeat_piece, _move_line, _mix_line_ends,
    _other_encoding, _huge_cell, _swap_digits, _replace_sign,
)  # fmt: skip


def name_of(kind: str) -> str:
    """A file name for that kind; it decides nothing."""
    return str(PurePath("labs").with_suffix(f".{kind}"))


def stage_or_refuse(data: bytes, name: str) -> IntakeBatch | None:
    """The file staged, its rows counted and its numbers looked at; None where it is refused.

    Any other end than a staged batch or a refusal in words is a failure.
    """
    try:
        batch = staged(data, name=name)
    except UserError as refused:
        if refused.code not in REFUSALS:
            raise
        return None
    set_aside = (*batch.rejected, *batch.held)
    places = [draft.where for draft in batch.drafts] + [row.where for row in set_aside]
    assert len(places) == len(set(places)), "two rows stand in one place"
    assert batch.read == len(places) + batch.ignored, "rows were lost"
    for draft in batch.drafts:
        result = draft.result
        assert result.value is not None or draft.withdraws
        for number in (result.value, result.uln):
            assert number is None or (number.is_finite() and number >= 0)
    return batch
