"""Damaged files: nothing crashes, nothing vanishes, the counts always add up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aza_desktop.errors import UserError
from tests.support.lab_files import FILES, staged

NAMES = sorted(path.name for path in FILES.iterdir() if path.is_file())
NOISE = (b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\0", b"\xff", b"=", b"\x1a", b"<", b"1e9")
TAME = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_or_refuse(data: bytes) -> None:
    try:
        batch = staged(data)
    except UserError as refused:
        if refused.code not in {"unreadable", "unknown_format", "too_large"}:
            raise
        return
    places = [draft.where for draft in batch.drafts]
    places += [row.where for row in (*batch.rejected, *batch.held)]
    assert len(places) == len(set(places))
    assert batch.read == len(places) + batch.ignored
    for draft in batch.drafts:
        assert draft.result.value is not None
        assert draft.result.value.is_finite()
        assert draft.result.value >= 0
        assert draft.result.uln is None or draft.result.uln.is_finite()


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
