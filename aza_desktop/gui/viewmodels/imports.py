"""A staged file as the preview shows it: counts that add up, rows in words, what is left to do.

The rows stay what the service handed over; their texts are made when somebody looks, because a
file may have hundreds of thousands of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.labs import ResultStatus
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.clinical.quantities import plain
from aza_desktop.gui.viewmodels.results import multiple_text, value_text
from aza_desktop.gui.viewmodels.words import DASH, unit_shown
from aza_desktop.texts import ntr, tr

if TYPE_CHECKING:
    from aza_desktop.clinical.analytes import AnalyteCatalogue
    from aza_desktop.clinical.drafts import DraftPatient
    from aza_desktop.services.import_desk import Looked
    from aza_desktop.services.import_report import ImportReport
    from aza_desktop.services.import_rows import StagedRow

EVERYTHING = "all"
_LOOKS = {
    "new": ("plus", "ok"),
    "corrected": ("rotate-ccw", "info"),
    "duplicate": ("check", "plan"),
    "withdrawn": ("undo-2", "warning"),
    "superseded": ("history", "plan"),
    "held": ("hand", "warning"),
    "rejected": ("ban", "critical"),
    "ignored": ("eye", "plan"),
}
"""Icon and colour of each kind; the word stands in `kind_word`."""

ORDER = tuple(_LOOKS)


@dataclass(frozen=True, slots=True)
class Tile:
    """One count of the preview. key: a kind, or ``all``; look: icon and kind of chip."""

    key: str
    word: str
    count: int
    icon: str
    chip: str
    help: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands above the rows. total: the sum, spelt out. spoken: for a screen reader.

    action: the words of the button that writes; "" where there is nothing to write.
    """

    tiles: tuple[Tile, ...]
    total: str
    spoken: str
    notice: str
    action: str


def kind_word(kind: str) -> str:
    """The one word of a kind."""
    return {
        "new": tr("new"),
        "corrected": tr("corrected"),
        "duplicate": tr("duplicate"),
        "withdrawn": tr("withdrawn"),
        "superseded": tr("older version"),
        "held": tr("held"),
        "rejected": tr("rejected"),
        "ignored": tr("ignored"),
    }[kind]


def kind_look(kind: str) -> tuple[str, str]:
    """Icon and chip of a kind."""
    return _LOOKS[kind]


def _help(kind: str) -> str:
    return {
        "new": tr("Stored as a new result"),
        "corrected": tr("Stored; the value before it stays in the record, struck through"),
        "duplicate": tr("Known already: not stored again"),
        "withdrawn": tr("The laboratory takes it back: the result no longer counts"),
        "superseded": tr("Stored as history: a newer version is known already"),
        "held": tr("Waits for a person; nothing of it counts until then"),
        "rejected": tr("No usable result; listed with its reason"),
        "ignored": tr("Tests that this program does not keep"),
    }[kind]


def counts_of(looked: Looked) -> dict[str, int]:
    """Kind -> rows, as taking the file in without the unticked rows would leave them."""
    counts = dict.fromkeys(ORDER, 0)
    rows, left = looked.staged.rows, looked.left_out
    for kind, number in Counter([row.kind for row in rows]).items():
        counts[kind.value] = number
    for row in rows if left else ():
        if row.where in left:
            counts[row.kind.value] -= 1
            counts[kind_of(row, left)] += 1
    counts["ignored"] = looked.report.rows.ignored
    return counts


def kind_of(row: StagedRow, left_out: frozenset[str]) -> str:
    """The kind of a row; one that a person unticked is held."""
    if row.where in left_out and row.kind.value not in {"held", "rejected"}:
        return "held"
    return row.kind.value


def build_preview(looked: Looked) -> Preview:
    """The counts and what the file would do as a whole."""
    counts = counts_of(looked)
    read = looked.report.rows.read
    tiles = [Tile(EVERYTHING, tr("rows read"), read, "list-checks", "info", tr("Every row"))]
    for kind in ORDER:
        icon, chip = _LOOKS[kind]
        tiles.append(Tile(kind, kind_word(kind), counts[kind], icon, chip, _help(kind)))
    parts = [f"{counts[kind]:,} {kind_word(kind)}" for kind in ORDER if counts[kind]]
    total = f"{read:,} = {' + '.join(parts)}" if parts else tr("0 rows")
    stored = counts["new"] + counts["corrected"]
    return Preview(
        tuple(tiles),
        total,
        tr("Preview: {counts}.").format(counts=", ".join(parts) or tr("no rows")),
        _notice(looked, stored),
        _action(counts),
    )


def _action(counts: dict[str, int]) -> str:
    stored = counts["new"] + counts["corrected"]
    if stored:
        return ntr("Import {n} result", "Import {n} results", stored).format(n=f"{stored:,}")
    if counts["withdrawn"] or counts["superseded"]:
        return tr("Import")
    if counts["held"]:
        waiting = counts["held"]
        text = ntr("Keep {n} row waiting", "Keep {n} rows waiting", waiting)
        return text.format(n=f"{waiting:,}")
    return ""


def _notice(looked: Looked, stored: int) -> str:
    if looked.seen_before and not stored:
        return tr("This very file was taken in before: nothing in it is new.")
    if not stored and not looked.report.rows.held:
        return tr("Nothing in this file is new.")
    return ""


_TABLES = frozenset({"csv-wide", "csv-long", "xlsx"})


def is_editable(row: StagedRow, format_name: str) -> bool:
    """True for a rejected row of a table: its cell can be typed again."""
    return format_name in _TABLES and row.kind.value == "rejected" and bool(row.field)


def why_not_editable(row: StagedRow, format_name: str) -> str:
    """What to do about a rejected row that has no cell; empty for any other row."""
    if row.kind.value != "rejected" or format_name in _TABLES:
        return ""
    return tr(
        "A message has no cells to type in: ask the laboratory to send it again, or enter the "
        "result by hand."
    )


def patient_text(patient: DraftPatient | None) -> str:
    """``MUELLER, Jürgen · 000301``: as the file names the patient."""
    if patient is None:
        return DASH
    name = ", ".join(part for part in ((patient.family or "").upper(), patient.given or "") if part)
    number = patient.numbers[0].value if patient.numbers else ""
    return " · ".join(part for part in (name, number) if part) or tr("no identifier")


def measured_text(row: StagedRow) -> str:
    """The analyte's code, or the column as printed where no result could be read."""
    return row.result.analyte if row.result is not None else row.field or DASH


def printed_value(row: StagedRow) -> str:
    """The value as it would be stored, with its unit; else the cell as printed."""
    if row.result is None:
        return row.value or DASH
    if row.result.value is None and not row.result.value_text:
        return tr("every value of this time")
    unit = unit_shown(row.result.unit) if row.result.unit else tr("no unit")
    return f"{value_text(row.result)} {unit}"


def ratio_text(row: StagedRow, analytes: AnalyteCatalogue) -> str:
    """``1.26 ×``: the multiple of the result's own upper limit, or what is missing for it."""
    if row.result is None:
        return DASH
    return multiple_text(row.result, multiple_of(row.result, analytes))


def limit_text(row: StagedRow) -> str:
    """The upper limit printed with the result."""
    result = row.result
    if result is None:
        return DASH
    if result.uln is None:
        return tr("none")
    return f"{result.uln_text} {unit_shown(result.uln_unit) if result.uln_unit else ''}".strip()


def collected_text(row: StagedRow) -> str:
    """The day of the sample, with its time where the file has one."""
    if row.result is None:
        return DASH
    time = row.result.collected_time
    return show(row.result.collected_on) + (f" {time:%H:%M}" if time is not None else "")


def remark_text(row: StagedRow, analytes: AnalyteCatalogue, left_out: frozenset[str]) -> str:
    """Why a row is held or rejected, or what is particular about one that is taken in."""
    if row.where in left_out:
        return reason_words("left_out")
    if row.reason:
        return reason_words(row.reason)
    said = []
    if row.was:
        was = ", ".join(tr("a text") if value is None else plain(value) for value in row.was)
        takes_back = row.kind.value == "withdrawn"
        text = tr("takes back {was}") if takes_back else tr("in place of {was}")
        said.append(text.format(was=was))
    if row.beside:
        said.append(tr("another value of the same time is known: both are kept, the worse counts"))
    result = row.result
    if result is not None and result.status is ResultStatus.PRELIMINARY:
        said.append(tr("preliminary: the final report will replace it"))
    if result is not None and result.note:
        said.append(result.note)
    if result is not None and row.kind.value in {"new", "corrected"}:
        said.extend(_cannot_judge(row, analytes))
    return "; ".join(said) or DASH


def _cannot_judge(row: StagedRow, analytes: AnalyteCatalogue) -> tuple[str, ...]:
    assert row.result is not None
    if row.result.unit is None:
        return (tr("without a unit it cannot be judged"),)
    if row.result.uln is None:
        return (tr("without an upper limit it cannot be judged"),)
    if multiple_of(row.result, analytes) is None:
        return (tr("its unit is not one that can be judged"),)
    return ()


def reason_words(reason: str) -> str:
    """The reason of a held or rejected row in words, with the next step."""
    return _REASONS().get(reason, reason.replace("_", " "))


def _REASONS() -> dict[str, str]:  # noqa: N802 - a table of words, made in the language of now
    return {
        "no_number": tr("this is no number"),
        "formula": tr("a formula without a saved value: open the file in Excel and save it"),
        "negative": tr("a negative number cannot be a result"),
        "unit_conflict": tr("the value and its column name two different units"),
        "no_date": tr("the day of the sample is missing or is no date"),
        "no_patient": tr("no number and no name of a patient"),
        "birth_date": tr("the birth date cannot be read"),
        "short_row": tr("the line has too few cells"),
        "long_row": tr("the line has too many cells"),
        "cut_off": tr("the file ends in the middle of this line: export it again"),
        "cancelled": tr("cancelled by the laboratory before there was a result"),
        "damaged_message": tr("the message is damaged: ask the laboratory to send it again"),
        "damaged_resource": tr("the entry is damaged: ask the laboratory to send it again"),
        "no_test": tr("a value without the name of its test"),
        "no_result": tr("a document or note, no measured value"),
        "date_order": tr("the date can be read in two ways: answer the question about dates"),
        "date_exception": tr("this date is written in another order than the others"),
        "date_column": tr("say which column holds the day of the sample"),
        "decimal_sign": tr("the number can be read in two ways: say which sign is the decimal one"),
        "encoding": tr("say in which encoding the file was written"),
        "unknown_test": tr("the name resembles a test that is kept: say which test it is"),
        "test_conflict": tr("name and code mean different tests: say which one it is"),
        "no_match": tr("nobody in the record has this number: create the patient or choose one"),
        "no_record_number": tr("without a record number no patient can be created: choose one"),
        "several_patients": tr("several patients come near: choose one"),
        "lone_number": tr("only the number agrees, and one identifier is not enough: choose"),
        "identifiers_disagree": tr("the number agrees, but name or birth date do not: choose"),
        "left_out": tr("left out by you: it waits in the tray"),
    }


def summary_lines(report: ImportReport) -> tuple[str, ...]:
    """What was done, one short sentence each."""
    rows, results, patients = report.rows, report.results, report.patients
    said = [
        ntr("{n} result stored", "{n} results stored", rows.imported).format(n=f"{rows.imported:,}")
    ]
    if results.corrected:
        said[0] += tr(", {n} of them in place of an earlier value").format(n=results.corrected)
    if patients.created:
        text = ntr("{n} patient created", "{n} patients created", patients.created)
        said.append(text.format(n=patients.created))
    if results.cancelled:
        text = ntr("{n} result withdrawn", "{n} results withdrawn", results.cancelled)
        said.append(text.format(n=results.cancelled))
    older = rows.superseded - results.cancelled
    if older > 0:
        said.append(tr("{n} older versions kept as history").format(n=older))
    if rows.duplicate:
        said.append(tr("{n} known already, not stored again").format(n=f"{rows.duplicate:,}"))
    if rows.held:
        said.append(tr("{n} wait for a person in the tray").format(n=f"{rows.held:,}"))
    if rows.rejected:
        said.append(tr("{n} rejected").format(n=f"{rows.rejected:,}"))
    if rows.ignored:
        said.append(tr("{n} of tests that are not kept").format(n=f"{rows.ignored:,}"))
    return tuple(said)


def summary(report: ImportReport) -> str:
    """The same in one line, for the message bar."""
    return f"{report.file}: {'; '.join(summary_lines(report))}."


def format_words(name: str) -> str:
    """A format as people call it."""
    return {
        "csv-wide": tr("text table, a column for each test"),
        "csv-long": tr("text table, a line for each test"),
        "xlsx": tr("Excel workbook"),
        "hl7v2": tr("HL7 v2 messages"),
        "fhir-json": tr("FHIR resources (JSON)"),
        "fhir-ndjson": tr("FHIR resources (NDJSON)"),
    }.get(name, name)
