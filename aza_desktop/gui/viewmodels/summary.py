"""The specialist's summary of one patient: where the course stands, why, and on what numbers."""

from __future__ import annotations

from collections.abc import Sequence

from aza_desktop.clinical.checklist import CONSENT
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Source
from aza_desktop.clinical.paper import SheetKind
from aza_desktop.clinical.quantities import plain
from aza_desktop.gui.viewmodels import checklist, doses, phrases
from aza_desktop.gui.viewmodels.drug_checks import not_checked
from aza_desktop.gui.viewmodels.finding_card import FindingCard
from aza_desktop.gui.viewmodels.findings import build_findings
from aza_desktop.gui.viewmodels.medication import phase_words
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.results import Column as ResultColumn
from aza_desktop.gui.viewmodels.results import ResultsModel, build_results
from aza_desktop.reports.document import (
    Block,
    Column,
    Facts,
    Heading,
    Picture,
    Row,
    Sheet,
    Size,
    Table,
    Title,
    Who,
    Words,
)
from aza_desktop.reports.stamp import Stamp, born_long, full_name, numbers
from aza_desktop.texts import ntr, tr

RESULTS_SHOWN = 10
DOSES_SHOWN = 8
CONTACTS_SHOWN = 4
_SHARES = {"on": 14, "ALT": 18, "AST": 18, "BILI": 16, "ALP": 16, "dose": 10, "r": 7}
_OTHER_SHARE, _MOST_COLUMNS = 10, 9


def build_summary(file: FileLike, stamp: Stamp, *, chart: Picture | None) -> Sheet:
    """Two pages as a rule: first the course, the picture and the findings, then the numbers."""
    identity = file.record.identity
    who = f"{full_name(identity)}  ·  {tr('Born')} {born_long(identity)}  ·  {numbers(identity)}"
    blocks: list[Block] = [
        Title(tr("Summary for the specialist"), show(file.as_of)),
        Words(stamp.letterhead(), Size.SMALL, quiet=True),
        Who(
            full_name(identity),
            (
                (tr("Born"), born_long(identity)),
                (tr("Number"), numbers(identity)),
                (tr("Phase"), phase_words(file.phase)),
                (tr("Dose"), _dose(file)),
            ),
        ),
        Facts(_course(file)),
        *_findings(build_findings(file).cards),
        *_not_checked(file),
    ]
    if chart is not None:
        blocks.insert(4, chart)
    results = build_results(file)  # type: ignore[arg-type]  # it reads what a FileLike has
    blocks += [*_results(results), *_doses(file), *_answers(file)]
    return Sheet(
        kind=SheetKind.SUMMARY,
        title=tr("Summary"),
        head=who,
        parts=(tuple(blocks),),
        foot=(
            stamp.judged_by(),
            tr("{printed}  ·  Decision support: verify against primary sources.").format(
                printed=stamp.printed_short()
            ),
        ),
        watermark=stamp.watermark,
        cautions=(tr("For clinicians: this sheet is not written for the patient"),),
    )


def _dose(file: FileLike) -> str:
    period = doses.period_on(doses.periods(file), file.as_of)
    if period is None or period.dose_mg <= 0:
        return tr("no azathioprine")
    per_kg = phrases.per_weight(period.dose_mg, file.facts.patient.weight_kg)
    return f"{phrases.dose(period.dose_mg)}{f', {per_kg}' if per_kg else ''}"


def _course(file: FileLike) -> tuple[tuple[str, str], ...]:
    record, dates = file.record, file.facts.dates
    toxic = record.facts.prior_toxic_dose_mg
    course = file.course
    said = [
        (tr("Indication"), record.indication or tr("not recorded")),
        (tr("Dose of the injury"), phrases.dose(toxic) if toxic else tr("not known")),
        (tr("Course"), str(course.number) if course is not None else tr("none")),
        (tr("TPMT"), record.facts.tpmt.value),
    ]
    said += [
        (name, show(day))
        for name, day in (
            (tr("Break since"), dates.break_start),
            (tr("Restarted on"), dates.restart),
            (tr("Stable from"), dates.stable_from),
            (tr("Long term from"), dates.long_term_from),
            (tr("Stopped on"), dates.stopped_on),
        )
        if day is not None
    ]
    if course is not None and course.checklist.get(CONSENT):
        said.append((tr("Consent to a second try"), checklist.consent_words(course.checklist)))
    if course is not None and course.reason:
        said.append((tr("Reason of the break"), phrases.times(course.reason)))
    due = min((lab.due_by for lab in file.answer.labs_due), default=None)
    said.append((tr("Next blood test"), show(due) if due is not None else tr("none due")))
    return tuple(said)


def _findings(cards: Sequence[FindingCard]) -> list[Block]:
    open_ = [card for card in cards if card.code]
    count = ntr("{n} open", "{n} open", len(open_)).format(n=len(open_))
    blocks: list[Block] = [Heading(tr("Findings"), count)]
    if not open_:
        return [*blocks, Words(tr("No findings."))]
    rows = tuple(
        Row(
            (
                card.chip.upper(),
                "\n".join([card.title, *(f"{name}: {text}" for name, text in card.rows)]),
                "\n".join([card.rule, *(_source(source) for source in card.sources)]),
            )
        )
        for card in open_
    )
    columns = (
        Column(tr("Mark"), 13, strong=True),
        Column(tr("What, why and what the protocol says"), 55, strong=True),
        Column(tr("Rule and sources"), 32),
    )
    return [*blocks, Table(columns, rows)]


def _not_checked(file: FileLike) -> list[Block]:
    """The other drugs that no rule looked at: nothing on this sheet speaks about them."""
    names = not_checked(file)
    if not names:
        return []
    return [Facts(((tr("Other drugs not checked for interactions"), names),))]


def _source(source: Source) -> str:
    said = source.title.split(" (")[0]
    return said if source.verified else f"{said} ({tr('not verified')})"


def _results(model: ResultsModel) -> list[Block]:
    """The latest collections, with what was measured in them."""
    rows = model.rows[:RESULTS_SHOWN]
    left = len(model.rows) - len(rows)
    note = tr("{n} older collections are not printed").format(n=left) if left else model.note
    if not rows:
        return [Heading(tr("Results")), Words(tr("No results."))]
    shown = [
        place
        for place, column in enumerate(model.columns)
        if column.key not in {"by", "note", "laboratory"}
        and (not column.can_wait or any(_filled(row.cells[place].text) for row in rows))
    ][:_MOST_COLUMNS]
    return [
        Heading(tr("Results"), note),
        Table(
            tuple(_column(model.columns[place]) for place in shown),
            tuple(
                Row(
                    tuple(
                        f"{row.cells[place].flag} {row.cells[place].text}".strip()
                        for place in shown
                    )
                )
                for row in rows
            ),
            Size.TINY,
        ),
    ]


def _column(column: ResultColumn) -> Column:
    return Column(column.title, _SHARES.get(column.key, _OTHER_SHARE), right=column.number)


def _filled(text: str) -> bool:
    return text.strip() not in {"", "–"}


def _doses(file: FileLike) -> list[Block]:
    events = sorted(file.facts.dose_events, key=lambda event: event.on)[-DOSES_SHOWN:]
    if not events:
        return []
    rows = tuple(
        Row(
            (
                show(event.on),
                f"{plain(event.dose_mg)} mg",
                event.confirmed_by or tr("nobody named"),
                event.reason or "–",
            )
        )
        for event in reversed(events)
    )
    columns = (
        Column(tr("From"), 16),
        Column(tr("Dose a day"), 14, strong=True),
        Column(tr("Confirmed by"), 26),
        Column(tr("Reason"), 44),
    )
    return [Heading(tr("Confirmed doses")), Table(columns, rows)]


def _answers(file: FileLike) -> list[Block]:
    """Decisions and contacts, the latest first."""
    said = [
        (
            decision.on,
            tr("decided: {type}").format(type=decision.type.value),
            decision.decided_by or tr("nobody named"),
            decision.reason or "–",
        )
        for decision in file.facts.decisions
    ]
    contacts = sorted(file.record.contacts, key=lambda contact: contact.on)[-CONTACTS_SHOWN:]
    said += [
        (
            contact.on,
            tr("contact: {outcome}").format(outcome=tr(contact.outcome.replace("_", " "))),
            contact.by or tr("nobody named"),
            contact.text or "–",
        )
        for contact in contacts
    ]
    if not said:
        return []
    rows = tuple(
        Row((show(on), what, who, why)) for on, what, who, why in sorted(said, reverse=True)
    )
    columns = (
        Column(tr("On"), 16),
        Column(tr("What"), 24, strong=True),
        Column(tr("By"), 20),
        Column(tr("Remark"), 40),
    )
    return [Heading(tr("Decisions and contacts")), Table(columns, rows)]
