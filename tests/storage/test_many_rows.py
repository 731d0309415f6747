"""Results taken in by the thousand stand in the record exactly as those recorded one by one."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from aza_desktop.clinical.drafts import DraftPatient, PlainDraft, Wording
from aza_desktop.clinical.labs import LabResult, ResultState, ResultStatus
from aza_desktop.clinical.patient import PatientFacts, Tpmt
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.clock import FixedClock
from aza_desktop.errors import BugError
from aza_desktop.storage import audit, imports, patients, results
from aza_desktop.storage import tables as t
from aza_desktop.storage.ids import KeySource
from aza_desktop.storage.store import Store, create_store
from aza_desktop.storage.unit_of_work import SHOWN_ROWS, UnitOfWork
from aza_desktop.storage.verifying import checks_of
from tests.support.clinics import an_identity

TODAY = dt.date(2026, 1, 26)
ODD = 'Lab "North" 100 %s \\ Ł\u2028\n'


def a_result(number: int, **other: object) -> LabResult:
    values: dict[str, object] = {
        "id": "", "analyte": "ALT", "value_text": str(number), "value": Decimal(number),
        "comparator": Comparator.EQUAL, "unit": "U/L", "uln_text": "41", "uln": Decimal(41),
        "uln_unit": "U/L", "collected_on": TODAY, **other,
    }  # fmt: skip
    return LabResult(**values)  # type: ignore[arg-type]


EVERY_SHAPE = (
    a_result(55),
    a_result(56, laboratory=ODD, note=ODD),
    a_result(57, uln_text=None, uln=None, uln_unit=None, unit=None),
    a_result(58, collected_time=dt.time(8, 15)),
    a_result(59, collected_time=dt.time(8, 15, 30, 5), status=ResultStatus.PRELIMINARY),
    a_result(60, value=None, value_text="haemolytic", comparator=Comparator.GREATER),
    a_result(
        61, status=ResultStatus.CORRECTED, reported=dt.datetime(2026, 1, 26, 9, tzinfo=dt.UTC)
    ),
    a_result(62, value=Decimal("1E+3"), uln=Decimal("0.50")),
)


def begun(work: UnitOfWork) -> tuple[str, str]:
    """A patient and an import, to whom results can be added."""
    work.entry("import.file")
    import_id = work.new_key()
    imports.add(
        work, import_id=import_id, file="a.csv", format_name="csv-long", profile=None,
        sha256="0" * 64, report="{}",
    )  # fmt: skip
    patient_id = work.new_key()
    work.entry("import.results", patient_id=patient_id, version=0)
    patients.add(work, an_identity(), PatientFacts(None, Tpmt.UNKNOWN), patient_id=patient_id)
    return patient_id, import_id


def new(work: UnitOfWork, known: tuple[LabResult, ...]) -> list[results.NewResult]:
    keys = work.new_keys(len(known))
    places = [f"line {number}" for number in range(len(known))]
    return [
        results.NewResult(key, result, place)
        for key, result, place in zip(keys, known, places, strict=True)
    ]


def rows_of(store: Store) -> list[tuple[object, ...]]:
    """What stands in the file itself, without the keys."""
    kept = [c.name for c in t.results.c if c.name not in {"id", "given_id", "patient_id"}]
    kept.remove("import_id")
    with store.reading() as reading:
        text = f"SELECT {', '.join(kept)} FROM results ORDER BY id"
        return [tuple(row) for row in reading.connection.exec_driver_sql(text)]


def told(store: Store) -> str:
    with store.reading() as reading:
        query = sa.select(t.audit.c.about).where(t.audit.c.action == "import.results")
        return str(reading.connection.execute(query).scalar_one())


def faults(store: Store) -> list[str]:
    return [check.name for check in checks_of(store) if not check.ok]


def test_every_shape_of_result_is_written_as_it_would_be_alone(store: Store) -> None:
    with store.unit_of_work(actor="b") as work:
        patient_id, import_id = begun(work)
        results.add_many(
            work, patient_id, new(work, EVERY_SHAPE), import_id=import_id, entered_on=TODAY
        )
        work.commit()
    many = rows_of(store)
    assert faults(store) == []
    with store.unit_of_work(actor="b") as work:
        work.entry("result.add", patient_id=patient_id)
        for number, result in enumerate(EVERY_SHAPE):
            key = work.new_key()
            values = {name: getattr(result, name) for name in LabResult.__slots__}
            alone = LabResult(**{**values, "id": key, "entered_on": TODAY})
            results.add(
                work, patient_id, alone, import_id=import_id, place=f"line {number}", key=key
            )
        work.commit()
    entry = [c.name for c in t.results.c if c.name not in {"id", "given_id", "patient_id"}]
    entry.remove("import_id")
    at = entry.index("entry")
    alone_rows = rows_of(store)[len(many) :]
    assert [(*r[:at], *r[at + 1 :]) for r in many] == [(*r[:at], *r[at + 1 :]) for r in alone_rows]


def as_plain(known: LabResult, line: int) -> PlainDraft:
    """The same result as a usual line of a file would bring it."""
    wording = Wording(known, "Result", known.value_text)
    day, time = known.collected_on, known.collected_time
    return PlainDraft(line, DraftPatient(), wording, day, time, known.note)


def without_keys(text: str) -> object:
    """What an entry tells of its results, without keys, which differ from write to write."""
    rows = [row for row in json.loads(text)["added"] if row["table"] == "results"]
    keys = {"id", "given_id", "patient_id", "import_id"}
    return [{name: row[name] for name in row if name not in keys} for row in rows]


PLAIN = tuple(result for result in EVERY_SHAPE if result.reported is None)


def test_usual_lines_are_written_and_told_as_the_results_that_they_are(tmp_path: Path) -> None:
    rows, tales, wrong = [], [], []
    for way in ("alone", "many", "plain"):
        store = create_store(tmp_path / f"{way}.db", key=None, clock=FixedClock(TODAY))
        with store.unit_of_work(actor="b") as work:
            patient_id, import_id = begun(work)
            added = new(work, PLAIN)
            if way == "plain":
                lines = [(one.key, as_plain(one.result, at)) for at, one in enumerate(added)]
                usual = results.PlainRows(work, import_id=import_id, entered_on=TODAY)
                usual.add(patient_id, lines)
            elif way == "many":
                results.add_many(work, patient_id, added, import_id=import_id, entered_on=TODAY)
            else:
                for one in added:
                    result = replace(one.result, id=one.key, entered_on=TODAY)
                    results.add(
                        work, patient_id, result, import_id=import_id, place=one.place, key=one.key
                    )
            work.commit()
        rows.append(rows_of(store))
        tales.append(without_keys(told(store)))
        assert told(store) == audit.canonical(json.loads(told(store)))
        wrong.append(faults(store))
        store.close()
    assert rows[0] == rows[1] == rows[2]
    assert tales[0] == tales[1] == tales[2]
    assert wrong == [[], [], []]


def test_a_short_entry_tells_each_row_and_a_long_one_their_number(store: Store) -> None:
    with store.unit_of_work(actor="b") as work:
        patient_id, import_id = begun(work)
        few = new(work, (a_result(55),))
        results.add_many(work, patient_id, few, import_id=import_id, entered_on=TODAY)
        work.commit()
    assert '"value_text":"55"' in told(store)


def test_an_entry_of_many_rows_tells_their_number_alone(store: Store) -> None:
    many = tuple(a_result(number) for number in range(SHOWN_ROWS))
    with store.unit_of_work(actor="b") as work:
        patient_id, import_id = begun(work)
        results.add_many(work, patient_id, new(work, many), import_id=import_id, entered_on=TODAY)
        work.commit()
    assert told(store).startswith('{"counts":')
    assert f'"results":{SHOWN_ROWS}' in told(store)


def test_without_commit_nothing_of_many_stays(store: Store) -> None:
    with store.unit_of_work(actor="b") as work:
        patient_id, import_id = begun(work)
        results.add_many(
            work, patient_id, new(work, EVERY_SHAPE), import_id=import_id, entered_on=TODAY
        )
        work.flush()
    assert rows_of(store) == []
    assert faults(store) == []


def test_a_row_among_many_can_end_under_the_same_entry(store: Store) -> None:
    with store.unit_of_work(actor="b") as work:
        patient_id, import_id = begun(work)
        added = new(work, EVERY_SHAPE)
        results.add_many(work, patient_id, added, import_id=import_id, entered_on=TODAY)
        results.supersede(work, added[0].key, reason="a better report is known")
        work.commit()
    with store.reading() as reading:
        query = sa.select(t.results.c.state).where(t.results.c.id == added[0].key)
        assert reading.connection.execute(query).scalar_one() == ResultState.SUPERSEDED.value
    assert faults(store) == []


def test_ending_what_does_not_exist_stops_the_whole_write(store: Store) -> None:
    with store.unit_of_work(actor="b") as work:
        begun(work)
        results.supersede(work, "nobody")
        with pytest.raises(BugError):
            work.commit()
    assert faults(store) == []


def test_entries_sent_together_count_each_write_on_their_patient(store: Store) -> None:
    with store.unit_of_work(actor="b") as work:
        patient_id, import_id = begun(work)
        for version in (1, 2):
            work.entry("import.results", patient_id=patient_id, version=version)
            one = new(work, (a_result(version),))
            results.add_many(work, patient_id, one, import_id=import_id, entered_on=TODAY)
        work.entry("note.add", patient_id=patient_id)
        work.add(t.notes, {"patient_id": patient_id, "text": "a note"})
        work.commit()
        assert work.versions == {patient_id: 4}
    with store.reading() as reading:
        assert patients.versions(reading, [patient_id, "nobody"]) == {patient_id: 4}
        told_of = audit.entries_of_patient(reading.connection, patient_id, after_version=0)
        assert [entry.patient_version for entry in told_of] == [1, 2, 3, 4]
    assert faults(store) == []


def test_keys_made_together_go_up_and_past_every_earlier_one() -> None:
    at = dt.datetime(2026, 1, 26, tzinfo=dt.UTC)
    for chance in (0, (1 << 73) - 1, (1 << 48) - 3):
        source = KeySource(lambda bits, chance=chance: chance)  # type: ignore[misc]
        before = source.new(at)
        keys = [before, *source.many(at, 1000), source.new(at)]
        assert keys == sorted(set(keys))
        assert source.many(at, 0) == []
