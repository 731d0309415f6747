"""Reference ranges with words: for women and men, for grown-up people, normal ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aza_desktop.intake.labelled_ranges import RangesBySex, stated_range
from aza_desktop.intake.ranges import PrintedRange
from tests.support.fhir_resources import a_bundle, a_patient, an_observation, staged_json
from tests.support.hl7_messages import only, read
from tests.support.lab_files import lab_words, staged

HEAD = "MRN,Sex,Date,Test,Result,Unit,Reference Range\n"


@pytest.mark.parametrize(
    "text",
    ["M: 10-50 F: 5-35", "F:5-35;M:10-50", "M<50, F<35", "Women <35 Men <50", "♀ < 35 ♂ < 50",
     "<35 (F) / <50 (M)", "10-50 (M), 5-35 (F)", "5-35 Frauen, 10-50 Männer", "H: 10-50 M: 5-35",
     "Male: 10 - 50 U/L Female: 5 - 35 U/L", "normal: M 10-50, F 5-35", "m. 10-50 / w. 5-35"],
)  # fmt: skip
def test_each_sex_has_its_own_limit(text: str) -> None:
    found = stated_range(text, lab_words())

    assert isinstance(found, RangesBySex)
    limits = {sex: limit.by_sign["dot"] for sex, limit in found.of.items()}
    assert limits == {"female": "35", "male": "50"}


@pytest.mark.parametrize(
    ("text", "limit"),
    [("N : 5-36", "36"), ("Normal: 5-40", "40"), ("normal < 40", "40"), ("Adult: 5-40", "40"),
     ("5 - 40 (adults)", "40"), ("< OR = 40", "40"), ("<or=40", "40"), ("5-40 H", "40"),
     ("5‒40", "40"), ("5―40", "40"), ("0-40;", "40"), ("5-40 *", "40"), ("10-40 (normal)", "40")],
)  # fmt: skip
def test_words_of_a_normal_range_change_nothing(text: str, limit: str) -> None:
    found = stated_range(text, lab_words())

    assert isinstance(found, PrintedRange)
    assert (found.by_sign["dot"], found.unit) == (limit, None)


@pytest.mark.parametrize(
    "text",
    ["M", "M: F:", "M: 10-50 F: see below", "5-35 F", "10-50 mL/h", "H: 10-50", "child: 5-40",
     "fasting 5-40", "5-40 (child)", "M: >10 F: >5"],
)  # fmt: skip
def test_a_word_that_is_not_understood_leaves_the_limit_missing(text: str) -> None:
    found = stated_range(text, lab_words())

    assert found is None or (isinstance(found, PrintedRange) and found.unit is not None)


def test_both_sexes_may_share_a_range() -> None:
    found = stated_range("M/F: 5-40", lab_words())

    assert isinstance(found, RangesBySex)
    assert {limit.by_sign["dot"] for limit in found.of.values()} == {"40"}


def test_a_table_gives_each_patient_the_limit_of_their_sex() -> None:
    row = "{n},{sex},2025-01-02,ALT,50,U/L,M: 10-50 F: 5-35\n"
    rows = [row.format(n=n, sex=sex) for n, sex in enumerate(["F", "M", "", "F", "M"])]

    found = [draft.result.uln for draft in staged(HEAD + "".join(rows)).drafts]

    assert found == [Decimal(35), Decimal(50), None, Decimal(35), Decimal(50)]


def test_a_wide_table_prints_such_a_range_under_its_header() -> None:
    text = "MRN,Sex,Date,ALT (U/L)\n,,,M: 10-50 F: 5-35\n1,F,2025-01-02,50\n2,M,2025-01-02,50\n"

    assert [draft.result.uln for draft in staged(text).drafts] == [Decimal(35), Decimal(50)]


def test_a_limit_for_one_sex_whose_decimal_sign_is_open_holds_its_row() -> None:
    text = HEAD + '1,F,2025-01-02,PLT,190,10*9/L,"M: 1.500 - 4.000 F: 150 - 400"\n'

    assert [row.reason for row in staged(text).held] == ["decimal_sign"]


def test_messages_and_resources_give_the_limit_of_the_patients_sex() -> None:
    segment = "OBX|1|NM|1742-6^ALT^LN||36|U/L|M: 10-50 F: 5-35|N|||F"
    ranges = [{"text": "M: 10-50 F: 5-35"}]

    told = only(read(segment)).result
    resource = staged_json(a_bundle(a_patient(), an_observation(referenceRange=ranges)))

    assert (told.uln, only(resource).result.uln) == (Decimal(35), Decimal(35))


def test_a_range_may_be_parted_from_its_unit() -> None:
    found = only(read("OBX|1|NM|1742-6^ALT^LN||36|U/L|7-56^U/L|N|||F")).result

    assert (found.uln, found.uln_unit) == (Decimal(56), "U/L")
