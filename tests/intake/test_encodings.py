"""Which characters the bytes stand for: proven, else asked."""

from __future__ import annotations

import pytest

from aza_desktop.errors import UserError
from aza_desktop.intake.encodings import Encoding, encoding_of
from tests.support.lab_files import counts, staged

ROW = "MRN;Nachname;Vorname;Datum;ALT (U/L)\n7;Müller;Zoë;2025-01-02;50\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "iso-8859-15"],
)
def test_a_name_survives_every_encoding(encoding: str) -> None:
    batch = staged(ROW.encode(encoding))

    assert (batch.drafts[0].patient.family, batch.drafts[0].patient.given) == ("Müller", "Zoë")


def test_big_endian_with_a_mark_is_read() -> None:
    assert counts(staged(b"\xfe\xff" + ROW.encode("utf-16-be"))) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Müller", "cp1252"), ("Cœur", "cp1252"), ("O’Neill", "cp1252"), ("5 – 7 Zoë", "cp1252"),
        ("Šarić", "iso-8859-15"), ("Nœuvéglise", "iso-8859-15"),
    ],
)  # fmt: skip
def test_western_encodings_are_told_apart_by_their_letters(text: str, encoding: str) -> None:
    data = text.replace("ć", "c").encode(encoding)

    assert encoding_of(data) == Encoding(encoding)


def test_an_apostrophe_like_accent_is_no_letter() -> None:
    assert encoding_of("O´Neill".encode("cp1252")) == Encoding("cp1252")


def test_an_unproven_encoding_is_a_question_and_nothing_is_taken() -> None:
    data = ROW.encode("cp850")
    batch = staged(data)

    assert counts(batch) == (1, 0, 0, 1, 0)
    assert batch.held[0].code == "encoding"
    assert (batch.questions[0].code, batch.questions[0].rows) == ("encoding", 1)
    assert "cp850" in batch.questions[0].choices
    assert staged(data, encoding="cp850").drafts[0].patient.family == "Müller"


def test_an_encoding_without_a_letter_beside_its_signs_is_windows() -> None:
    assert encoding_of(b"a \x80 b") == Encoding("cp1252")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_character_torn_at_the_end_does_not_change_the_encoding(encoding: str) -> None:
    data = (ROW + "8;Ŵ").encode(encoding)[:-1]

    found = encoding_of(data)

    assert found is not None
    assert (found.name, found.cut) == (encoding, 1)
    assert staged(data).drafts[0].patient.family == "Müller"


@pytest.mark.parametrize(
    "data",
    [
        ROW.encode() + b"8;K\xff\xfe;x",
        b"\xef\xbb\xbf" + b"\xff\xff\xff" + ROW.encode(),
        b"\xff\xfe" + b"\x00\xd8" + ROW.encode("utf-16-le"),
        bytes(range(256)) * 4,
        ROW.encode() + b"\0",
        b"\0\0\0\0\0\0\0\0",
        ROW.encode("utf-16-le")[1:] + b"\0",
        b"\xff\xfe\0\0",
    ],
)
def test_damaged_text_and_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(UserError) as refused:
        staged(data)

    assert refused.value.code in {"unreadable", "unknown_format"}


def test_a_suggestion_without_a_best_guess_falls_back() -> None:
    batch = staged(b"MRN;Nachname;Datum;ALT (U/L)\n7;M\x81ller;2025-01-02;50\n")

    assert batch.questions[0].code == "encoding"
