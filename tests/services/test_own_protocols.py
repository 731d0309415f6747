"""The clinic's own version of a protocol: drafted, tried on the patients, signed by two people."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.protocols.loading import read_protocol
from aza_desktop.services import courses, recording, sign_off
from aza_desktop.services import own_protocols as own
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.clinic import Clinic, open_clinic
from aza_desktop.services.reading import patient_file
from aza_desktop.services.users import add_user, change_user
from tests.support.clinics import (
    CHECKLIST,
    TODAY,
    a_clinic,
    a_complete_set,
    a_patient,
    on_break,
    reintroduced,
)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with a_clinic(tmp_path / "data") as opened:
        add_user(opened, "admin.c", roles=("administrator",))
        add_user(opened, "nurse.b", roles=("staff",))
        yield opened


def cautious(clinic: Clinic) -> Protocol:
    return clinic.library.find("aza-reintro-cautious")


def kept(clinic: Clinic, **edits: object) -> Protocol:
    made = own.draft(clinic, cautious(clinic), edits or {"hold_min_days": 10}, why="steady state")
    return own.keep_draft(clinic, made)


def signed(clinic: Clinic, name: str, *, role: str, by: str = "first.user", typed: str = "APPROVE"):
    return sign_off.sign(
        replace(clinic, actor=by), name, role=role, full_name=by, statement="read", typed=typed,
        registration="GMC 7654321",
    )  # fmt: skip


def approved(clinic: Clinic) -> Protocol:
    draft = kept(clinic)
    signed(clinic, draft.name, role="prescriber")
    return signed(clinic, draft.name, role="administrator", by="admin.c")


def refusal(code: str, call, *arguments, **named) -> UserError:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError) as refused:
        call(*arguments, **named)
    assert refused.value.code == code
    return refused.value


def test_a_draft_changes_what_was_edited_and_nothing_else(clinic: Clinic) -> None:
    base = cautious(clinic)
    made = own.draft(clinic, base, {"ta_stop_uln": "4.2", "hold_min_days": 10}, why="local")
    found = {d.parameter: (d.old, d.new, d.owner) for d in own.differences(base, made)}
    assert {name: str(new) for name, (_old, new, _o) in found.items()} == {
        "hold_min_days": "10",
        "ta_stop_uln": "4.2",
    }
    assert {owner for _old, _new, owner in found.values()} == {"clinic"}
    assert (
        made.thresholds[0].value != base.thresholds[0].value or made.thresholds != base.thresholds
    )
    assert [s.says for s in made.statements] == [s.says for s in base.statements]


def test_the_text_stays_readable_and_says_who_when_and_why(clinic: Clinic) -> None:
    made = own.draft(clinic, cautious(clinic), {"hold_min_days": 10}, why='it\'s "steady"\nstate')
    for comment in [line for line in cautious(clinic).text.splitlines() if line.startswith("#")]:
        assert comment in made.text
    (change,) = made.own.changes  # type: ignore[union-attr]
    assert (change.old, change.new, change.by) == ("7", "10", "first.user")
    assert change.on == TODAY
    assert change.why == 'it\'s "steady"\nstate'
    assert tomllib.loads(made.text)["clinic"]["based_on"] == "aza-reintro-cautious@1.0.0"
    assert made.name == "aza-reintro-clinic@1.0.0"
    assert made.review.status == "Submitted"


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ({"ta_stop_uln": "21"}, "x"),
        ({"ta_stop_uln": 5.5}, "x"),
        ({"hold_min_days": "ten"}, "x"),
        ({"no_such": 1}, "x"),
        ({"hold_min_days": 10}, " "),
    ],
)
def test_bounds_kinds_and_reasons_are_kept(
    clinic: Clinic, edits: dict[str, object], why: str
) -> None:
    refusal("bad_request", own.draft, clinic, cautious(clinic), edits, why=why)


def test_figures_that_contradict_one_another_are_refused(clinic: Clinic) -> None:
    refusal("bad_config", own.draft, clinic, cautious(clinic), {"hold_min_days": 30}, why="x")


def test_the_effect_is_shown_before_anything_is_kept(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(TODAY, value="170"))
    before = audit_lines(clinic)
    made = own.draft(clinic, cautious(clinic), {"ta_stop_uln": "4.2"}, why="local")
    (effect,) = own.effects(clinic, made)
    assert effect.number == "000123"
    assert "TA_STOP" in effect.new
    assert "TA_CONSIDER_STOP" in effect.gone
    assert audit_lines(clinic) == before
    assert own.own_versions(clinic) == ()
    assert "TA_STOP" not in {m.code for m in patient_file(clinic, patient).answer.marks}  # type: ignore[union-attr]


def test_a_text_without_an_effect_names_nobody(clinic: Clinic) -> None:
    on_break(clinic, a_patient(clinic))
    same = clinic.library.find("aza-reintro-literal")
    assert list(own.effects(clinic, same)) == []


def test_two_people_approve_it(clinic: Clinic) -> None:
    draft = kept(clinic)
    first = signed(clinic, draft.name, role="prescriber")
    assert first.review.status == "Under Review"
    done = signed(clinic, draft.name, role="administrator", by="admin.c")
    assert done.review.status == "Approved"
    assert done.review.reviewer == "first.user"
    assert done.review.on == TODAY
    assert [s.role for s in done.own.signatures] == ["prescriber", "administrator"]  # type: ignore[union-attr]
    assert sign_off.signatures_hold(done)
    assert [line.action for line in audit_lines(clinic)][:3] == [
        "protocol.approve",
        "protocol.sign",
        "protocol.draft",
    ]


def test_a_signature_holds_for_its_very_text_alone(clinic: Clinic) -> None:
    done = approved(clinic)
    forged = done.text.replace("value = 10\n", "value = 11\n", 1)
    assert forged != done.text
    assert not sign_off.signatures_hold(read_protocol(forged, "forged.toml"))


def test_one_person_is_not_two(clinic: Clinic) -> None:
    draft = kept(clinic)
    signed(clinic, draft.name, role="prescriber")
    refusal("not_allowed", signed, clinic, draft.name, role="administrator")
    refusal("not_allowed", signed, clinic, draft.name, role="prescriber")


def test_only_the_roles_sign_and_only_with_the_word(clinic: Clinic) -> None:
    draft = kept(clinic)
    refusal("not_allowed", signed, clinic, draft.name, role="prescriber", by="admin.c")
    refusal("not_allowed", signed, clinic, draft.name, role="prescriber", by="nurse.b")
    refusal("not_allowed", signed, clinic, draft.name, role="administrator", by="nobody")
    refusal("bad_request", signed, clinic, draft.name, role="prescriber", typed="approve")
    refusal("not_allowed", own.keep_draft, replace(clinic, actor="nurse.b"), draft)


def test_what_nobody_decided_forbids_approval(clinic: Clinic) -> None:
    made = own.draft(clinic, cautious(clinic), {}, why="open", unset=("hold_min_days",))
    own.keep_draft(clinic, made)
    error = refusal("blocked", signed, clinic, made.name, role="prescriber")
    assert "hold_min_days" in error.why


def test_an_approved_version_never_changes(clinic: Clinic) -> None:
    done = approved(clinic)
    refusal("not_allowed", own.keep_draft, clinic, replace(done, text=done.text + "# more\n"))
    refusal("not_allowed", signed, clinic, done.name, role="prescriber")
    following = own.draft(clinic, done, {"hold_min_days": 12}, why="again")
    assert following.name == "aza-reintro-clinic@1.1.0"
    assert [c.new for c in following.own.changes] == ["10", "12"]  # type: ignore[union-attr]
    assert following.own.signatures == ()  # type: ignore[union-attr]


def test_a_draft_that_is_edited_loses_its_signature(clinic: Clinic) -> None:
    draft = kept(clinic)
    first = signed(clinic, draft.name, role="prescriber")
    again = own.keep_draft(clinic, own.draft(clinic, first, {"hold_min_days": 11}, why="more"))
    assert again.name == draft.name
    assert again.own.signatures == ()  # type: ignore[union-attr]
    (stands,) = own.own_versions(clinic)
    assert stands.whole("hold_min_days") == 11


def test_a_course_keeps_the_text_that_it_began_with(clinic: Clinic) -> None:
    draft = kept(clinic, hold_min_days=10)
    patient = a_patient(clinic)
    courses.start_course(
        own.with_own_versions(clinic),
        patient,
        protocol=draft.name,
        break_start=dt.date(2026, 1, 5),
        checklist=CHECKLIST,
    )
    own.keep_draft(clinic, own.draft(clinic, draft, {"hold_min_days": 12}, why="more"))
    clinic.close()
    again = open_clinic(clinic.paths, clock=FixedClock(TODAY), actor="first.user")
    assert again.library.find("aza-reintro-clinic").whole("hold_min_days") == 12
    file = patient_file(again, patient)
    assert file.protocol is not None
    assert file.protocol.whole("hold_min_days") == 10
    assert file.protocol.sha256 == draft.sha256
    again.close()


def test_a_prescriber_signs_with_a_registration_number(clinic: Clinic) -> None:
    draft = kept(clinic)
    refusal(
        "bad_request", sign_off.sign, clinic, draft.name, role="prescriber", full_name="Dr A",
        statement="read", typed="APPROVE",
    )  # fmt: skip
    done = signed(clinic, draft.name, role="prescriber")
    assert [s.registration for s in done.own.signatures] == ["GMC 7654321"]  # type: ignore[union-attr]


def test_a_person_who_was_disabled_signs_nothing(clinic: Clinic) -> None:
    draft = kept(clinic)
    add_user(clinic, "dr.gone", roles=("prescriber",))
    change_user(clinic, "dr.gone", active=False)
    refusal("not_allowed", signed, clinic, draft.name, role="prescriber", by="dr.gone")


def test_a_retired_version_begins_no_course_and_never_comes_back(clinic: Clinic) -> None:
    done = approved(clinic)
    refusal("bad_request", sign_off.retire, clinic, done.name, reason=" ")
    refusal("not_allowed", sign_off.retire, replace(clinic, actor="nurse.b"), done.name, reason="x")
    gone = sign_off.retire(clinic, done.name, reason="replaced by the new guideline")
    assert gone.review.status == "Retired"
    assert "replaced by the new guideline" in gone.review.note
    assert gone.own.signatures == done.own.signatures  # type: ignore[union-attr]
    knowing = own.with_own_versions(clinic)
    patient = a_patient(knowing)
    refusal(
        "not_offered", courses.start_course, knowing, patient, protocol=done.name,
        break_start=dt.date(2026, 1, 5), checklist=CHECKLIST,
    )  # fmt: skip
    refusal("not_allowed", own.keep_draft, clinic, done)
    refusal("bad_request", sign_off.retire, clinic, done.name, reason="again")
    assert own.draft(clinic, gone, {"hold_min_days": 12}, why="next").version == "1.1.0"


def test_trying_a_text_tells_how_far_it_is(clinic: Clinic) -> None:
    for number in ("1", "2", "3"):
        on_break(clinic, a_patient(clinic, number))
    heard: list[int] = []
    list(own.effects(clinic, cautious(clinic), told=heard.append))
    assert heard == [1, 2, 3]
