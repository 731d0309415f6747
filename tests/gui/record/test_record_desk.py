"""The record kept in the window: every section's form, merge and move, by click and by key."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from aza_desktop.clinical.laboratories import ClinicLimit
from aza_desktop.clinical.patient import Tpmt
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.clinic_pages.laboratories_page import LaboratoriesPage
from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.parts import Card
from aza_desktop.gui.record.desk import RecordDesk
from aza_desktop.services import laboratories
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import record_of
from tests.gui.clinic_pages.test_clinic_pages import choose, form, type_into
from tests.support.open_window import DAY, HARGREAVES, a_window, open_number, part, settle

NAKAMURA = "DEMO-0012"


def clinic_of(window: MainWindow) -> Clinic:
    assert window.session is not None
    return window.session.clinic


def opened(window: MainWindow, number: str = HARGREAVES) -> RecordDesk:
    open_number(window, number)
    window.place.page.choose("record")
    settle()
    return window.desks.of(RecordDesk)


def record(window: MainWindow) -> PatientRecord:
    assert window.session is not None
    assert window.session.file is not None
    return record_of(window.session.clinic, window.session.file.record.id)


def shown(window: MainWindow, section: str) -> str:
    """What stands in a section now."""
    card = part(window, Card, f"record_{section}")
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.text())


def save(shown_form: FormDialog, key: str = "save") -> None:
    shown_form.press(key)
    assert not shown_form.isVisible(), shown_form.message.text()
    settle()


def refused(shown_form: FormDialog, key: str = "save") -> str:
    shown_form.press(key)
    assert shown_form.isVisible()
    return shown_form.message.text()


def test_a_button_of_a_section_opens_its_form_by_click_and_by_key(own: MainWindow) -> None:
    opened(own)
    button = part(own, QPushButton, "record_weights_add")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    form(own, "weight").reject()
    settle()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle()
    weight = form(own, "weight")
    assert "HARGREAVES" in weight.windowTitle()
    type_into(weight, "kg", "150 lb")
    assert refused(weight) == "Kilograms only: nothing is converted"
    type_into(weight, "kg", "150")
    assert weight.live.text() == "82 kg more than on 10-Jan-2026."
    type_into(weight, "kg", "66,5")
    save(weight)
    assert record(own).facts.weight_kg == Decimal("66.5")
    assert "66.5 kg, today" in shown(own, "weights")
    assert own.focusWidget() is not None
    assert own.focusWidget().objectName() == "record_weights_add"


def test_identity_is_corrected_with_a_reason(own: MainWindow) -> None:
    desk = opened(own)
    desk.open_form("identity.edit")
    identity = form(own, "identity")
    assert refused(identity).startswith("The record says the same")
    type_into(identity, "family", "Nakamura")
    type_into(identity, "given", "Yui")
    assert identity.live.text() == "NAKAMURA, Yui is recorded under DEMO-0012."
    type_into(identity, "given", "Anita")
    type_into(identity, "family", "Hargreaves-Moss")
    assert identity.live.text() == ""
    assert "Say why" in refused(identity)
    type_into(identity, "birth_date", "14/07")
    choose(identity, "why", "changed since")
    assert "with its year" in refused(identity)
    type_into(identity, "birth_date", "14-Jul-1984")
    save(identity)
    assert record(own).identity.family == "Hargreaves-Moss"
    assert "HARGREAVES-MOSS" in own.place.banner.accessibleName()
    assert own.conductor is not None
    own.conductor.undo()
    assert record(own).identity.family == "Hargreaves"


def test_a_number_in_use_is_refused_by_number_only(own: MainWindow) -> None:
    desk = opened(own)
    desk.open_form("identity.numbers")
    numbers = form(own, "numbers")
    type_into(numbers, "number", NAKAMURA)
    choose(numbers, "system", "hospital")
    said = refused(numbers, "add")
    assert NAKAMURA in said
    assert "NAKAMURA, Yui" not in said
    type_into(numbers, "number", "485 777 3456")
    choose(numbers, "wrong", f"hospital|{HARGREAVES}")
    assert "Choose a reason" in refused(numbers, "replace")
    choose(numbers, "why", "typing error")
    save(numbers, "replace")
    assert [number.value for number in record(own).identity.numbers] == ["485 777 3456"]


def test_a_new_ceiling_is_typed_twice_and_needs_a_reason(own: MainWindow) -> None:
    desk = opened(own)
    desk.open_form("treatment.edit")
    treatment = form(own, "treatment")
    treatment.fields["toxic"].setEditText("125")  # type: ignore[union-attr]
    assert "a second time" in refused(treatment)
    type_into(treatment, "again", "152")
    assert "a second time" in refused(treatment)
    type_into(treatment, "again", "125")
    assert "Choose a reason" in refused(treatment)
    choose(treatment, "why", "typing error")
    save(treatment)
    assert record(own).facts.prior_toxic_dose_mg == Decimal(125)
    assert "every dose below 125 mg" in shown(own, "treatment")


def test_a_recorded_dose_is_taken_over_without_typing_it_twice(own: MainWindow) -> None:
    desk = opened(own, NAKAMURA)
    desk.open_form("treatment.edit")
    treatment = form(own, "treatment")
    treatment.fields["toxic"].setEditText("unknown")  # type: ignore[union-attr]
    choose(treatment, "why", "typing error")
    save(treatment)
    assert record(own).facts.prior_toxic_dose_mg is None
    desk.open_form("treatment.edit")
    treatment = form(own, "treatment")
    treatment.fields["toxic"].setEditText("100")  # type: ignore[union-attr]
    save(treatment)
    assert record(own).facts.prior_toxic_dose_mg == Decimal(100)


def test_low_as_printed_is_mapped_by_a_person_and_never_by_the_program(own: MainWindow) -> None:
    desk = opened(own, NAKAMURA)
    desk.open_form("genetics.add")
    gene = form(own, "gene")
    choose(gene, "gene", "TPMT")
    choose(gene, "method", "activity")
    type_into(gene, "printed", "low")
    type_into(gene, "tested_on", "-3")
    assert "maps it to nothing" in gene.live.text()
    assert gene.values()["phenotype"] == ()
    assert "the program maps nothing by itself" in refused(gene)
    choose(gene, "phenotype", "intermediate")
    save(gene)
    test = record(own).genetics[-1]
    assert (test.phenotype, test.value, test.tested_on) == (
        "intermediate", "low", DAY - dt.timedelta(days=3)
    )  # fmt: skip
    assert record(own).facts.tpmt is Tpmt.INTERMEDIATE
    assert "intermediate, printed: low" in shown(own, "genetics")


def test_allergies_are_one_of_four_states(own: MainWindow) -> None:
    desk = opened(own)
    desk.open_form("allergies.edit")
    allergies = form(own, "allergies")
    choose(allergies, "state", "none")
    assert "Known allergies have a substance" in refused(allergies)
    choose(allergies, "state", "known")
    type_into(allergies, "items", "penicillin (rash); latex")
    save(allergies)
    kept = record(own).allergies
    assert [(item.substance, item.reaction) for item in kept.items] == [
        ("penicillin", "rash"), ("latex", None)
    ]  # fmt: skip


def test_a_drug_that_is_taken_is_listed_so_that_its_rule_sees_it(own: MainWindow) -> None:
    desk = opened(own)
    desk.open_form("drugs.ask")
    asked = form(own, "asked")
    assert "Choose an answer" in refused(asked)
    choose(asked, "allopurinol", "yes")
    assert "since when" in refused(asked)
    type_into(asked, "start_on", "-2")
    save(asked)
    assert [drug.name for drug in record(own).comedications] == ["allopurinol"]
    assert own.session is not None
    assert own.session.file is not None
    assert own.session.file.answer is not None
    assert "ALLOPURINOL" in {mark.code for mark in own.session.file.answer.marks}
    desk.open_form("drugs.ask")
    asked = form(own, "asked")
    choose(asked, "allopurinol", "no")
    assert "record its last day first" in refused(asked)
    asked.reject()
    desk.open_form("drugs.end")
    ended = form(own, "drug_end")
    save(ended)
    assert record(own).comedications[0].last_day == DAY


def test_an_unknown_drug_is_said_to_be_unchecked(own: MainWindow) -> None:
    desk = opened(own)
    desk.open_form("drugs.add")
    drug = form(own, "drug")
    type_into(drug, "name", "Zyloric 100")
    assert drug.live.text().startswith("Read as allopurinol")
    type_into(drug, "name", "Herbal tea")
    assert drug.live.text().startswith("Not checked")
    type_into(drug, "start_on", "-9")
    save(drug)
    assert "not checked" in shown(own, "drugs")


@pytest.mark.parametrize("section", ["notes", "weights", "genetics", "symptoms"])
def test_an_entry_is_struck_with_a_reason(own: MainWindow, section: str) -> None:
    desk = opened(own)

    def count() -> int:
        now = record(own)
        kept = {"notes": now.notes, "weights": now.weights, "genetics": now.genetics,
                "symptoms": now.symptoms}  # fmt: skip
        return len(kept[section])

    before = count()
    desk.open_form(f"{section}.strike")
    strike = form(own, "strike")
    chips = strike.fields["entry"]
    choose(strike, "entry", chips.buttons[0].property("key"))  # type: ignore[union-attr]
    assert "Choose a reason" in refused(strike, "strike")
    choose(strike, "why", "other patient's")
    save(strike, "strike")
    assert count() == before - 1


def test_notes_calls_and_symptoms_are_added_from_their_sections(own: MainWindow) -> None:
    desk = opened(own)
    desk.open_form("notes.add")
    note = form(own, "note")
    type_into(note, "text", "calls before noon")
    save(note)
    desk.open_form("contacts.add")
    contact = form(own, "contact")
    choose(contact, "outcome", "no_answer")
    save(contact, "record")
    desk.open_form("symptoms.add")
    symptom = form(own, "symptom")
    choose(symptom, "code", "fever")
    save(symptom, "record")
    desk.open_form("symptoms.gone")
    save(form(own, "resolve"), "record")
    assert "calls before noon (first.user)" in shown(own, "notes")
    assert "no answer, first.user" in shown(own, "contacts")
    assert record(own).symptoms[-1].resolved_on == DAY


def test_a_chip_of_the_banner_leads_to_its_section(own: MainWindow) -> None:
    open_number(own)
    own.place.banner.section_requested.emit("allergies")
    settle()
    assert own.place.page.tab() == "record"
    focused = own.focusWidget()
    assert focused is not None
    assert focused.objectName() == "record_allergies_edit"


def test_the_limits_of_the_clinic_are_reached_from_the_record(own: MainWindow) -> None:
    opened(own)
    QTest.mouseClick(part(own, QPushButton, "record_laboratories_open"), Qt.MouseButton.LeftButton)
    settle()
    assert part(own, LaboratoriesPage, "laboratories_page").isVisible()


def test_the_record_says_what_the_clinics_laboratory_prints_for_this_patient(
    own: MainWindow,
) -> None:
    (given,) = laboratories.add_laboratory(clinic_of(own), "City").ids
    for sex, uln in (("female", 33), ("male", 45)):
        limit = ClinicLimit("ALT", Decimal(uln), "U/L", dt.date(2025, 1, 1), sex)
        laboratories.set_limit(clinic_of(own), given, limit)
    opened(own)
    said = shown(own, "laboratories")
    assert "ULN 33 U/L, women, from 01-Jan-2025" in said
    assert "ULN 45" not in said


def test_nothing_is_squeezed_in_a_low_window(tmp_path, qapp) -> None:  # type: ignore[no-untyped-def]
    with a_window(tmp_path, size=(1280, 720)) as window:
        opened(window, NAKAMURA)
        settle()
        for label in window.place.page.record.findChildren(QLabel):
            if label.isVisible() and label.text() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()


def test_without_a_patient_no_form_opens(tmp_path, qapp) -> None:  # type: ignore[no-untyped-def]
    with a_window(tmp_path) as window:
        desk = window.desks.of(RecordDesk)
        desk.open_form("weights.add")
        desk.move_result()
        assert not window.findChildren(FormDialog)
        assert "Open a patient first" in window.place.messages.text()
