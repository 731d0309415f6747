"""HL7 v2 result messages in the dialects of laboratories."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from aza_desktop.clinical.labs import ResultStatus
from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.errors import UserError
from aza_desktop.intake import read_file
from aza_desktop.intake.limits import Limits
from tests.support.hl7_messages import ALT, MSH, OBR, PID, message, only, read
from tests.support.lab_files import a_reading, counts, shown, staged, staged_file


def test_a_local_code_comes_first_and_the_sample_was_taken_before_it_was_received() -> None:
    batch = staged_file("hl7v2/local_codes.hl7")

    assert counts(batch) == (5, 3, 0, 0, 2)
    assert [shown(draft) for draft in batch.drafts] == [
        ("BILI", "0.9", "mg/dL", "1.2"), ("AST", "158", "U/L", "40"), ("ALT", "210", "U/L", "32"),
    ]  # fmt: skip
    assert {draft.result.collected_on for draft in batch.drafts} == {dt.date(2025, 3, 9)}
    assert batch.drafts[1].result.note == "Repeated.\nSlightly haemolyzed & icteric."
    assert batch.drafts[0].patient.numbers == (
        PatientNumber("CITYLAB", "90210380"), PatientNumber("hospital", "H-000204"),
    )  # fmt: skip
    assert batch.drafts[0].result.laboratory == "CITYLAB"


def test_a_batch_is_read_message_by_message() -> None:
    batch = staged_file("hl7v2/batch.hl7")

    assert batch.format == "hl7v2"
    assert counts(batch) == (10, 6, 2, 0, 2)
    first = batch.drafts[0]
    assert first.where == "message 1, OBX 1"
    assert (first.patient.family, first.patient.given) == ("Łukasik", "Zoë")
    assert first.patient.numbers == (
        PatientNumber("NORTH", "000731"), PatientNumber("national", "999-11-2222"),
    )  # fmt: skip
    assert first.patient.birth_date == dt.date(1980, 2, 29)
    assert first.patient.sex == "female"
    assert [shown(draft) for draft in batch.drafts[:4]] == [
        ("ALT", "36", "U/L", "56"), ("GGT", "<5", "U/L", "55"),
        ("PLT", "231", "10*3/uL", "400"), ("NEUT", "4.2", "10*3/uL", "7.7"),
    ]  # fmt: skip
    assert batch.drafts[2].result.status is ResultStatus.PRELIMINARY
    assert first.result.collected_time == dt.time(8, 15)


def test_a_message_without_a_patient_inherits_none() -> None:
    batch = staged_file("hl7v2/batch.hl7")

    assert [(row.where, row.reason) for row in batch.rejected] == [
        ("message 1, OBX 6", "no_number"), ("message 3, OBX 1", "no_patient"),
    ]  # fmt: skip


def test_two_patients_in_one_message_keep_their_own_results() -> None:
    batch = staged_file("hl7v2/batch.hl7")

    assert [
        (draft.patient.family, draft.result.value_text, draft.result.collected_time)
        for draft in batch.drafts[4:]
    ] == [("Baker", "44", dt.time(7)), ("Cole", "45", dt.time(7, 30))]


def test_the_character_set_stands_in_the_header() -> None:
    batch = staged_file("hl7v2/german_latin1.hl7")

    assert counts(batch) == (5, 4, 0, 0, 1)
    assert (batch.drafts[0].patient.family, batch.drafts[0].patient.given) == ("Müller", "Jörg")
    assert [shown(draft) for draft in batch.drafts] == [
        ("ALT", "48", "U/L", "45"), ("GGT", ">1000", "U/L", "60"),
        ("PLT", "231", "10*9/L", "400"), ("BILI", "0.8", "mg/dL", "1.2"),
    ]  # fmt: skip
    assert batch.drafts[3].result.note == "Befund prüfen\nbitte"


def test_delimiters_are_those_of_the_header() -> None:
    batch = staged_file("hl7v2/other_delimiters.hl7")

    assert counts(batch) == (2, 2, 0, 0, 0)
    assert [shown(draft)[:2] for draft in batch.drafts] == [("ALT", "61"), ("AST", "<5")]
    assert batch.drafts[0].patient.numbers == (PatientNumber("hospital", "EXT-9"),)


@pytest.mark.parametrize("sign", ["\r", "\n", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("frame", [("", ""), ("\x0b", "\x1c\r"), ("\ufeff", ""), ("\n\n  ", "")])
def test_line_ends_and_frames_change_nothing(sign: str, frame: tuple[str, str]) -> None:
    one = frame[0] + message(MSH, PID, OBR, ALT, sign=sign) + frame[1]
    two = message(MSH, PID, OBR, ALT, sign=sign)

    assert counts(staged(one + two)) == (2, 2, 0, 0, 0)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_a_file_of_unicode_is_read_in_it(encoding: str) -> None:
    text = message(MSH, PID.replace("Rossi", "Åström"), OBR, ALT)

    assert only(staged(text.encode(encoding))).patient.family == "Åström"


@pytest.mark.parametrize(
    ("declared", "encoding", "name"),
    [
        ("8859/1", "latin-1", "Müller"), ("8859/2", "iso8859-2", "Łukasik"),
        ("ISO 8859-15", "iso8859-15", "Šœ"), ("8859/5", "iso8859-5", "Иванов"),
        ("UNICODE UTF-8", "utf-8", "Łukasik"), ("", "utf-8", "Müller"), ("", "cp1252", "Müller"),
        ("8859/1", "utf-8", "Müller"), ("8859/1~8859/2", "latin-1", "Müller"),
    ],
)  # fmt: skip
def test_names_are_read_in_the_declared_characters(declared: str, encoding: str, name: str) -> None:
    header = f"{MSH}||||||{declared}"
    text = message(header, PID.replace("Rossi", name), OBR, ALT)

    batch = staged(text.encode(encoding))

    assert only(batch).patient.family == name
    assert batch.questions == ()


def test_messages_of_one_file_may_differ_in_their_characters() -> None:
    data = b"".join(
        message(f"{MSH}||||||{declared}", PID.replace("Rossi", "Müller"), OBR, ALT).encode(encoding)
        for declared, encoding in (("8859/1", "latin-1"), ("UNICODE UTF-8", "utf-8"))
    )

    assert {draft.patient.family for draft in staged(data).drafts} == {"Müller"}


def test_characters_that_nothing_settles_are_asked_about() -> None:
    text = message(MSH, PID, OBR, ALT).encode().replace(b"Rossi", b"Ro\x81\x8fi")

    batch = staged(text)

    assert counts(batch) == (1, 0, 0, 1, 0)
    assert batch.questions[0].code == "encoding"


@pytest.mark.parametrize(
    ("pid", "numbers"),
    [
        ("PID|1||1^^^A^MR~2^^^B^PI", [("A", "1"), ("B", "2")]),
        ("PID|1||A1^^^A^AN~2^^^B^MR", [("B", "2")]),
        ("PID|1||X^^^S^SS~7^^^A^MR", [("A", "7"), ("national", "X")]),
        ("PID|1||7^^^A&1.2.3&ISO^MR", [("A", "7")]), ("PID|1||7^^^&1.2.3&ISO", [("1.2.3", "7")]),
        ("PID|1||000007", [("hospital", "000007")]), ("PID|1|E1", [("hospital", "E1")]),
        ("PID|1|||ALT9", [("hospital", "ALT9")]),
        ("PID|1|E1|L1^^^LAB", [("LAB", "L1"), ("hospital", "E1")]),
        ("PID|1|7|7", [("hospital", "7")]), ("PID|1||7^^^NL^NNNLD", [("national", "7")]),
    ],
)  # fmt: skip
def test_the_numbers_of_a_patient(pid: str, numbers: list[tuple[str, str]]) -> None:
    draft = only(staged(message(MSH, pid, OBR, ALT)))

    assert draft.patient.numbers == tuple(PatientNumber(*pair) for pair in numbers)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Rossi^Elena^M^^Dr", ("Rossi", "Elena")), ("Rossi", ("Rossi", None)),
        ("Rossi, Elena", ("Rossi", "Elena")), ("^~Rossi^Elena", ("Rossi", "Elena")),
        ("van Dam&van&Dam^Jan", ("van Dam", "Jan")), (r"O\T\Neil^Ann", ("O&Neil", "Ann")),
    ],
)  # fmt: skip
def test_the_name_of_a_patient(name: str, expected: tuple[str, str | None]) -> None:
    patient = only(staged(message(MSH, f"PID|1||7||{name}||1980|X", OBR, ALT))).patient

    assert (patient.family, patient.given) == expected
    assert patient.birth_date is None
    assert patient.sex is None


def test_a_name_without_a_number_is_a_patient_and_neither_is_none() -> None:
    named = staged(message(MSH, "PID|1||||Rossi^Elena||19800229", OBR, ALT))
    nobody = staged(message(MSH, "PID|1|||||||F", OBR, ALT))

    assert only(named).patient.numbers == ()
    assert [(row.reason, row.field) for row in nobody.rejected] == [("no_patient", "PID")]


def test_other_messages_are_ignored_and_counted() -> None:
    adt = MSH.replace("ORU^R01^ORU_R01", "ADT^A01")
    orders = MSH.replace("ORU^R01^ORU_R01", "OML^O21")

    others = message(adt, PID) + message(orders, PID, OBR, ALT, ALT)

    batch = staged(others + message(MSH, PID, OBR, ALT))

    assert counts(batch) == (4, 1, 0, 0, 3)


@pytest.mark.parametrize(
    ("segments", "reasons"),
    [
        ((r"MSH|^~\&|LIS", PID, OBR, ALT), ["damaged_message"]),
        (("MSH|", PID, OBR, ALT, ALT), ["damaged_message", "damaged_message"]),
        (("MSH|^~^~|a|b|c|d|e||ORU^R01", PID), ["damaged_message"]),
        ((MSH, PID, OBR), ["no_result"]), ((MSH,), ["no_result"]),
        ((MSH, PID, OBR, ALT, "OBX|2|NM|1920-8^AST^LN||15"), ["cut_off"]),
        ((MSH, PID, OBR, "OBX|1|NM|1742-6^ALT^LN||15"), ["cut_off"]),
        ((MSH, PID, OBR, ALT, "OBX"), ["cut_off"]),
        ((MSH, PID, OBR, "OBX", ALT), ["short_row"]),
        ((MSH, PID, OBR, "OBX|1|NM|1742-6^ALT^LN", ALT), ["no_number"]),
    ],
)  # fmt: skip
def test_a_damaged_message_is_rejected_and_the_next_one_read(
    segments: tuple[str, ...], reasons: list[str]
) -> None:
    whole = message(MSH, PID.replace("000731", "8"), OBR, ALT)

    batch = staged(whole + message(*segments) + whole)

    assert [row.reason for row in batch.rejected] == reasons
    assert sum(draft.patient.numbers[0].value == "8" for draft in batch.drafts) == 2


def test_text_before_the_first_header_belongs_to_a_lost_message() -> None:
    batch = staged(message("OBX|9|NM|1920-8^AST^LN||15|U/L|||||F") + message(MSH, PID, OBR, ALT))

    assert counts(batch) == (2, 1, 1, 0, 0)
    assert batch.rejected[0].reason == "damaged_message"


def test_a_message_whose_laboratory_sends_no_standings_is_whole() -> None:
    bare = "OBX|1|NM|1742-6^ALT^LN||36|U/L|7-56"

    assert counts(read(bare, bare.replace("1742-6^ALT", "1920-8^AST"))) == (2, 2, 0, 0, 0)


def test_a_segment_broken_over_two_lines_is_joined() -> None:
    pid = "PID|1||000731^^^NORTH^MR||Rossi^Elena||19800229|"
    broken = message(MSH, pid, "F", OBR, ALT, "noise")
    torn = ("OBX|1|NM|1742-6^ALT^LN||36|U/L|", "7-56|N|||F")
    value = message(MSH, PID, OBR, *torn, "NTE|1||a", "b")

    assert only(staged(broken)).patient.sex == "female"
    assert only(staged(value)).result.note == "a b"
    assert only(staged(value)).result.uln_text == "56"


def test_notes_of_order_and_result_are_kept() -> None:
    note = r"NTE|1|L|a\F\b\X41C3A9\\H\c\N\ "
    batch = staged(message(MSH, PID, OBR, "NTE|1|L|Fasting", ALT, note, "NTE|2"))

    assert only(batch).result.note == "Fasting\na|bAéc"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\S\b\R\c\E\d\T\e", "a^b~c\\d&e"), (r"\Xzz\x", "x"), (r"\XE4\x", "äx"),
        (r"\.in+4\a\.sp\b", "a\nb"), (r"\C2842\a\Z1\b", "ab"), ("a\\b", "a\\b"), (r"\Q\a", r"\Q\a"),
    ],
)  # fmt: skip
def test_escapes_mean_what_the_standard_says(written: str, meant: str) -> None:
    assert only(read(ALT, f"NTE|1||{written}")).result.note == meant


def test_a_message_without_escapes_or_subcomponents_is_read() -> None:
    text = message(MSH.replace(r"^~\&", "^~"), PID, OBR, ALT) + message(
        MSH.replace(r"^~\&", "^"), PID, OBR, ALT
    )

    assert counts(staged(text)) == (2, 2, 0, 0, 0)


def test_too_many_rows_are_refused() -> None:
    reading = replace(a_reading(), limits=Limits(rows=2))

    with pytest.raises(UserError) as refused:
        read_file("a.hl7", message(MSH, PID, OBR, ALT, ALT, ALT).encode(), reading)

    assert refused.value.code == "too_large"


@pytest.mark.parametrize("text", ["MSHx^~", "a,b\nMSH|1\n", "OBR|1|2\nOBX|1|2\n", "MSH\r\r"])
def test_what_has_no_header_of_a_message_is_no_hl7(text: str) -> None:
    with pytest.raises(UserError) as refused:
        staged(text)

    assert refused.value.code == "unknown_format"


def test_words_above_the_first_header_are_no_message() -> None:
    words = "/*\n * Result messages of the north laboratory\n */\n"

    assert counts(staged(words + message(MSH, PID, OBR, ALT, sign="\n"))) == (1, 1, 0, 0, 0)


def test_a_birth_date_that_is_still_to_come_says_nothing() -> None:
    later = PID.replace("19800229", "20980229")

    assert only(staged(message(MSH, later, OBR, ALT))).patient.birth_date is None


def test_a_sender_who_ends_every_result_with_its_value_is_believed() -> None:
    bare = ("OBX|1|NM|1742-6^ALT^LN||15", "OBX|2|NM|1920-8^AST^LN||16")

    assert counts(staged(message(MSH, PID, OBR, *bare))) == (2, 2, 0, 0, 0)


def test_a_cut_result_of_a_test_that_is_not_kept_is_ignored() -> None:
    cut = "OBX|2|NM|30525-0^Age^LN||34"

    assert counts(staged(message(MSH, PID, OBR, ALT, cut))) == (2, 1, 0, 0, 1)


def test_messages_with_the_same_signs_are_understood_once() -> None:
    twice = message(MSH, PID, OBR, ALT) + message(MSH, PID, OBR, ALT.replace("36", "37"))
    first, second = staged(twice, name="labs.hl7").drafts
    assert first.patient is second.patient
