"""The record of a sign-off on paper, as words."""

from __future__ import annotations

from dataclasses import replace

from aza_desktop.reports.document import words_of
from aza_desktop.reports.sign_off_sheet import (
    Changed,
    Signed,
    SignOffRecord,
    build_sign_off_sheet,
)
from tests.support.paper import a_stamp

SIGNED = Signed(
    "Dr A", "Prescriber", "GMC 1", "dr.a", "26-Jan-2026", "I have read this version.", "c" * 64
)
CHANGED = Changed("Stop from", "5 × ULN", "4.2 × ULN", "S12", "dr.a, 26-Jan-2026: local audit")
RECORD = SignOffRecord(
    name="aza-reintro-clinic@1.0.0",
    title="Our protocol",
    status="Under Review",
    note="",
    based_on="aza-reintro-cautious@1.0.0",
    based_on_sha256="b" * 64,
    sha256="a" * 64,
    used="2 patients",
    next_review="26-Jan-2027",
    signatures=(SIGNED,),
    holds=True,
    changes=(CHANGED,),
)


def words(record: SignOffRecord = RECORD) -> str:
    return "\n".join(words_of(build_sign_off_sheet(record, a_stamp())))


def test_the_sheet_names_signer_statement_hash_and_every_change() -> None:
    said = words()
    for text in (
        "Dr A, Prescriber, GMC 1", "I have read this version.", "a" * 64, "b" * 64, "c" * 64,
        "5 × ULN", "4.2 × ULN", "local audit", "1 of two", "Under Review",
    ):  # fmt: skip
        assert text in said
    assert "not under this text" not in said


def test_a_signature_under_another_text_is_said_in_a_frame() -> None:
    assert "A signature is not under this text" in words(replace(RECORD, holds=False))


def test_without_signatures_and_without_the_shipped_text_the_sheet_says_so() -> None:
    said = words(replace(RECORD, signatures=(), changes=None))
    assert "Nobody has signed this version." in said
    assert "nothing could be compared" in said
    assert "every figure is the shipped one" in words(replace(RECORD, changes=()))
