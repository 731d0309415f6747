"""The words by which a laboratory's table names its columns, sexes, months and limits.

The values come from ``resources/columns.toml``; this module only gives them a shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a column of a laboratory's table holds."""

    NUMBER = "number"
    NATIONAL_NUMBER = "national_number"
    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    COLLECTED = "collected"
    COLLECTED_TIME = "collected_time"
    OTHER_DATE = "other_date"
    STUDY_DAY = "study_day"
    TEST = "test"
    TEST_CODE = "test_code"
    LOINC = "loinc"
    SPECIMEN = "specimen"
    GROUP = "group"
    VALUE = "value"
    VALUE_TEXT = "value_text"
    COMPARATOR = "comparator"
    UNIT = "unit"
    RANGE = "range"
    ULN = "uln"
    LABORATORY = "laboratory"
    STATUS = "status"
    NOTE = "note"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class LabWords:
    """Words as `fold_header` leaves them.

    columns: header -> its role and its rank; of two columns with one role the lower rank leads.
    harmless: words that a test name may carry without another meaning (serum, plasma).
    telling: words that make it another test (direct, urine, ratio).
    other_specimens: words of a specimen or group column under which no kept test is measured.
    other_tests: tests that are not kept. not_tests: measures that are no laboratory test.
    sexes: ``female`` or ``male`` by word; a lone letter is decided per file.
    months: 1 to 12 by name. statuses: name of a result status by word.
    between, up_to: the words of a reference range. normal_ranges: words around one that say no more
    than that it is the normal one of grown-up people. The `suffixes` name a limit, a range or a
    unit that stands in a column of its own beside its test.
    """

    columns: Mapping[str, tuple[Role, int]]
    harmless: frozenset[str]
    telling: frozenset[str]
    other_specimens: frozenset[str]
    other_tests: frozenset[str]
    not_tests: frozenset[str]
    sexes: Mapping[str, str]
    months: Mapping[str, int]
    statuses: Mapping[str, str]
    between: frozenset[str]
    up_to: frozenset[str]
    normal_ranges: frozenset[str]
    suffixes: Mapping[str, Role]
