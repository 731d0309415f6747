"""Step two of an import: what columns were taken for, which tests came, what a person must say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import show
from aza_desktop.gui.viewmodels.words import DASH, unit_shown
from aza_desktop.texts import ntr, tr

if TYPE_CHECKING:
    from aza_desktop.clinical.analytes import AnalyteCatalogue
    from aza_desktop.clinical.drafts import Question
    from aza_desktop.services.file_sight import ColumnSight, DateExample, FileSight
    from aza_desktop.services.import_desk import Looked, TestFound


IGNORE = "ignore"
"""The answer by which a column or a test is left out."""


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the file. known: False where it is not used.

    code: of the answer that says what it holds; use: that answer as things are.
    """

    header: str
    read_as: str
    examples: str
    known: bool
    code: str
    use: str


@dataclass(frozen=True, slots=True)
class TestRow:
    """One kept test. problem: what keeps some of its values from being judged, "" for nothing.

    asks_limit: results came without an upper limit, which a person may copy, in `unit`.
    """

    __test__ = False

    name: str
    rows: str
    units: str
    limits: str
    problem: str
    analyte: str
    unit: str
    asks_limit: bool


@dataclass(frozen=True, slots=True)
class QuestionModel:
    """A question that only a person can answer; nothing is chosen beforehand.

    choices: (answer, its words). answer: what was said, "" for nothing yet.
    """

    code: str
    text: str
    rows: str
    choices: tuple[tuple[str, str], ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ColumnsModel:
    """The whole step. no_columns: why there are none to show, "" where there are.

    uses: (answer, words) of everything that a column may hold. profile: under which the file was
    recognised, "" for none. can_keep: its files can be recognised again. file: tells files apart.
    laboratory: as it stands in the field. since: first day of typed limits, "" where none is asked.
    """

    columns: tuple[ColumnRow, ...]
    no_columns: str
    dates: tuple[str, ...]
    encoding: str
    tests: tuple[TestRow, ...]
    questions: tuple[QuestionModel, ...]
    uses: tuple[tuple[str, str], ...]
    profile: str
    can_keep: bool
    file: str
    laboratory: str = ""
    since: str = ""


def build_columns(
    looked: Looked,
    asked: tuple[Question, ...],
    answers: Mapping[str, str],
    *,
    analytes: AnalyteCatalogue,
) -> ColumnsModel:
    """What was recognised and what is open. asked: answered questions too, to be changed."""
    sight = looked.sight
    dates = sight.dates if sight is not None else ()
    return ColumnsModel(
        tuple(_column(each) for each in sight.columns) if sight is not None else (),
        "" if sight is not None else _no_columns(looked.report.format),
        tuple(_date(each) for each in dates),
        _encoding(sight),
        tuple(_test(each) for each in looked.tests),
        tuple(_question(each, dates, answers.get(each.code, "")) for each in asked),
        (
            *((key, said) for key, said in _words().items() if key != "unused"),
            *((each.code, f"{each.code}: {each.name}") for each in analytes.analytes),
            (IGNORE, tr("not used")),
        ),
        looked.report.profile or "",
        bool(looked.staged.batch.header),
        looked.report.sha256,
        looked.report.profile or (looked.laboratories[0] if len(looked.laboratories) == 1 else ""),
        show(looked.limits_since) if looked.limits_since is not None else "",
    )


def is_of_file(code: str) -> bool:
    """True for a question about the file, False for one about a patient."""
    return not code.startswith("patient:")


def _no_columns(format_name: str) -> str:
    if format_name == "hl7v2":
        return tr("HL7 messages name every field themselves: there are no columns to check.")
    return tr("FHIR resources name every field themselves: there are no columns to check.")


def _encoding(sight: FileSight | None) -> str:
    if sight is None or not sight.encoding:
        return ""
    return tr("Text encoding: {name}").format(name=sight.encoding)


def _column(sight: ColumnSight) -> ColumnRow:
    return ColumnRow(
        sight.header or tr("(no title)"),
        _use(sight),
        "   ".join(sight.examples) or tr("empty"),
        sight.use not in {"unused", "other_date"},
        f"column:{sight.header}" if sight.header else "",
        _answer_now(sight),
    )


def _use(sight: ColumnSight) -> str:
    code = sight.analyte or ""
    if sight.use == "measured":
        if not sight.analyte:
            return tr("a test that is unclear: see the question")
        unit = unit_shown(sight.unit) if sight.unit else tr("unit not in the title")
        return tr("{test} in {unit}").format(test=code, unit=unit)
    said = _words().get(sight.use, sight.use)
    return f"{said} ({code})" if code else said


def _answer_now(sight: ColumnSight) -> str:
    """The answer that would leave the column as it is read; "" where there is none."""
    if sight.use == "measured":
        return sight.analyte or ""
    if sight.use == "unused":
        return IGNORE
    return "" if sight.analyte else sight.use


def _words() -> dict[str, str]:
    """What a column may hold beside a test's values."""
    return {
        "number": tr("record number"),
        "national_number": tr("national number"),
        "name": tr("name"),
        "family": tr("family name"),
        "given": tr("given name"),
        "birth_date": tr("birth date"),
        "sex": tr("sex"),
        "collected": tr("day of the sample"),
        "collected_time": tr("time of the sample"),
        "other_date": tr("another date, not used"),
        "study_day": tr("study day"),
        "test": tr("test"),
        "test_code": tr("the laboratory's code of the test"),
        "loinc": tr("LOINC code of the test"),
        "value": tr("result"),
        "comparator": tr("sign before the result (< or >)"),
        "unit": tr("unit"),
        "range": tr("reference range"),
        "uln": tr("upper limit of normal"),
        "laboratory": tr("laboratory"),
        "status": tr("status of the result"),
        "note": tr("note"),
        "unused": tr("not used"),
    }


def _date(example: DateExample) -> str:
    if example.read_as is not None:
        return tr("{text} is read as {day}").format(
            text=example.text, day=show(dt.date.fromisoformat(example.read_as))
        )
    meanings = {order: dt.date.fromisoformat(day) for order, day in example.by_order.items()}
    if not meanings:
        return tr("{text} has one meaning only").format(text=example.text)
    either = f" {tr('or')} ".join(dict.fromkeys(show(day) for day in meanings.values()))
    return tr("{text} can be {days}").format(text=example.text, days=either)


def _test(test: TestFound) -> TestRow:
    problems = []
    if test.without_unit:
        text = ntr("{n} value without a unit", "{n} values without a unit", test.without_unit)
        problems.append(text.format(n=f"{test.without_unit:,}"))
    if test.without_limit:
        text = ntr("{n} without an upper limit", "{n} without an upper limit", test.without_limit)
        problems.append(text.format(n=f"{test.without_limit:,}"))
    limits = list(test.limits[:3])
    if len(test.limits) > 3:
        limits.append("…")
    return TestRow(
        f"{test.analyte}  {test.name}",
        f"{test.rows:,}",
        ", ".join(unit_shown(unit) for unit in test.units) or DASH,
        ", ".join(unit_shown(limit) for limit in limits) or tr("none in the file"),
        "; ".join(problems),
        test.analyte,
        test.limit_unit,
        bool(test.without_limit),
    )


def _question(question: Question, dates: tuple[DateExample, ...], answer: str) -> QuestionModel:
    text = ntr("{n} row waits for this", "{n} rows wait for this", question.rows)
    return QuestionModel(
        question.code,
        question.text,
        text.format(n=f"{question.rows:,}"),
        tuple((choice, _choice(question.code, choice, dates)) for choice in question.choices),
        answer,
    )


def _choice(code: str, choice: str, dates: tuple[DateExample, ...]) -> str:
    if code in {"date_order", "date_exceptions"}:
        order = {
            "dmy": tr("day, month, year"),
            "mdy": tr("month, day, year"),
            "ymd": tr("year, month, day"),
        }.get(choice, choice)
        read = [
            f"{each.text} = {show(dt.date.fromisoformat(each.by_order[choice]))}"
            for each in dates
            if choice in each.by_order
        ]
        return f"{order}:  {';  '.join(read)}" if read else order
    if code == "decimal_sign":
        return {
            "dot": tr("point: 1.718 is one and a bit, 1,718 a thousand and more"),
            "comma": tr("comma: 1,718 is one and a bit, 1.718 a thousand and more"),
        }.get(choice, choice)
    if code.startswith("test:") and choice == IGNORE:
        return tr("none of them: leave it out")
    return choice
