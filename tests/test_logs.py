"""The log says what happened and can name nobody."""

from __future__ import annotations

import logging
import re
import sys
import threading
from pathlib import Path

import pytest

from aza_desktop import logs

SENTINEL = "Zwetschgenbaum-1931-04-17"


def written(folder: Path) -> str:
    logs.close_log()
    return "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.log*"))


def an_error(text: str) -> ValueError:
    """An error that was really raised, so that it has frames."""
    try:
        raise KeyError(text)
    except KeyError as cause:
        try:
            raise ValueError(text) from cause
        except ValueError as error:
            return error


def test_an_event_is_written_with_ids_and_counts(tmp_path: Path) -> None:
    logs.open_log(tmp_path)
    logs.event("import_done", rows=40, held=2, format="csv-long")
    assert "INFO aza_desktop import_done rows=40 held=2 format=csv-long" in written(tmp_path)


def test_a_value_under_a_name_that_is_not_allowed_is_not_written(tmp_path: Path) -> None:
    logs.open_log(tmp_path)
    logs.event("patient_found", name="Rossi", value="196")
    line = written(tmp_path)
    assert "name=? value=?" in line
    assert "Rossi" not in line


def test_prose_under_an_allowed_name_is_not_written(tmp_path: Path) -> None:
    logs.open_log(tmp_path)
    logs.event("rule_failed", rule="ta_stop for Elena Rossi", code=None)
    assert "rule=? code=?" in written(tmp_path)


def test_a_sentence_as_the_name_of_an_event_is_not_written(tmp_path: Path) -> None:
    logs.open_log(tmp_path)
    logs.event("Found Elena Rossi", count=1)
    assert "unnamed count=1" in written(tmp_path)


def test_the_message_of_an_error_is_not_written_nor_that_of_its_cause(tmp_path: Path) -> None:
    logs.open_log(tmp_path)
    log_id = logs.report(an_error(SENTINEL), task="import")
    line = written(tmp_path)
    assert SENTINEL not in line
    assert f"log_id={log_id}" in line
    assert "error=ValueError,KeyError" in line
    assert re.search(r"frames=test_logs:\d+", line)


def test_a_log_id_is_short_enough_to_be_read_out() -> None:
    assert re.fullmatch(r"L-[0-9A-F]{4}-[0-9A-F]{4}", logs.report(an_error("x")))


def test_what_other_libraries_say_is_reduced_to_where_they_said_it(tmp_path: Path) -> None:
    logs.open_log(tmp_path)
    foreign = logging.getLogger("some.library")
    try:
        raise RuntimeError(SENTINEL)
    except RuntimeError:
        foreign.exception("parameters: %s", SENTINEL, stack_info=True)
    text = written(tmp_path)
    assert SENTINEL not in text
    assert re.search(r"ERROR some\.library \d+\n$", text)


def test_the_log_turns_over_and_keeps_three_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 2_000)
    logs.open_log(tmp_path)
    for count in range(400):
        logs.event("import_done", rows=count)
    logs.close_log()
    files = sorted(tmp_path.iterdir())
    assert len(files) == logs.FILES
    assert all(path.stat().st_size <= 2_000 for path in files)


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    logs.open_log(blocked / "logs")
    logs.event("import_done", rows=1)
    assert blocked.read_text(encoding="utf-8") == "x"


def test_opening_twice_writes_each_line_once(tmp_path: Path) -> None:
    logs.open_log(tmp_path)
    logs.open_log(tmp_path)
    logs.event("import_done", rows=1)
    assert written(tmp_path).count("import_done") == 1


def test_an_uncaught_error_shows_only_its_log_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for holder, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    logs.open_log(tmp_path)
    shown: list[str] = []
    logs.catch_the_unexpected(shown.append)
    error = an_error(SENTINEL)
    sys.excepthook(type(error), error, error.__traceback__)
    assert re.fullmatch(r"L-[0-9A-F]{4}-[0-9A-F]{4}", shown[0])
    assert shown[0] in written(tmp_path)
    assert SENTINEL not in capsys.readouterr().err


def test_an_error_in_another_thread_is_caught_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for holder, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    logs.open_log(tmp_path)
    shown: list[str] = []
    logs.catch_the_unexpected(shown.append)

    def fails() -> None:
        raise ValueError(SENTINEL)

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    assert len(shown) == 1
    assert SENTINEL not in written(tmp_path) + capsys.readouterr().err


def test_ctrl_c_is_not_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for holder, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    shown: list[str] = []
    logs.catch_the_unexpected(shown.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert shown == []
    assert "KeyboardInterrupt" in capsys.readouterr().err
