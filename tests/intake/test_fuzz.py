"""Damaged files: nothing crashes, nothing vanishes, the counts always add up."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.damaged_files import KINDS, damaged_file, name_of, stage_or_refuse
from tests.support.hl7_messages import MSH, OBR, PID, message
from tests.support.lab_clinic import a_clinic, results, take
from tests.support.lab_files import FILES

NAMES = sorted(path.name for path in FILES.iterdir() if path.is_file())
NOISE = (b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\0", b"\xff", b"=", b"\x1a", b"<", b"1e9")
TAME = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_or_refuse(data: bytes) -> None:
    stage_or_refuse(data, "labs.csv")


@settings(TAME, max_examples=120)
@given(st.sampled_from(KINDS), st.integers(0, 10**9))
def test_a_good_file_of_any_format_damaged_in_any_way(kind: str, seed: int) -> None:
    stage_or_refuse(damaged_file(kind, seed), name_of(kind))


@settings(TAME, max_examples=12)
@given(st.sampled_from(KINDS), st.integers(0, 10**9))
def test_what_is_taken_in_is_what_was_promised(kind: str, seed: int) -> None:
    data = damaged_file(kind, seed)
    if stage_or_refuse(data, name_of(kind)) is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        clinic = a_clinic(Path(folder))
        report = take(clinic, data, name=name_of(kind), create=True)
        again = take(clinic, data, name=name_of(kind), create=True)
        stored = len(results(clinic))
        clinic.close()

    assert stored == report.rows.imported + report.rows.superseded
    assert again.rows.imported + again.rows.superseded == 0


LONG_TEXTS = {
    "digits": "9" * 32_000, "words": "a " * 16_000, "names": "AST " * 8_000, "pairs": "1," * 16_000,
    "groups": "1" + "\u00a0000" * 8_000, "dashes": "1-" * 16_000, "dates": "1/" * 16_000,
    "brackets": "(" * 16_000 + "1" + ")" * 16_000, "blanks": "1" + " " * 31_000 + "x",
}  # fmt: skip


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_a_long_text_in_any_column_is_read_at_once(text: str) -> None:
    roles = ("MRN", "Date", "Test", "Result", "Units", "Reference range", "ULN", "Sex", "LOINC")
    good = ("1", "2025-01-02", "ALT", "5", "U/L", "0-40", "40", "f", "1742-6")
    begun = time.process_time()
    for at in range(len(roles)):
        cells = [*good[:at], text, *good[at + 1 :]]
        stage_or_refuse("\n".join(("|".join(roles), "|".join(cells), "")).encode(), "labs.csv")
        stage_or_refuse("|".join((*roles, text)).encode() + b"\n" + b"1|" * 9, "labs.csv")
    parts = ("NM", "ALT^ALT^L", "", "5", "U/L", "0-40")
    for at in range(1, len(parts)):
        obx = "|".join(("OBX|1", *parts[:at], text, *parts[at + 1 :], "N|||F"))
        stage_or_refuse(message(MSH, PID, OBR, obx).encode(), "labs.hl7")

    # Measuring coverage makes every line several times dearer; a hang takes minutes even so.
    assert time.process_time() - begun < (5 if sys.gettrace() is None else 40)


@TAME
@given(st.sampled_from(NAMES), st.floats(0, 1))
def test_a_file_cut_anywhere(name: str, share: float) -> None:
    data = (FILES / name).read_bytes()

    read_or_refuse(data[: int(len(data) * share)])


@TAME
@given(
    st.sampled_from(NAMES), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(NOISE)), max_size=4)
)
def test_noise_anywhere(name: str, noise: list[tuple[float, bytes]]) -> None:
    data = (FILES / name).read_bytes()
    for share, added in noise:
        at = int(len(data) * share)
        data = data[:at] + added + data[at:]

    read_or_refuse(data)


@TAME
@given(st.sampled_from(NAMES), st.floats(0, 1), st.integers(1, 40))
def test_a_piece_lost_anywhere(name: str, share: float, lost: int) -> None:
    data = (FILES / name).read_bytes()
    at = int(len(data) * share)

    read_or_refuse(data[:at] + data[at + lost :])


@TAME
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9),
            max_size=6,
        ),
        max_size=8,
    )
)
def test_any_cells_under_a_good_header(rows: list[list[str]]) -> None:
    lines = ["MRN;Name;DOB;Date;ALT (U/L);BILI (mg/dL)"]
    lines += [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]

    read_or_refuse("\n".join(lines).encode())


@TAME
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    read_or_refuse(data)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b"\n", b""), lambda data: data[::-1], lambda data: data * 2,
        lambda data: data.replace(b",", b"\0"), lambda data: data.replace(b"0", b'"'),
        lambda data: data.upper(), lambda data: b'"' + data, lambda data: data[1:],
    ],
)  # fmt: skip
def test_a_file_damaged_throughout(name: str, damage: Callable[[bytes], bytes]) -> None:
    read_or_refuse(damage((FILES / name).read_bytes()))
