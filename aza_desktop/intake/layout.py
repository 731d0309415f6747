"""Which column holds what: a long table has a test column, a wide one has a column per test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aza_desktop.clinical.analytes import Analyte, fold_header
from aza_desktop.clinical.columns import LabWords, Role
from aza_desktop.intake.naming import LONGEST, TestNames

LONG = "long"
WIDE = "wide"
_PERSON = (Role.NUMBER, Role.NATIONAL_NUMBER, Role.NAME, Role.FAMILY, Role.BIRTH_DATE)
_TESTS = (Role.TEST, Role.TEST_CODE, Role.LOINC)
_DATES = (Role.COLLECTED, Role.OTHER_DATE)


@dataclass(frozen=True, slots=True)
class TestColumn:
    """A column of a wide table that holds one test's values.

    analyte: None for a test that is not kept. unit: printed in the header. The indexes name
    columns beside it that hold its upper limit, its reference range, its unit or its own day.
    """

    __test__ = False

    index: int
    header: str
    analyte: Analyte | None
    unit: str | None = None
    uln: int | None = None
    range: int | None = None
    unit_column: int | None = None
    date: int | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table. shape: ``long`` or ``wide``. other_dates: headers by index."""

    shape: str
    headers: tuple[str, ...]
    roles: Mapping[Role, int]
    tests: tuple[TestColumn, ...] = ()
    other_dates: Mapping[int, str] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """How much of the header was understood; the line with the most is the header."""
        return len(self.roles) + 2 * len(self.tests)


def layout_of(cells: Sequence[str], names: TestNames, words: LabWords) -> Layout | None:
    """The layout if this line can be the header of a laboratory table, else None."""
    headers = tuple(
        " ".join(cell.replace("\ufeff", "").split()) if len(cell) <= LONGEST else ""
        for cell in cells
    )
    roles = _roles(headers, words)
    person = any(role in roles for role in _PERSON)
    other_dates = {
        index: header
        for index, header in enumerate(headers)
        if _role_of(header, words) is Role.OTHER_DATE
    }
    if Role.VALUE in roles and any(role in roles for role in _TESTS):
        return Layout(LONG, headers, roles, other_dates=other_dates)
    if not person and not any(role in roles for role in _DATES):
        return None
    tests = _test_columns(headers, roles, names=names, words=words)
    if any(column.analyte is not None or column.near for column in tests):
        return Layout(WIDE, headers, roles, tests, other_dates)
    return None


def _role_of(header: str, words: LabWords) -> Role | None:
    found = words.columns.get(fold_header(header))
    return found[0] if found else None


def _roles(headers: Sequence[str], words: LabWords) -> dict[Role, int]:
    """Role -> column; of two columns with one role the one whose name leads in the list."""
    best: dict[Role, tuple[int, int]] = {}
    for index, header in enumerate(headers):
        found = words.columns.get(fold_header(header))
        if found is not None and found[0] is not Role.IGNORED:
            role, rank = found
            best[role] = min(best.get(role, (rank, index)), (rank, index))
    roles = {role: index for role, (_, index) in best.items()}
    if Role.VALUE_TEXT in roles and Role.VALUE not in roles:
        roles[Role.VALUE] = roles.pop(Role.VALUE_TEXT)
    if Role.NAME in roles and Role.GIVEN in roles and Role.FAMILY not in roles:
        roles[Role.FAMILY] = roles.pop(Role.NAME)
    for lone in (Role.FAMILY, Role.GIVEN):
        other = Role.GIVEN if lone is Role.FAMILY else Role.FAMILY
        if lone in roles and other not in roles and Role.NAME not in roles:
            roles[Role.NAME] = roles.pop(lone)
    return roles


def _test_columns(
    headers: Sequence[str], roles: Mapping[Role, int], *, names: TestNames, words: LabWords
) -> tuple[TestColumn, ...]:
    taken = set(roles.values())
    beside: dict[tuple[str, Role], int] = {}
    columns: list[TestColumn] = []
    for index, header in enumerate(headers):
        if not header or index in taken or fold_header(header) in words.columns:
            continue
        companion = _companion(header, names, words)
        if companion is not None:
            beside.setdefault(companion, index)
            continue
        name = names.read(header)
        if name.analyte is not None or name.is_test or name.near:
            columns.append(TestColumn(index, header, name.analyte, name.unit, near=name.near))
    return tuple(_with_companions(column, beside) for column in columns)


def _companion(header: str, names: TestNames, words: LabWords) -> tuple[str, Role] | None:
    """The analyte and what is said of it, where a header is ``ALT ULN`` or ``ULN ALT (U/L)``."""
    if names.read(header).analyte is not None:
        return None
    parts = fold_header(header).split()
    for first in range(1, len(parts)):
        for name, suffix in (
            (parts[:first], parts[first:]),
            (parts[first:], parts[:first]),
        ):
            role = words.suffixes.get(" ".join(suffix)) or _suffix_with_unit(suffix, words)
            analyte = names.read(" ".join(name)).analyte if role else None
            if role is not None and analyte is not None:
                return analyte.code, role
    return None


def _suffix_with_unit(parts: Sequence[str], words: LabWords) -> Role | None:
    """The suffix in front of a unit's letters: ``uln u l`` of ``ALT ULN (U/L)``."""
    for last in range(len(parts) - 1, 0, -1):
        role = words.suffixes.get(" ".join(parts[:last]))
        if role is not None and all(len(part) <= len("umol") for part in parts[last:]):
            return role
    return None


def _with_companions(column: TestColumn, beside: Mapping[tuple[str, Role], int]) -> TestColumn:
    if column.analyte is None:
        return column
    code = column.analyte.code
    return TestColumn(
        column.index,
        column.header,
        column.analyte,
        column.unit,
        uln=beside.get((code, Role.ULN)),
        range=beside.get((code, Role.RANGE)),
        unit_column=beside.get((code, Role.UNIT)),
        date=beside.get((code, Role.COLLECTED)),
    )
