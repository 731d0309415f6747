"""By what the files of a laboratory are known again."""

from __future__ import annotations

from aza_desktop.intake import keys_in, look_at, read_content
from aza_desktop.intake.limits import LIMITS
from aza_desktop.intake.recognising import message_key, resource_key, table_key
from tests.support.hl7_messages import ALT, MSH, OBR, PID, message
from tests.support.lab_files import a_reading, staged
from tests.support.workbook_files import a_workbook

HEAD = ["MRN", "DOB", "Date", "ALT (U/L)"]
ROW = ["1", "1984-07-14", "2025-01-02", "34"]


def keys(data: bytes) -> frozenset[str]:
    return keys_in(look_at("x", data, a_reading()), LIMITS)


def test_a_table_is_known_by_its_header_line_among_its_first_lines() -> None:
    text = "City Laboratory\n\n" + ",".join(HEAD) + "\n" + ",".join(ROW) + "\n"
    batch = staged(text)

    assert batch.header == table_key(HEAD)
    assert batch.header in keys(text.encode())
    assert batch.header in keys(text.replace(",", ";").encode("utf-16"))


def test_a_title_line_is_no_header() -> None:
    assert table_key(["City Laboratory", "", "page 1"]) == ""


def test_a_workbook_is_known_by_a_line_of_any_sheet() -> None:
    data = a_workbook([HEAD, ROW])

    content = look_at("x", data, a_reading())
    batch = read_content(content, a_reading())

    assert batch.header in keys_in(content, LIMITS)
    assert read_content(content, a_reading()) == batch


def test_a_damaged_workbook_is_known_by_nothing() -> None:
    assert keys(a_workbook([HEAD, ROW])[:200]) == frozenset()


def test_messages_are_known_by_their_only_sender() -> None:
    one = message(MSH, PID, OBR, ALT)

    assert keys(one.encode()) == {message_key("lis", "north")}
    assert staged(one + one).header == message_key("LIS", "NORTH")
    assert staged(one + one.replace("|NORTH|", "|SOUTH|")).header == ""


def test_nameless_senders_are_no_senders() -> None:
    assert message_key(" ", "") == ""
    assert keys(b"MSH|^~\\&\rPID|1\r") == {""}


def test_resources_are_known_by_the_only_laboratory_that_all_name() -> None:
    assert resource_key(["City  Lab", "city lab"]) == "fhir city lab"
    assert resource_key(["City Lab", None]) == ""
    assert resource_key([]) == ""
    assert keys(b' {"resourceType": "Bundle"}') == frozenset()
