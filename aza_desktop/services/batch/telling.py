"""What a write answers: what it made, the marks as they are now, the patient's new version."""

from __future__ import annotations

from aza_desktop.services.written import Written


def told(done: Written, **first: object) -> dict[str, object]:
    """The answer to a request that wrote; `first` stands before the rest."""
    return {**first, "marks": list(done.marks), "version": done.version}
