"""The checklist before a restart, with the consent: who noted it, and when."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.clinical.checklist import CONSENT, NEEDED, with_consent_noted
from aza_desktop.gui.viewmodels import checklist
from aza_desktop.gui.viewmodels.forms import RefusedError

FOUR = dict.fromkeys(NEEDED[:3], "no") | {"other_cause": "excluded"}
NOTED = with_consent_noted({CONSENT: "yes"}, by="dr.a", on=dt.date(2026, 1, 26))


def test_consent_says_who_noted_it_and_when() -> None:
    assert checklist.consent_words(NOTED) == "yes, noted by dr.a on 26-Jan-2026"
    assert ("consent", "yes, noted by dr.a on 26-Jan-2026", False) in checklist.lines(NOTED)
    assert checklist.consent_words({}) == "not answered"
    assert checklist.consent_words({CONSENT: "yes"}) == "yes"


def test_a_restart_in_the_window_waits_until_consent_is_noted() -> None:
    with pytest.raises(RefusedError) as refused:
        checklist.complete(FOUR, {})
    assert (refused.value.field, refused.value.text) == (CONSENT, "Not answered yet: consent")
    assert checklist.complete(FOUR, {CONSENT: ("not_asked",)}) == {CONSENT: "not_asked"}


def test_a_patient_who_did_not_agree_speaks_against_a_restart() -> None:
    with pytest.raises(RefusedError, match="consent: no: this speaks against a restart"):
        checklist.complete(FOUR, {CONSENT: ("no",)})


@pytest.mark.parametrize("answer", ["no", "not_asked"])
def test_consent_that_was_not_given_asks_for_attention(answer: str) -> None:
    assert checklist.needs_care(CONSENT, {CONSENT: answer})
    assert not checklist.needs_care(CONSENT, NOTED)


def test_whoever_noted_it_before_stays_named() -> None:
    again = with_consent_noted(NOTED, by="dr.b", on=dt.date(2026, 2, 1))
    assert again == NOTED
    assert with_consent_noted({"jaundice": "no"}, by="dr.b", on=dt.date(2026, 2, 1)) == {
        "jaundice": "no"
    }


def test_consent_that_was_not_given_is_asked_again_at_the_restart() -> None:
    later = with_consent_noted({CONSENT: "not_asked"}, by="dr.a", on=dt.date(2026, 1, 5))
    assert checklist.still_said({**FOUR, **later}) == FOUR
    assert checklist.still_said({**FOUR, **NOTED}) == {**FOUR, **NOTED}
