"""A protocol file that is damaged or incomplete is refused, with file, line and remedy."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.errors import UserError
from aza_desktop.protocols import read_protocol
from aza_desktop.protocols.contents import DISPLAYED, MARKS, PARAMETERS
from tests.support.process import resources

LITERAL = (resources() / "protocols" / "aza-reintro-literal.toml").read_text(encoding="utf-8")
CAUTIOUS = (resources() / "protocols" / "aza-reintro-cautious.toml").read_text(encoding="utf-8")


def edited(old: str, new: str, text: str = LITERAL) -> str:
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def in_table(table: str, old: str, new: str) -> str:
    """The literal text with one line changed inside one table."""
    start = LITERAL.index(table)
    end = LITERAL.index("\n\n", start)
    return LITERAL[:start] + edited(old, new, LITERAL[start:end]) + LITERAL[end:]


def without_table(table: str) -> str:
    start = LITERAL.index(table)
    return LITERAL[:start] + LITERAL[LITERAL.index("\n\n", start) :]


def refusal(text: str) -> UserError:
    with pytest.raises(UserError) as refused:
        read_protocol(text, "clinic.toml")
    error = refused.value
    assert error.code == "bad_config"
    assert error.why.startswith("clinic.toml")
    assert error.remedy
    return error


def line_of(text: str, found: str) -> int:
    return text[: text.index(found)].count("\n") + 1


def test_both_shipped_files_are_read_with_the_hash_of_their_bytes() -> None:
    for name in ("literal", "cautious"):
        path = resources() / "protocols" / f"aza-reintro-{name}.toml"
        protocol = read_protocol(path.read_bytes().decode("utf-8"), path.name)
        assert protocol.id == f"aza-reintro-{name}"
        assert protocol.version == "1.0.0"
        assert protocol.name == f"aza-reintro-{name}@1.0.0"
        assert protocol.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert protocol.review.status == "Under Review"
        assert set(protocol.marks) == set(MARKS)
        assert set(protocol.parameters) == set(PARAMETERS) | set(DISPLAYED)
        assert [statement.id for statement in protocol.statements] == [
            f"S{number}" for number in range(1, 28)
        ]
        assert [c.id for c in protocol.contradictions] == [f"F{number}" for number in range(1, 9)]
        assert protocol.text.encode("utf-8") == path.read_bytes()


def test_the_cautious_file_is_the_literal_one_but_for_three_parameters() -> None:
    literal, cautious = (read_protocol(text, "x.toml") for text in (LITERAL, CAUTIOUS))
    other = {
        name: (literal.parameters[name].value, cautious.parameters[name].value)
        for name in PARAMETERS
        if literal.parameters[name] != cautious.parameters[name]
    }
    assert other == {
        "hold_min_days": (2, 7),
        "hold_max_days": (3, 14),
        "require_lft_since_last_step": (False, True),
    }
    assert {cautious.parameters[name].decision for name in other} == {"clinic"}

    def words(protocol: Protocol) -> tuple[object, ...]:
        return (
            *(protocol.marks, protocol.statements, protocol.contradictions, protocol.advice),
            *(protocol.scope, protocol.schedules, protocol.gates, protocol.phases),
            *(protocol.sources, protocol.thresholds, protocol.review),
        )

    assert words(literal) == words(cautious)


def test_what_a_shipped_protocol_tells() -> None:
    protocol = read_protocol(LITERAL, "x.toml")
    assert [limit.label for limit in protocol.thresholds] == [
        *("1 x upper limit", "3 x consider stop", "5 x stop", "2 x bilirubin stop"),
    ]
    assert protocol.marks["TA_STOP"].severity is Severity.CRITICAL
    assert protocol.marks["TA_STOP"].latch
    assert protocol.marks["TPMT_RISK"].severity_by == {
        "intermediate": Severity.MEDIUM,
        "low": Severity.HIGH,
    }
    assert {s.phase: (s.figure, s.until) for s in protocol.schedules}["long_term"] == (
        "long_term_min_months",
        "long_term_max_months",
    )
    assert all(not text[0].startswith("{") for text in protocol.advice.values())
    assert protocol.not_covered.startswith("Blood counts")
    assert protocol.sources["article"].verified
    assert not protocol.sources["bsr_2017"].verified


def test_no_number_is_chosen_without_saying_who_chose_it() -> None:
    for text in (LITERAL, CAUTIOUS):
        for parameter in read_protocol(text, "x.toml").parameters.values():
            assert parameter.decision in {"source", "clinic"}
            assert parameter.cite or parameter.decision == "clinic"


DAMAGE = [
    ("broken TOML", "[review]", "[review", "line"),
    ("no id", 'id = "aza-reintro-literal"\n', "", "id: the entry id is missing"),
    ("a bad id", 'id = "aza-reintro-literal"', 'id = "Aza Reintro"', "is no id"),
    ("a bad version", 'version = "1.0.0"', 'version = "1"', "is no version"),
    ("another schema", '"aza-protocol/1"', '"aza-protocol/2"', "is not known here"),
    ("an unknown entry", 'language = "en"', 'language = "en"\ncolour = "red"', "colour"),
    ("an empty text", 'drug = "azathioprine"', 'drug = " "', "the text is empty"),
    ("a number for a text", 'drug = "azathioprine"', "drug = 3", "this is not a text"),
    ("an unknown status", 'status = "Under Review"', 'status = "Fine"', "Fine is not known"),
    ("approved by nobody", 'status = "Under Review"', 'status = "Approved"', "reviewer"),
    ("no date", 'date = ""', 'date = "1.2.2026"', "this is no date"),
    ("no calendar date", 'date = ""', 'date = "2026-02-30"', "this is no date"),
    ("a doubled citation", 'key = "label"', 'key = "article"', "article stands twice"),
    ("a flag that is none", 'population = "adults"', "population = true", "not a text"),
    ("an automatic gate", 'id = "restart"', 'id = "restart"\nx = 1', "x"),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), DAMAGE, ids=[d[0] for d in DAMAGE])
def test_a_damaged_file_is_refused(name: str, old: str, new: str, told: str) -> None:
    error = refusal(edited(old, new))
    assert told in error.why, name
    assert re.search(r"line \d+", error.why)


TABLES = [
    ("[parameters.ta_stop_uln]", 'value = "5.0"', "value = 5.0", "stands without quotes"),
    ("[parameters.ta_stop_uln]", 'value = "5.0"', 'value = "five"', "is an exact decimal"),
    ("[parameters.ta_stop_uln]", 'value = "5.0"', 'value = "20.1"', "outside 1.1 to 20"),
    ("[parameters.ta_stop_uln]", 'value = "5.0"', 'value = "2.9"', "greater than ta_stop_uln"),
    ("[parameters.ta_stop_uln]", 'unit = "x ULN"', 'unit = "U/L"', "the unit must be x ULN"),
    ("[parameters.ta_stop_uln]", 'min = "1.1"', 'min = "low"', "this is not a number"),
    ("[parameters.ta_stop_uln]", 'min = "1.1"', 'min = "21"', "the least is greater"),
    ("[parameters.ta_stop_uln]", 'min = "1.1"', "min = 1.1", "stands without quotes"),
    ("[parameters.ta_stop_uln]", 'cite = "article"', 'cite = "nobody"', "no citation nobody"),
    ("[parameters.ta_stop_uln]", 'cite = "article"', 'cite = ""', "must name it"),
    ("[parameters.ta_stop_uln]", 'decision = "source"', 'decision = "me"', "me is not known"),
    ("[parameters.hold_min_days]", "value = 2", 'value = "2"', "is a whole number"),
    ("[parameters.hold_min_days]", "value = 2", "value = true", "is a whole number"),
    ("[parameters.hold_min_days]", "value = 2", "value = 85", "outside 0 to 84"),
    ("[parameters.hold_min_days]", "value = 2", "value = 4", "greater than hold_max_days"),
    ("[parameters.step_mg]", "value = 25", "value = true", "is an exact decimal"),
    ("[parameters.bili_any_elevation]", "value = false", 'value = "no"', "true or false"),
    ("[parameters.mmp_unit]", 'value = "pmol/8e8 RBC"', 'value = ""', "is a text"),
    ("[parameters.duplicate_policy]", 'value = "worst"', 'value = "mean"', "cannot be mean"),
    ("[parameters.overlays]", "value = []", 'value = ["x"]', "no overlay x"),
    ("[parameters.overlays]", "value = []", "value = [1]", "is a list of texts"),
    ("[overlays]", '"cbc_label"', '"cbc"', "not the ones that the program knows"),
]


@pytest.mark.parametrize(("table", "old", "new", "told"), TABLES)
def test_a_bad_parameter_is_refused_at_its_line(table: str, old: str, new: str, told: str) -> None:
    text = in_table(table, old, new)
    error = refusal(text)
    assert told in error.why
    first = line_of(text, "[parameters.ta_consider_stop_uln]" if "2.9" in new else table)
    assert first <= int(str(error.details["line"])) <= first + 12


def test_an_empty_list_that_would_silence_a_rule_is_refused() -> None:
    text = re.sub(r'value = \["fever".*\]', "value = []", LITERAL)
    assert "warning_symptoms is empty" in refusal(text).why


@pytest.mark.parametrize("name", sorted(DISPLAYED))
def test_a_text_from_before_a_display_parameter_still_loads(name: str) -> None:
    start = LITERAL.index(f"[parameters.{name}]")
    older = LITERAL[:start] + LITERAL[LITERAL.index("\n\n", start) + 2 :]
    assert name not in read_protocol(older, "kept.toml").parameters


def test_a_missing_parameter_is_named() -> None:
    error = refusal(without_table("[parameters.pair_window_days]"))
    assert "the parameter pair_window_days is missing" in error.why
    assert "[parameters.pair_window_days]" in error.remedy


def test_a_gate_that_would_open_by_itself_is_refused() -> None:
    text = LITERAL.replace("automatic = false", "automatic = true", 1)
    error = refusal(text)
    assert "no dose and no phase may change by itself" in error.why
    assert error.details["line"] == line_of(text, "automatic = true")


MARK = '[[mark]]\ncode = "TA_STOP"'
BAD_MARKS = [
    ('code = "TA_STOP"\nrule', 'code = "TA_HALT"\nrule', "TA_HALT is not in the catalogue"),
    ('code = "TA_STOP"\nrule', 'code = "TA_ELEVATED"\nrule', "the mark TA_ELEVATED stands twice"),
    ('code = "TA_STOP"\nrule', 'code = "X_HALT"\nrule', "the mark TA_STOP is missing"),
    ('statements = ["S12"]', 'statements = ["S99"]', "there is no S99"),
    ('statements = ["S12"]', 'statements = ["S12", "S12"]', "names something twice"),
    ('statements = ["S12"]', 'statements = "S12"', "this is not a list of texts"),
    ('severity = "critical"', 'severity = "awful"', "awful is not known here"),
    ("blocks = true", 'blocks = "yes"', "this is not true or false"),
    ('rule = "ta_stop"', "", "the entry rule is missing"),
    ("latch = true", 'latch = true\noverlay = "moon"', "moon is not known here"),
    ("latch = true", 'latch = true\nwords = "x"', "the entry words is not known here"),
    ("latch = true", "latch = true\ntext = 1", "line"),
]


@pytest.mark.parametrize(("old", "new", "told"), BAD_MARKS)
def test_a_bad_mark_is_refused(old: str, new: str, told: str) -> None:
    assert told in refusal(in_table(MARK, old, new)).why


def test_a_mark_without_its_text_for_clinicians_is_refused() -> None:
    text = re.sub(r'(code = "TA_STOP"\n(?:.*\n){7})text\.clinician\.en = .*\n', r"\1", LITERAL)
    assert "clinician" in refusal(text).why


def test_a_text_in_the_wrong_shape_is_refused() -> None:
    assert (
        "this is not a table"
        in refusal(
            edited(
                'title.en = "Azathioprine re-introduction after raised ALT/AST, literal reading"',
                'title = "Azathioprine"',
            )
        ).why
    )


OTHERS = [
    ('[[statement]]\nid = "S3"', 'id = "S3"', 'id = "S2"', "S2 stands twice"),
    ('[[statement]]\nid = "S3"', "SYMPTOM", "SYMPTOMS", "nothing here is called SYMPTOMS"),
    ('[[statement]]\nid = "S25"', 'id = "S25"', 'id = "S28"', "S25 is missing"),
    ('[[contradiction]]\nid = "F8"', 'id = "F8"', 'id = "F9"', "F8 is missing"),
    ('[[contradiction]]\nid = "F8"', '"hunt_2017"', '"hunt"', "there is no hunt"),
    ('[[contradiction]]\nid = "F8"', '"S16"', '"S77"', "there is no S77"),
    ('[[threshold]]\ncode = "TA_STOP"', "ta_stop_uln", "hold_min_days", "is no limit"),
    ('[[threshold]]\ncode = "TA_STOP"', 'op = ">="', 'op = "<"', "< is not known here"),
    ('[[threshold]]\ncode = "TA_STOP"', "TA_STOP", "TA_ELEVATED", "stands twice"),
    ('[[threshold]]\ncode = "TA_STOP"', '"TA_STOP"', '"BSR_ABS"', "the limit TA_STOP is missing"),
    ('[[lab_schedule]]\nphase = "stopped"', '"stopped"', '"closed"', "stopped is missing"),
    ('[[lab_schedule]]\nphase = "long_term"', '"long_term_max_months"', '"x"', "x is not known"),
    ('[[phase]]\nid = "closed"', '"closed"', '"opened"', "opened is not known here"),
    ('[[gate]]\nid = "next_step"', '"step_mg"', '"steps_mg"', "there is no steps_mg"),
    ("[advice.food]", "[advice.food]", "[advice.meals]", "the advice food is missing"),
]


@pytest.mark.parametrize(("table", "old", "new", "told"), OTHERS)
def test_bad_content_is_refused(table: str, old: str, new: str, told: str) -> None:
    assert told in refusal(in_table(table, old, new)).why


def test_a_list_of_tables_that_is_none_is_refused() -> None:
    start = LITERAL.index("[[phase]]")
    end = LITERAL.index("[[gate]]")
    assert "phase" in refusal(LITERAL[:start] + LITERAL[end:]).why


def test_a_mark_of_a_further_protocol_has_room() -> None:
    extra = LITERAL.replace(
        "[[statement]]",
        '[[mark]]\ncode = "X_CHOL_STOP"\nrule = "x_chol_stop"\ntitle.en = "Bile ducts"\n'
        'severity = "critical"\nblocks = true\nstatements = []\ncites = ["onset_case"]\n'
        'text.clinician.en = "Stop."\n\n[[statement]]',
        1,
    )
    assert "X_CHOL_STOP" in read_protocol(extra, "clinic.toml").marks


def test_a_parameter_of_a_further_protocol_has_room() -> None:
    extra = LITERAL.replace(
        "[parameters.overlays]",
        '[parameters.x_alp_stop_uln]\nvalue = "2.0"\nunit = "x ULN"\nmin = "1"\nmax = "20"\n'
        'cite = ""\nstatement = ""\ndecision = "clinic"\ndefault = ""\n\n[parameters.overlays]',
        1,
    )
    assert read_protocol(extra, "clinic.toml").number("x_alp_stop_uln").as_tuple().digits == (2, 0)


def test_comments_and_long_texts_do_not_move_the_line_that_is_named() -> None:
    note = 'note.en = "End of the usual window: information, never a deadline."'
    text = edited(note, 'note.en = """\nvalue = 9\n[parameters.x]\n"""')
    text = text.replace(
        "[parameters.gate_on_overdue_lft]\nvalue = true",
        "[parameters.gate_on_overdue_lft]\nvalue = 1",
    )
    error = refusal(text)
    assert error.details["line"] == line_of(text, "[parameters.gate_on_overdue_lft]") + 1


def test_a_translation_may_stand_beside_the_language_of_the_file() -> None:
    text = edited('title.en = "On break"', 'title.en = "On break"\ntitle.de = "Pause"')
    assert read_protocol(text, "clinic.toml").phases[0].title == "On break"


def test_an_approved_file_names_its_reviewer() -> None:
    text = edited(
        'status = "Under Review"\nreviewer = ""', 'status = "Approved"\nreviewer = "Dr A"'
    )
    text = text.replace('date = ""', 'date = "2026-01-26"', 1)
    assert read_protocol(text, "clinic.toml").review.reviewer == "Dr A"


def test_the_bibliography_knows_every_citation(tmp_path: Path) -> None:
    import tomllib

    book = tomllib.loads((resources() / "sources.toml").read_text(encoding="utf-8"))["sources"]
    for text in (LITERAL, CAUTIOUS):
        for source in read_protocol(text, "x.toml").sources.values():
            entry = book[source.id]
            assert (entry["title"], entry["address"], entry["verified"]) == (
                *(source.title, source.address, source.verified),
            )
    for name, entry in book.items():
        assert set(entry) == {
            *("title", "address", "supports", "verified", "checked_on", "checked_by"),
        }, name
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry["checked_on"])
        assert entry["address"].startswith("http")
        assert entry["verified"] or "not" in entry["checked_by"] or "nobody" in entry["checked_by"]
