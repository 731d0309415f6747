"""What a write changed: the only thing that views hear, so that they know whether to look again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """The nouns a write can touch."""

    PATIENT = "patient"
    COURSE = "course"
    DOSES = "doses"
    LABS = "labs"
    DIARY = "diary"
    PROTOCOLS = "protocols"


@dataclass(frozen=True, slots=True)
class Changes:
    """Which patients and which topics a write touched; no patients means all of them."""

    patients: frozenset[str]
    topics: frozenset[Topic]
    version: int | None = None

    def touches(self, patient_id: str | None, *topics: Topic) -> bool:
        """True when the write concerns that patient and one of the topics (any, if none named)."""
        concerns = not self.patients or patient_id is None or patient_id in self.patients
        return concerns and (not topics or bool(self.topics.intersection(topics)))
