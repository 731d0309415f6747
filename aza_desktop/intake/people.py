"""Whom a row belongs to: number, name, birth date and sex, as the file prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from aza_desktop.clinical.analytes import fold_header
from aza_desktop.clinical.columns import LabWords, Role
from aza_desktop.clinical.drafts import DraftPatient
from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.intake.dates import Moment
from aza_desktop.intake.deciding_dates import DateDecision
from aza_desktop.intake.evidence import Evidence
from aza_desktop.intake.layout import Layout
from aza_desktop.intake.problems import (
    BIRTH_DATE,
    DATE_EXCEPTION,
    DATE_ORDER,
    NO_DATE,
    NO_PATIENT,
    Problem,
)

HOSPITAL, NATIONAL = "hospital", "national"
_NOTHING = frozenset({"", "na", "n a", "null", "none", "unknown", "unk", "nan"})


@dataclass(slots=True)
class People:
    """Reads the patient of a row; rows of one patient share one value."""

    layout: Layout
    dates: DateDecision
    sexes: Mapping[str, str | None]
    _columns: tuple[int, ...] = field(init=False)
    _last: int = field(init=False)
    _cells: Callable[[Sequence[str]], tuple[str, ...]] | None = field(init=False)
    _read: dict[tuple[str, ...], DraftPatient | Problem] = field(init=False)

    def __post_init__(self) -> None:
        roles = self.layout.roles
        self._columns = tuple(roles[role] for role in _ROLES if role in roles)
        self._last = max(self._columns, default=-1)
        self._cells = itemgetter(*self._columns) if len(self._columns) > 1 else None
        self._read = {}

    def of(self, row: Sequence[str]) -> DraftPatient | Problem:
        """The patient, or why it cannot be told."""
        if len(row) > self._last and self._cells is not None:
            cells = self._cells(row)
        else:
            cells = tuple(row[index] if index < len(row) else "" for index in self._columns)
        found = self._read.get(cells)
        if found is None:
            found = self._read[cells] = self._find(cells)
        return found

    def _find(self, cells: tuple[str, ...]) -> DraftPatient | Problem:
        present = [role for role in _ROLES if role in self.layout.roles]
        printed = dict(zip(present, cells, strict=True))
        texts = {role: text_of(cell) for role, cell in printed.items()}
        numbers = tuple(
            PatientNumber(system, texts[role])
            for role, system in ((Role.NUMBER, HOSPITAL), (Role.NATIONAL_NUMBER, NATIONAL))
            if texts.get(role)
        )
        family, given = _names(texts)
        birth = None
        if texts.get(Role.BIRTH_DATE):
            moment = self.dates.columns[self.layout.roles[Role.BIRTH_DATE]][
                printed[Role.BIRTH_DATE]
            ]
            if not isinstance(moment, Moment):
                return BIRTH_DATE if moment is NO_DATE else moment
            birth = moment.day
        if not numbers and not family:
            return NO_PATIENT
        sex = self.sexes.get(printed.get(Role.SEX, ""))
        return DraftPatient(numbers, family, given, birth, sex)

    def field_of(self, problem: Problem) -> str:
        """The header of the column that made the problem."""
        roles = self.layout.roles
        if problem in (BIRTH_DATE, DATE_ORDER, DATE_EXCEPTION):
            return self.layout.headers[roles[Role.BIRTH_DATE]]
        index = next((roles[role] for role in _ROLES if role in roles), None)
        return self.layout.headers[index] if index is not None else ""


_ROLES = (
    Role.NUMBER,
    Role.NATIONAL_NUMBER,
    Role.NAME,
    Role.FAMILY,
    Role.GIVEN,
    Role.BIRTH_DATE,
    Role.SEX,
)


def text_of(cell: str) -> str:
    """A cell without blanks around it; ``="000123"``, as spreadsheets protect zeros, is 000123.

    A word that says that nothing is known counts as empty.
    """
    text = " ".join(cell.split())
    if text.startswith('="') and text.endswith('"') and len(text) > len('=""'):
        text = text[2:-1]
    return "" if fold_header(text) in _NOTHING else text


def _names(texts: Mapping[Role, str]) -> tuple[str | None, str | None]:
    if Role.NAME in texts:
        name = texts[Role.NAME]
        sign = "^" if "^" in name else ","
        family, _, given = name.partition(sign)
        given = " ".join(given.replace("^", " ").split())
        return family.strip() or None, given or None
    return texts.get(Role.FAMILY) or None, texts.get(Role.GIVEN) or None


def decide_sexes(layout: Layout, evidence: Evidence, words: LabWords) -> dict[str, str | None]:
    """What each text of the sex column means. ``M`` is a woman beside ``H`` (hombre, mujer).

    A lone ``M`` under a Spanish header stays unknown.
    """
    index = layout.roles.get(Role.SEX)
    texts = evidence.of(index)
    folded = {text: fold_header(text) for text in texts}
    letters = set(folded.values())
    spanish = index is not None and fold_header(layout.headers[index]) == "sexo"
    meanings = dict(words.sexes)
    if "h" in letters and "m" in letters and "f" not in letters:
        meanings["m"] = "female"
    elif spanish and "m" in letters and "f" not in letters:
        meanings.pop("m", None)
    return {text: meanings.get(word) for text, word in folded.items()}
