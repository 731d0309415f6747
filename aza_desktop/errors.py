"""The two kinds of error that the program knows: one for people, one for us.

A `UserError` is shown as three short lines (what, why, remedy) and ends a command with exit
code 3. A `BugError` is a broken promise of our own: it goes to the log under an id.
"""

from __future__ import annotations


class UserError(Exception):
    """Something a person can understand and mend.

    code: one of the words of the command-line contract, for example ``unknown_patient``.
    what, why, remedy: one plain sentence each, without a patient's name.
    details: further JSON-ready members of the error object, for example ``blocked_by``.
    """

    def __init__(
        self,
        code: str,
        what: str,
        *,
        why: str,
        remedy: str,
        details: dict[str, object] | None = None,
    ) -> None:
        super().__init__(f"{what}: {why}. {remedy}")
        self.code = code
        self.what = what
        self.why = why
        self.remedy = remedy
        self.details = dict(details or {})

    def as_text(self, *, joint: str = ".") -> str:
        """Its three sentences on one line, each ended once; joint: what ends the first."""
        what, why, remedy = (said.rstrip(".") for said in (self.what, self.why, self.remedy))
        return f"{what}{joint} {why}. {remedy}."

    def as_json(self) -> dict[str, object]:
        """The error as the JSON object that commands answer with."""
        return {
            "code": self.code,
            "what": self.what,
            "why": self.why,
            "remedy": self.remedy,
            **self.details,
        }


class BugError(Exception):
    """An assumption of the program itself does not hold; never the user's fault."""
