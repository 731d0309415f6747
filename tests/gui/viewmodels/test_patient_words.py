"""The words for the patient: short, plain, without the numbers of clinicians, with a phone."""

from __future__ import annotations

import re

import pytest

from aza_desktop.clinical.findings import Severity
from aza_desktop.gui.viewmodels.findings import build_findings
from aza_desktop.gui.viewmodels.patient_words import in_patient_words, phone_words
from aza_desktop.protocols.library import load_library
from tests.support.open_patient import Story, a_mark, an_open_patient
from tests.support.process import resources

PHONES = phone_words("01632 960 000", "01632 960 001")
CLINIC_WORDS = re.compile(
    r"\d|ULN|upper limit|\bALT\b|\bAST\b|bilirubin|transaminase|protocol|rule\b|\bmark\b|threshold"
    r"|mercaptopurine|methotrexate|mycophenolate|biologic|infliximab|tioguanine|yellow skin",
    re.IGNORECASE,
)
"""Numbers, tests and rules of the clinic, and every drug that one could switch to."""

SYLLABLE = re.compile(r"[aeiouy]+")


def patient_texts() -> dict[str, str]:
    library = load_library(resources() / "protocols")
    found = {}
    for protocol in library.all():
        for code, mark in protocol.marks.items():
            if mark.patient:
                found[f"{protocol.id} {code}"] = mark.patient
        for key, (_clinician, patient) in protocol.advice.items():
            if patient:
                found[f"{protocol.id} {key}"] = patient
    return found


def grade(text: str) -> float:
    """Flesch-Kincaid: the school year that reads it with ease."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(len(re.findall(r"[.?!:;]", text)), 1)
    syllables = sum(max(len(SYLLABLE.findall(word.lower())), 1) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("text", sorted(set(patient_texts().values())))
def test_a_patient_text_is_short_plain_and_free_of_clinic_words(text: str) -> None:
    assert len(text.split()) < 25
    assert CLINIC_WORDS.search(text) is None
    # Said without the drug's own name, which nobody can shorten.
    assert grade(text.replace("azathioprine", "drug")) <= 8


def test_every_shipped_protocol_says_the_same_to_the_patient() -> None:
    by_code: dict[str, set[str]] = {}
    for name, text in patient_texts().items():
        by_code.setdefault(name.split(" ")[1], set()).add(text)
    assert by_code
    assert {code for code, texts in by_code.items() if len(texts) > 1} == set()


def test_what_is_said_ends_with_the_clinics_phone_and_an_unknown_one_is_said() -> None:
    assert PHONES == "Our phone: 01632 960 000. Nights and weekends: 01632 960 001."
    assert "not known" in phone_words("", "")


def card_texts(story: Story) -> list[str]:
    model = build_findings(an_open_patient(story))  # type: ignore[arg-type]
    return [
        " ".join([card.title, card.chip, card.rule, card.conflict, *(t for _n, t in card.rows)])
        for card in in_patient_words(model.cards, PHONES)
    ]


def test_a_patient_who_looks_at_the_screen_reads_nothing_that_was_meant_for_clinicians() -> None:
    mark = a_mark("TA_STOP", severity=Severity.CRITICAL)
    (first, *others) = card_texts(Story(marks=(mark,)))
    assert mark.why not in first
    assert mark.title not in first
    assert "ULN" not in " ".join([first, *others])
    assert "none – nothing is sent to the patient" in first


def test_the_step_card_tells_the_patient_the_confirmed_dose_and_no_other() -> None:
    texts = " ".join(card_texts(Story(doses=(("2026-01-10", 50), ("2026-01-17", 75)))))
    assert "Please stay on 75 mg a day" in texts
    assert "100 mg" not in texts
    assert texts.rstrip(".").endswith("01632 960 001")


def test_beside_a_grave_mark_no_dose_is_told() -> None:
    mark = a_mark("TA_STOP", severity=Severity.CRITICAL)
    texts = " ".join(card_texts(Story(marks=(mark,))))
    assert "Please stay on" not in texts
