"""The answers that a person can give about a file, by the code of the question.

========================  =============================================================
``date_order``            ``dmy``, ``mdy`` or ``ymd``
``date_exceptions``       the order of the few dates that stand in another one
``date_column``           the header of the column with the day of the sample
``decimal_sign``          ``.`` or ``,`` (``dot``, ``comma``)
``encoding``              one of the encodings that the question names
``test:NAME``             the analyte's code, or ``ignore``
``unit:ANALYTE``          the unit where the file prints none
``unit:ANALYTE:PRINTED``  what that unit, which nobody knows, means
``column:HEADER``         what the column holds: a role, an analyte's code, or ``ignore``
``patient:NUMBER``        the record number of the patient who is meant, or ``create``
========================  =============================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aza_desktop.clinical.analytes import AnalyteCatalogue, fold_header, fold_unit
from aza_desktop.clinical.columns import Role
from aza_desktop.clinical.drafts import IntakeBatch, ResultDraft
from aza_desktop.intake.dates import ORDERS
from aza_desktop.intake.numbers import COMMA, DOT, SIGNS
from aza_desktop.intake.questions import IGNORE
from aza_desktop.intake.reading import Reading, refusal
from aza_desktop.texts import tr

TEST, UNIT, COLUMN, PATIENT = "test", "unit", "column", "patient"
_WORDS = {
    "date_order": ORDERS,
    "date_exceptions": ORDERS,
    "decimal_sign": SIGNS,
    "date_column": None,
    "encoding": None,
}
_OF_ONE_FILE = (PATIENT, "date_exceptions")


def spelled(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers in the words that the questions offer; a sign may stand for its name."""
    signs = {".": DOT, ",": COMMA}
    return {
        code: signs.get(value, value) if code == "decimal_sign" else value
        for code, value in answers.items()
    }


def check_answers(answers: Mapping[str, str], catalogue: AnalyteCatalogue) -> None:
    """Raises UserError ``bad_request`` for an unknown code or an answer that can never be one."""
    for code, value in answers.items():
        if code in _WORDS:
            _need(code, value, _WORDS[code])
            continue
        kind, sign, rest = code.partition(":")
        if not (sign and rest):
            raise _unknown(code)
        codes = tuple(analyte.code for analyte in catalogue.analytes)
        if kind == TEST:
            _need(code, value, (*codes, IGNORE))
        elif kind == COLUMN:
            _need(code, value, (*(role.value for role in Role), *codes, IGNORE))
        elif kind == UNIT:
            analyte = catalogue.find(rest.partition(":")[0])
            if analyte is None:
                raise _unknown(code)
            if analyte.read_unit(value) is None:
                _need(code, value, (analyte.unit,))
        elif kind != PATIENT or not value.strip():
            raise _unknown(code)


def lasting(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that hold for the next file of the laboratory too."""
    return {
        code: value for code, value in answers.items() if code.partition(":")[0] not in _OF_ONE_FILE
    }


def with_columns(reading: Reading) -> Reading:
    """The reading by the words of those who said what a column holds."""
    said = {**reading.habits, **reading.answers}
    columns = {
        fold_header(code.partition(":")[2]): value
        for code, value in said.items()
        if code.startswith(f"{COLUMN}:")
    }
    if not columns:
        return reading
    words = reading.words
    roles = {
        header: (Role.IGNORED if value == IGNORE else Role(value), -1)
        for header, value in columns.items()
        if value not in reading.catalogue
    }
    kept = {header: place for header, place in words.columns.items() if header not in columns}
    analytes = tuple(
        replace(
            analyte,
            headers=(
                *(name for name in analyte.headers if name not in columns),
                *(header for header, value in columns.items() if value == analyte.code),
            ),
        )
        for analyte in reading.catalogue.analytes
    )
    return replace(
        reading,
        catalogue=AnalyteCatalogue(analytes),
        words=replace(
            words,
            columns={**kept, **roles},
            other_tests=words.other_tests.difference(columns),
            not_tests=words.not_tests.difference(columns),
        ),
    )


def with_units(batch: IntakeBatch, reading: Reading) -> IntakeBatch:
    """The batch with the units that a person said."""
    units = {
        code.partition(":")[2]: value
        for code, value in {**reading.habits, **reading.answers}.items()
        if code.startswith(f"{UNIT}:")
    }
    if not units:
        return batch
    folded = {_unit_key(*key.partition(":")[::2]): value for key, value in units.items()}
    drafts = tuple(_with_unit(draft, folded, reading.catalogue) for draft in batch.drafts)
    return replace(batch, drafts=drafts)


def _with_unit(
    draft: ResultDraft, units: Mapping[str, str], catalogue: AnalyteCatalogue
) -> ResultDraft:
    result = draft.result
    analyte = catalogue.find(result.analyte)
    said = units.get(_unit_key(result.analyte, result.unit or ""))
    if said is None or draft.withdraws or analyte is None:
        return draft
    if result.unit is not None and analyte.read_unit(result.unit) is not None:
        return draft
    unit = analyte.read_unit(said)
    same = result.uln is not None and result.uln_unit == result.unit
    return replace(
        draft, result=replace(result, unit=unit, uln_unit=unit if same else result.uln_unit)
    )


def _unit_key(analyte: str, printed: str) -> str:
    return f"{analyte}:{fold_unit(printed)}"


def _need(code: str, value: str, choices: tuple[str, ...] | None) -> None:
    if choices is None or value in choices:
        return
    raise refusal(
        "bad_request",
        tr("The answer to a question about the file is not possible"),
        why=f"{code}={value}",
        remedy=tr("Answer with one of: {choices}").format(choices=", ".join(choices)),
    )


def _unknown(code: str) -> Exception:
    return refusal(
        "bad_request",
        tr("There is no such question"),
        why=code,
        remedy=tr("Answer with the code that the report names beside the held row"),
    )
