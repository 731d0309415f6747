"""What was sampled, where a table says so: the same name in urine is another test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aza_desktop.clinical.analytes import fold_header
from aza_desktop.clinical.columns import LabWords, Role

_ROLES = (Role.SPECIMEN, Role.GROUP)


@dataclass(slots=True)
class Specimens:
    """Reads the specimen and the group of tests of a row; every text is understood once."""

    roles: Mapping[Role, int]
    words: LabWords
    _columns: tuple[int, ...] = field(init=False)
    _known: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = tuple(self.roles[role] for role in _ROLES if role in self.roles)

    def are_other(self, row: Sequence[str]) -> bool:
        """True when a column says urine, ascites or the like: nothing that is kept is meant."""
        return any(self._is_other(row[at]) for at in self._columns if at < len(row))

    def _is_other(self, text: str) -> bool:
        found = self._known.get(text)
        if found is None:
            words = fold_header(text).split()
            found = self._known[text] = bool(self.words.other_specimens.intersection(words))
        return found
