"""Files in the dialects of six countries, and each of them written in many other ways."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from aza_desktop.intake import read_file
from aza_desktop.paths import resources_folder
from tests.support.lab_files import (
    FILES,
    a_reading,
    catalogue,
    counts,
    meaning,
    shown,
    staged,
    staged_file,
)
from tests.support.lab_variants import Rows, Variant, parse, write, writings
from tests.support.toml_names import names_by_code

# Of each file: its encoding and delimiter, its columns of numbers, encodings that can hold it, and
# how many rows were read, drafted, rejected, held and ignored.
DIALECTS = {
    "us_wide.csv": (
        "utf-8", ",", range(5, 11), ("utf-8", "utf-8-sig", "utf-16"), (32, 32, 0, 0, 0),
    ),
    "uk_long_utf16.txt": ("utf-16", "\t", (7, 9), ("utf-8", "utf-16"), (10, 7, 2, 0, 1)),
    "adlbc.csv": (
        "utf-8", ",", (12, 13, 14, 15, 16), ("utf-8", "utf-16", "cp1252", "iso-8859-15"),
        (8, 7, 0, 0, 1),
    ),
}  # fmt: skip


def rows_of(name: str) -> Rows:
    encoding, delimiter, *_ = DIALECTS[name]
    return parse((FILES / name).read_bytes(), encoding=encoding, delimiter=delimiter)


def variants() -> list[tuple[str, Variant]]:
    return [
        (name, variant)
        for name, (_, _, numbers, encodings, _) in DIALECTS.items()
        for variant in writings(rows_of(name), numbers=list(numbers), encodings=encodings)
    ]


@pytest.mark.parametrize("name", DIALECTS)
def test_each_dialect_is_counted_exactly(name: str) -> None:
    assert counts(staged_file(name)) == DIALECTS[name][-1]


@pytest.mark.parametrize(
    ("name", "variant"), variants(), ids=lambda value: getattr(value, "name", value)
)
def test_a_file_written_in_another_way_says_the_same(name: str, variant: Variant) -> None:
    batch = staged(variant.data)

    assert counts(batch) == DIALECTS[name][-1]
    assert meaning(batch) == meaning(staged_file(name))


@pytest.mark.parametrize("form", ["{} ({})", "{} [{}]", "{}, {}", "{} {}"])
def test_every_name_of_the_catalogue_is_understood_as_a_column(form: str) -> None:
    for analyte in catalogue().analytes:
        for name in names_by_code()[analyte.code]:
            header = form.format(name, analyte.unit)
            batch = staged(write([["MRN", "Collected", header], ["7", "2026-01-02", "5"]]))

            assert [shown(draft) for draft in batch.drafts] == [
                (analyte.code, "5", analyte.unit, None)
            ], header


def test_every_name_of_the_catalogue_is_understood_in_a_line() -> None:
    for analyte in catalogue().analytes:
        for name in names_by_code()[analyte.code]:
            row = ["7", "2026-01-02", name, "5", analyte.unit]
            batch = staged(write([["MRN", "Collected", "Test", "Result", "Unit"], row]))

            assert [shown(draft) for draft in batch.drafts] == [
                (analyte.code, "5", analyte.unit, None)
            ], name


def test_a_german_table_has_commas_points_and_title_lines() -> None:
    batch = staged_file("german_wide.csv")

    assert counts(batch) == (14, 11, 1, 0, 2)
    first = batch.drafts[0]
    assert first.where == "line 5, GPT (ALAT) [U/l]"
    assert (first.patient.family, first.patient.given) == ("Müller", "Jürgen")
    assert [shown(draft) for draft in batch.drafts[:4]] == [
        ("ALT", "212", "U/L", None),
        ("BILI", "1.4", "mg/dL", None),
        ("ALP", "1718", "U/L", None),
        ("PLT", "190", "10*9/L", None),
    ]
    assert shown(batch.drafts[8]) == ("ALT", "<5", "U/L", None)


def test_a_french_table_is_told_apart_from_windows_1252() -> None:
    batch = staged_file("french_long.csv")

    assert [shown(draft) for draft in batch.drafts] == [
        ("ALT", "212", "U/L", "35"),
        ("BILI", "14.5", "umol/L", "21.0"),
        ("ALP", "1718", "U/L", "130"),
        ("PLT", "190", "10*9/L", "400"),
    ]
    assert batch.drafts[2].patient.family == "Nœuvéglise"
    assert [draft.patient.sex for draft in batch.drafts[1:3]] == ["female", "male"]


def test_a_spanish_m_beside_h_is_a_woman() -> None:
    batch = staged_file("spanish_long.txt")

    assert [draft.patient.sex for draft in batch.drafts] == ["male", "female", "female"]
    assert [draft.result.uln_text for draft in batch.drafts] == ["41", "40", "1.2"]


def test_an_italian_table_has_units_behind_the_names() -> None:
    batch = staged_file("italian_wide.csv")

    assert counts(batch) == (8, 8, 0, 0, 0)
    assert {draft.result.unit for draft in batch.drafts} == {"U/L", "mg/dL", "10*3/uL"}


def test_a_dutch_range_may_have_one_end_only() -> None:
    batch = staged_file("dutch_long.csv")

    assert [draft.result.uln_text for draft in batch.drafts] == ["45", "400", "17"]


GIVEN = {
    "labs_us_wide.csv": (2376, 2376, 0, 0, 0),
    "labs_uk_long_utf16.txt": (1010, 997, 13, 0, 0),
    "cdisc_adlbc_20_patients.csv": (803, 644, 0, 0, 159),
}


@pytest.mark.skipif("AZA_SAMPLES" not in os.environ, reason="AZA_SAMPLES names no folder")
@pytest.mark.parametrize("name", GIVEN)
def test_a_given_sample_is_counted_exactly(name: str) -> None:
    path = Path(os.environ["AZA_SAMPLES"]) / name

    assert counts(read_file(name, path.read_bytes(), a_reading())) == GIVEN[name]


def test_the_resources_are_those_of_the_program() -> None:
    assert (resources_folder() / "columns.toml").is_file()


UK_ROLES = (
    "number", "family", "given", "birth_date", "sex", "collected", "test", "value", "unit", "range",
)  # fmt: skip


def words_by_language() -> dict[str, dict[str, list[str]]]:
    """language -> role -> its column names."""
    text = (resources_folder() / "columns.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[str]]] = {}
    for role, languages in tomllib.loads(text)["columns"].items():
        for language, words in languages.items():
            found.setdefault(language, {})[role] = words
    return found


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl"])
def test_every_column_name_of_a_language_is_understood_beside_the_others(language: str) -> None:
    words = words_by_language()[language]
    table = [row[:10] for row in rows_of("uk_long_utf16.txt")]
    for turn in range(max(len(words[role]) for role in UK_ROLES)):
        header = [words[role][turn % len(words[role])] for role in UK_ROLES]
        if len(set(header)) < len(header):
            continue

        batch = staged(write([header, *table[1:]]))

        assert counts(batch) == (10, 7, 2, 0, 1), header
        assert meaning(batch) == meaning(staged_file("uk_long_utf16.txt")), header
