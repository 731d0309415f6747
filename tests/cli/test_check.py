"""``check`` as a process: the same bytes every time, an error for the bad case, no Qt, no SQL."""

from __future__ import annotations

import copy
import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.rules.test_published_cases import own_part
from tests.support.process import program_command, program_environment, resources
from tests.support.rule_cases import a_vector, published

CASES = resources() / "cases" / "cases.json"


def check(*arguments: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        program_command("check", *arguments),
        check=False,
        input=content,
        env=program_environment(),
        capture_output=True,
        timeout=60,
    )


def document(*vectors: object) -> bytes:
    return json.dumps({"schema": "aza-cases/1", "vectors": list(vectors)}).encode()


def lines(*vectors: object) -> bytes:
    return b"".join(json.dumps(vector).encode() + b"\n" for vector in vectors)


def told(content: bytes, *arguments: str, code: int = 0) -> dict[str, Any]:
    done = check("-", *arguments, content=content)
    assert done.returncode == code, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def refused(content: bytes, *arguments: str) -> dict[str, Any]:
    done = check("-", *arguments, content=content)
    assert done.returncode == 3
    assert done.stdout == b""
    error: dict[str, Any] = json.loads(done.stderr)["error"]
    return error


def test_twice_the_same_bytes_and_every_published_case_exact() -> None:
    first, second = (check(str(CASES)) for _ in range(2))
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    assert first.stdout.endswith(b"\n")
    assert b"\r" not in first.stdout
    answer = json.loads(first.stdout.decode("utf-8"))
    assert list(answer) == ["schema", "program", "protocol", "cases"]
    assert answer["schema"] == "aza-findings/1"
    assert list(answer["protocol"]) == ["id", "version", "sha256", "review_status"]
    assert answer["protocol"]["id"] == "aza-reintro-literal"
    for case, vector in zip(answer["cases"], published()["vectors"], strict=True):
        assert case["id"] == vector["id"]
        expected = vector["expected"]
        wanted = {key: expected.get(key, {}) for key in own_part(case)}
        wanted["marks"] = sorted(expected["marks"], key=lambda mark: mark["code"])
        assert own_part(case) == wanted


def test_facts_in_another_order_give_the_same_bytes() -> None:
    mixed = copy.deepcopy(published()["vectors"])
    rng = random.Random(7)
    for vector in mixed:
        for name in ("results", "symptoms", "comedications", "decisions"):
            rng.shuffle(vector["input"][name])
    assert check("-", content=document(*mixed)).stdout == check(str(CASES)).stdout


def test_a_case_alone_gives_what_it_gives_among_others() -> None:
    vectors = published()["vectors"]
    together = told(document(*vectors))["cases"]
    for place in (0, 17, 54):
        assert told(document(vectors[place]))["cases"] == [together[place]]


def test_the_members_stand_in_the_order_of_the_contract() -> None:
    vector = a_vector(results=["2026-01-26 ALT 200"])
    [case] = told(document(vector))["cases"]
    assert list(case) == [
        *("id", "marks", "labs_due", "escalation", "restart", "transitions_offered"),
        *("derived", "valid_until"),
    ]
    mark = case["marks"][0]
    assert list(mark) == [
        *("code", "severity", "results", "statements", "rule", "why", "missing", "advice"),
        "sources",
    ]
    assert list(mark["advice"]) == ["clinician", "patient"]
    assert list(mark["sources"][0]) == ["id", "title", "address", "verified"]
    assert list(case["labs_due"][0]) == ["reason", "tests", "due_from", "due_by", "status"]
    assert list(case["escalation"]) == [
        *("status", "earliest", "latest", "next_dose_mg", "blocked_by"),
    ]
    [resting] = told(document(a_vector(phase="on_break")))["cases"]
    assert list(resting["restart"]) == ["status", "earliest", "dose_mg", "blocked_by"]


def test_marks_are_sorted_by_gravity_then_code() -> None:
    vector = a_vector(
        results=["2026-01-26 ALT 128", "2026-01-26 AST 178.5", "2026-01-26 BILI 50"],
        symptoms=["2026-01-26 fever", "2026-01-26 nausea"],
        tpmt="unknown",
    )
    [case] = told(document(vector))["cases"]
    assert [mark["code"] for mark in case["marks"]] == [
        *("BILI_TA_STOP", "TA_STOP", "SYMPTOM", "TA_CONSIDER_STOP", "CONSIDER_ALTERNATIVE"),
        *("TPMT_UNKNOWN", "ADVICE_GI"),
    ]


def test_one_case_a_line_with_the_protocol_in_each() -> None:
    vectors = published()["vectors"][:3]
    done = check("-", "--jsonl", content=lines(*vectors))
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [case["id"] for case in found] == [vector["id"] for vector in vectors]
    assert {case["protocol"]["id"] for case in found} == {"aza-reintro-literal"}
    for case in found:
        del case["protocol"]
    assert found == told(document(*vectors))["cases"]


def test_lines_and_documents_are_both_read() -> None:
    vectors = published()["vectors"][:3]
    assert told(lines(*vectors)) == told(document(*vectors))
    assert told(lines(vectors[0])) == told(document(vectors[0]))
    assert told(b"\xef\xbb\xbf" + document(vectors[0])) == told(document(vectors[0]))


def test_a_bad_case_answers_in_its_place_and_the_others_are_judged() -> None:
    good = a_vector(name="good")
    bad = a_vector(name="bad")
    bad["input"]["as_off"] = "2026-01-26"
    answer = told(document(good, bad, "nonsense", good), code=1)
    first, second, third, fourth = answer["cases"]
    assert first == fourth
    assert second["id"] == "bad"
    assert second["error"]["code"] == "bad_case"
    assert "as_off" in second["error"]["why"]
    assert third["id"] is None
    done = check("-", "--jsonl", content=lines(good)[:-1] + b"\n{oops\n" + lines(bad))
    assert done.returncode == 1
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [list(case)[:3] for case in found] == [
        *(["id", "protocol", "marks"], ["id", "protocol", "error"], ["id", "protocol", "error"]),
    ]
    assert "line 2" in found[1]["error"]["why"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda v: v["config"].update(hold_min_day=2),
        lambda v: v["config"].update(overlays=["moon"]),
        lambda v: v["input"].update(colour="red"),
        lambda v: v["input"]["patient"].update(height=3),
        lambda v: v["input"]["results"][0].update(analyt="ALT"),
        lambda v: v["input"]["results"].append(v["input"]["results"][0]),
        lambda v: v["input"]["symptoms"].append({"code": "rash", "onset": "2026-01-26"}),
        lambda v: v["input"]["results"][0].update(analyte="XYZ"),
        lambda v: v["input"]["dose_events"][0].update(dose_mg=62.5),
        lambda v: v.update(protocol="aza-moon"),
        lambda v: v.update(protocol=3),
        lambda v: v.pop("id"),
        lambda v: v.pop("input"),
    ],
)
def test_an_unknown_name_is_an_error_of_that_case(spoil: Any) -> None:
    vector = a_vector(results=["2026-01-26 ALT 20"])
    spoil(vector)
    [case] = told(document(vector), code=1)["cases"]
    assert case["error"]["code"] in {"bad_case", "unknown_protocol"}
    assert "marks" not in case


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 5000])
def test_an_impossible_number_is_an_error_of_that_case_alone(number: str) -> None:
    good = a_vector(name="good")
    text = document(a_vector(name="bad"), good).replace(b"150", number.encode(), 1)
    bad, judged = told(text, code=1)["cases"]
    assert bad["id"] == "bad"
    assert "prior_toxic_dose_mg" in bad["error"]["why"]
    assert judged == told(document(good))["cases"][0]


def test_a_case_whose_id_is_a_number_is_named_in_its_error() -> None:
    [case] = told(document({**a_vector(), "id": 7}), code=1)["cases"]
    assert case["id"] == 7


@pytest.mark.parametrize("words", [["--json"], ["--jso"], ["--prot", "aza-reintro-literal"]])
def test_a_word_cut_short_is_wrong_usage(words: list[str]) -> None:
    assert check("-", *words, content=document()).returncode == 2


def test_half_a_surrogate_pair_is_an_error_of_that_case() -> None:
    bad, good = a_vector(results=["2026-01-26 ALT 20"]), a_vector(name="good")
    bad["input"]["results"][0]["note"] = "\ud800"
    first, second = told(document(bad, good), code=1)["cases"]
    assert "input.results[0].note" in first["error"]["why"]
    assert "marks" in second


def test_what_stands_beside_a_case_is_ignored() -> None:
    vector = published()["vectors"][0]
    bare = {key: vector[key] for key in ("id", "config", "input")}
    assert told(document(bare)) == told(document(vector))


def test_a_name_that_stands_twice_is_refused() -> None:
    text = json.dumps(a_vector()).replace(
        '"phase": "reintroduction"', '"phase": "on_break", "phase": "reintroduction"'
    )
    [case] = told(b'{"schema": "aza-cases/1", "vectors": [' + text.encode() + b"]}", code=1)[
        "cases"
    ]
    assert case["error"]["code"] == "bad_case"


def test_another_protocol_is_chosen_by_the_command_or_by_the_case() -> None:
    vector = a_vector(doses=["2026-01-19 50"])
    cautious = told(document(vector), "--protocol", "aza-reintro-cautious@1.0.0")
    assert cautious["protocol"]["id"] == "aza-reintro-cautious"
    assert [m["code"] for m in cautious["cases"][0]["marks"]] == ["LFT_NOT_SINCE_STEP"]
    named = {**vector, "protocol": "aza-reintro-cautious"}
    answer = told(document(named, vector))
    assert answer["protocol"]["id"] == "aza-reintro-literal"
    assert answer["cases"][0]["protocol"]["id"] == "aza-reintro-cautious"
    assert "protocol" not in answer["cases"][1]
    assert answer["cases"][0]["marks"] == cautious["cases"][0]["marks"]
    literal = told(document(named), "--protocol", "aza-reintro-literal")
    assert literal["cases"][0]["marks"] == []


def test_an_unknown_protocol_is_refused_with_nothing_written() -> None:
    for name in ("aza-moon", "", "aza-reintro-literal@9"):
        assert refused(document(), "--protocol", name)["code"] == "unknown_protocol"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unreadable"),
        (b" \n ", "unreadable"),
        (b"\xff\xfe\x00", "unreadable"),
        (b"not json", "unreadable"),
        (b'{\n "schema": "aza-cases/1",\n "vectors": [\n', "unreadable"),
        (b'{"schema": "aza-cases/2", "vectors": []}', "unknown_format"),
        (b'{"schema": "aza-cases/1"}', "unknown_format"),
        (b"[]", "unknown_format"),
        (b"3", "unknown_format"),
        (b"[" * 100_000, "unreadable"),
    ],
)
def test_a_file_that_is_no_case_file_is_refused(content: bytes, code: str) -> None:
    assert refused(content)["code"] == code


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    done = check(str(tmp_path / "none.json"))
    assert done.returncode == 3
    assert json.loads(done.stderr)["error"]["code"] == "unreadable"


def test_no_cases_is_an_empty_answer() -> None:
    assert told(document())["cases"] == []


def test_text_of_any_language_comes_back_as_it_was() -> None:
    vector = a_vector(name="Fälle \N{GREEK SMALL LETTER MU}", drugs=["2026-01-01 Allopurinol®"])
    done = check("-", content=document(vector))
    assert "Fälle \N{GREEK SMALL LETTER MU}".encode() in done.stdout
    assert "Allopurinol® since 01-Jan-2026".encode() in done.stdout


def test_neither_qt_nor_sql_is_loaded() -> None:
    script = (
        "import sys\nfrom aza_desktop.cli import main\n"
        f"code = main(['check', {str(CASES)!r}])\n"
        "loaded = {'PySide6', 'sqlalchemy', 'matplotlib', 'alembic'} & set(sys.modules)\n"
        "sys.exit(code or len(loaded))"
    )
    done = subprocess.run(
        [program_command()[0], "-c", script],
        check=False,
        env=program_environment(),
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
