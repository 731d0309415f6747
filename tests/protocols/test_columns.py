"""The words of laboratories' tables: consistent among themselves, refused when damaged."""

from __future__ import annotations

import pytest

from aza_desktop.clinical.columns import Role
from aza_desktop.errors import UserError
from aza_desktop.paths import resources_folder
from aza_desktop.protocols.columns import read_columns
from tests.support.lab_files import catalogue, lab_words

TEXT = (resources_folder() / "columns.toml").read_text(encoding="utf-8")


def test_no_word_names_a_column_and_a_kept_test() -> None:
    words = lab_words()
    for analyte in catalogue().analytes:
        for name in analyte.headers:
            assert name not in words.columns
            assert name not in words.other_tests
            assert name not in words.not_tests


@pytest.mark.parametrize(
    ("header", "role"),
    [("mrn", Role.NUMBER), ("geb datum", Role.BIRTH_DATE), ("date de prelevement", Role.COLLECTED),
     ("determinacion", Role.TEST), ("valori di riferimento", Role.RANGE), ("eenheid", Role.UNIT),
     ("a1hi", Role.ULN), ("adt", Role.COLLECTED), ("uitslag", Role.VALUE)],
)  # fmt: skip
def test_columns_are_known_in_six_languages(header: str, role: Role) -> None:
    assert lab_words().columns[header][0] is role


def test_months_and_sexes_are_known() -> None:
    words = lab_words()
    assert (words.months["marz"], words.months["aout"], words.sexes["w"]) == (3, 8, "female")


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("[columns.number]", "[columns.numbre]", "numbre"),
        ('cdisc = ["USUBJID"]', 'cdisc = ["USUBJID", "Surname"]', "Surname"),
        ('cdisc = ["USUBJID"]', "cdisc = 7", "list of texts"),
        ("[sexes]", "[sexs]", "sexes"),
        ("[months]", "[months]\n13 = []", "13"),
        ("[tests]", "[tests]\nmore = []", "more"),
    ],
)
def test_damaged_words_are_refused_with_their_place(before: str, after: str, why: str) -> None:
    with pytest.raises(UserError) as refused:
        read_columns(TEXT.replace(before, after, 1), "columns.toml")

    assert refused.value.code == "bad_config"
    assert "columns.toml, line" in refused.value.why
    assert why in refused.value.why
