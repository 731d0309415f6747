"""The sentence of every code: what was found in this patient, with numbers, units and limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.doses import DoseEvent
from aza_desktop.clinical.findings import Finding
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import plain
from aza_desktop.rules.breaches import Pair
from aza_desktop.rules.normalisation import MISSING, OLD, UNCERTAIN, UNUSABLE
from aza_desktop.rules.readings import Reading
from aza_desktop.services.chosen_sentences import CHOSEN
from aza_desktop.services.readings_told import (
    multiple_text,
    multiples_text,
    panel_text,
    value_text,
)
from aza_desktop.texts import msg, tr

NOT_RUN = "RULE_NOT_RUN"

Sentence = Callable[[Finding], str]


def missing_of(finding: Finding) -> tuple[str, ...]:
    """What would be needed, in the words of a request slip."""
    words = {
        "prior_toxic_dose_mg": tr("dose that caused the liver injury"),
        "TPMT": tr("TPMT activity"),
        "ceiling_mg": tr("the highest daily dose in mg"),
        "index_injury": tr("ALT or AST of the first injury"),
        "own_baseline": tr("complete tests from before the first recorded dose"),
    }
    return tuple(words.get(name, name) for name in finding.missing)


def not_run_sentence(finding: Finding) -> str:
    return tr("The check {name} could not be run").format(name=finding.rule)


def _limit_sentence(sign: str) -> Sentence:
    def sentence(finding: Finding) -> str:
        values = finding.values
        readings = cast("tuple[Reading, ...]", values["readings"])
        return multiples_text(readings, sign, cast("Decimal", values["limit"]))

    return sentence


def _pairs(pairs: tuple[Pair, ...]) -> str:
    """Each bilirubin with its enzymes; with the days where there is more than one day."""
    readings = [reading for pair in pairs for reading in (pair.bilirubin, *pair.enzymes)]
    several = len({reading.on for reading in readings}) > 1

    def told(reading: Reading) -> str:
        return multiple_text(reading) + (f" ({show(reading.on)})" if several else "")

    return "; ".join(
        tr("{bilirubin} with {enzymes}").format(
            bilirubin=told(pair.bilirubin), enzymes=", ".join(map(told, pair.enzymes))
        )
        for pair in pairs
    )


def _pair_sentence(finding: Finding) -> str:
    return _pairs(cast("tuple[Pair, ...]", finding.values["pairs"]))


def _bili_alone(finding: Finding) -> str:
    told = multiple_text(cast("Reading", finding.values["bilirubin"]))
    if finding.missing:
        return tr("{bilirubin}; {tests} not measured within the window").format(
            bilirubin=told, tests=", ".join(finding.missing)
        )
    return tr("{bilirubin}; ALT and AST measured, neither raised").format(bilirubin=told)


def _bili_missing(finding: Finding) -> str:
    return tr("{enzymes}; no bilirubin within the window").format(
        enzymes=_limit_sentence(">")(finding)
    )


def _doses(text: str) -> Sentence:
    """A sentence whose numbers are daily doses in mg."""

    def sentence(finding: Finding) -> str:
        return tr(text).format(
            **{
                name: plain(value)
                for name, value in finding.values.items()
                if isinstance(value, Decimal)
            }
        )

    return sentence


def _biopsy(finding: Finding) -> str:
    reading = cast("Reading", finding.values["reading"])
    limit = cast("Decimal", finding.values["limit"])
    return tr("{value} > {limit} on {day}, while a limit is crossed").format(
        value=value_text(reading.result), limit=limit, day=show(reading.on)
    )


def _symptoms(finding: Finding) -> str:
    symptoms = cast("tuple[tuple[str, dt.date], ...]", finding.values["symptoms"])
    return ", ".join(
        tr("{symptom} since {day}").format(symptom=code.replace("_", " "), day=show(onset))
        for code, onset in symptoms
    )


def _drugs(finding: Finding) -> str:
    drugs = cast("tuple[tuple[dt.date, str], ...]", finding.values["drugs"])
    return ", ".join(
        tr("{drug} since {day}").format(drug=name, day=show(start)) for start, name in drugs
    )


def _tpmt(finding: Finding) -> str:
    return tr("TPMT activity is {activity}").format(activity=finding.values["activity"])


def _overdue(finding: Finding) -> str:
    tests = cast("tuple[str, ...]", finding.values["tests"])
    due_by = cast("dt.date", finding.values["due_by"])
    return tr("{tests} were due on {day}").format(tests=", ".join(tests), day=show(due_by))


def _incomplete(finding: Finding) -> str:
    reading = cast("Reading", finding.values["reading"])
    return tr("{value} on {day}; {tests} missing or not usable").format(
        value=value_text(reading.result), day=show(reading.on), tests=", ".join(finding.missing)
    )


def _not_since_step(finding: Finding) -> str:
    return tr("No complete {tests} after the dose change of {day}").format(
        tests=panel_text(finding.missing), day=show(cast("dt.date", finding.values["changed_on"]))
    )


def _unproven(finding: Finding) -> str:
    since = cast("dt.date | None", finding.values["since"])
    texts = {
        MISSING: tr("{test} was not measured since the break began"),
        UNUSABLE: tr("the latest {test}, of {day}, cannot be used"),
        UNCERTAIN: tr("the latest {test}, of {day}, is not known to be normal"),
        OLD: tr("the latest {test}, of {day}, is too old"),
    }
    doubts = cast("tuple[tuple[str, str, dt.date | None], ...]", finding.values["doubts"])
    told = "; ".join(
        texts[doubt].format(test=test, day=show(day) if day else "") for test, doubt, day in doubts
    )
    return told if since else tr("{told} (first day without a dose not known)").format(told=told)


def _off_drug(finding: Finding) -> str:
    values = finding.values
    readings = cast("tuple[Reading, ...]", values["readings"])
    parts = []
    if readings:
        parts.append(multiples_text(readings, ">=", cast("Decimal", values["limit"])))
    pairs = cast("tuple[Pair, ...]", values["pairs"])
    if pairs:
        parts.append(_pairs(pairs))
    return "; ".join(parts)


def _start(finding: Finding) -> str:
    values = finding.values
    parts = []
    if "first_mg" in values:
        parts.append(
            tr("first dose {first} mg instead of {start} mg").format(
                first=plain(cast("Decimal", values["first_mg"])),
                start=plain(cast("Decimal", values["start_mg"])),
            )
        )
    if "restart" in values:
        parts.append(
            tr("restart on {day}, possible from {earliest}").format(
                day=show(cast("dt.date", values["restart"])),
                earliest=show(cast("dt.date", values["earliest"])),
            )
        )
    return "; ".join(parts)


def _early_increase(finding: Finding) -> str:
    before = cast("DoseEvent", finding.values["before"])
    latest = cast("DoseEvent", finding.values["latest"])
    return tr("{old} mg from {before}, {new} mg from {on}: less than {days} days apart").format(
        old=plain(before.dose_mg),
        before=show(before.on),
        new=plain(latest.dose_mg),
        on=show(latest.on),
        days=finding.values["days"],
    )


def _stable(finding: Finding) -> str:
    sets = cast("tuple[dt.date, ...]", finding.values["sets"])
    return tr("{dose} mg since {day}; normal {tests} on {sets}").format(
        tests=panel_text(cast("tuple[str, ...]", finding.values["tests"])),
        dose=plain(cast("Decimal", finding.values["dose_mg"])),
        day=show(cast("dt.date", finding.values["since"])),
        sets=", ".join(show(day) for day in sets),
    )


def _long_term(finding: Finding) -> str:
    return tr("Stable maintenance since {day}").format(
        day=show(cast("dt.date", finding.values["since"]))
    )


def _results(reason: Callable[[LabResult], str]) -> Sentence:
    """A sentence that lists results with their days and what is wrong with them."""

    def sentence(finding: Finding) -> str:
        results = cast("tuple[LabResult, ...]", finding.values["results"])
        return "; ".join(
            f"{value_text(result)} ({show(result.collected_on)}){reason(result)}"
            for result in results
        )

    return sentence


def _limit_of(result: LabResult) -> str:
    limit = " ".join(part for part in (result.uln_text, result.uln_unit) if part)
    return f" / ULN {limit}" if limit else ""


def _hys(finding: Finding) -> str:
    told = _pair_sentence(finding)
    return tr("{told}; ALP not known").format(told=told) if finding.missing else told


def _bsr(finding: Finding) -> str:
    values = finding.values
    told = [
        f"{value_text(reading.result)} > {plain(cast('Decimal', values['limit']))} U/L"
        for reading in cast("tuple[Reading, ...]", values["enzymes"])
    ] + [
        f"{value_text(reading.result)} < {plain(cast('Decimal', values['count_limit']))}"
        for reading in cast("tuple[Reading, ...]", values["counts"])
    ]
    return "; ".join(told)


SENTENCES: Mapping[str, Sentence] = {
    **CHOSEN,
    "TA_STOP": _limit_sentence(">="),
    "TA_CONSIDER_STOP": _limit_sentence(">="),
    "TA_ELEVATED": _limit_sentence(">"),
    "BILI_TA_STOP": _pair_sentence,
    "BILI_ELEVATED": _pair_sentence,
    "BILI_ISOLATED": _bili_alone,
    "BILI_UNPAIRED": _bili_alone,
    "BILI_MISSING": _bili_missing,
    "CONSIDER_ALTERNATIVE": _doses(msg("A limit is crossed on {dose_mg} mg, below {prior_mg} mg")),
    "CONSIDER_BIOPSY": _biopsy,
    "SYMPTOM": _symptoms,
    "ADVICE_GI": _symptoms,
    "TPMT_RISK": _tpmt,
    "TPMT_UNKNOWN": lambda _: tr("TPMT activity is not on record"),
    "PRIOR_DOSE_UNKNOWN": lambda _: tr("The dose that caused the injury is not on record"),
    "TOXIC_DOSE_TOO_LOW": _doses(
        "The injury came at {prior_mg} mg; the protocol starts with {start_mg} mg"
    ),
    "ALLOPURINOL": _drugs,
    "FEBUXOSTAT": _drugs,
    "LFT_OVERDUE": _overdue,
    "LFT_INCOMPLETE": _incomplete,
    "LFT_NOT_SINCE_STEP": _not_since_step,
    "NOT_NORMALISED": _limit_sentence(">"),
    "NORMALISATION_UNPROVEN": _unproven,
    "OFF_DRUG_REVIEW": _off_drug,
    "START_DOSE_DEVIATION": _start,
    "HOLD_TOO_SHORT": _early_increase,
    "MAINT_CHANGE_TOO_SOON": _early_increase,
    "DOSE_NOT_BELOW_TOXIC": _doses("{dose_mg} mg reaches {prior_mg} mg"),
    "STABLE_CRITERIA_MET": _stable,
    "LONG_TERM_AVAILABLE": _long_term,
    "ULN_MISSING": _results(lambda _: tr(" has no upper limit")),
    "UNIT_MISMATCH": _results(lambda r: tr("{limit}: unit not known").format(limit=_limit_of(r))),
    "RESULT_INVALID": _results(lambda r: tr("{limit}: not possible").format(limit=_limit_of(r))),
    "RESULT_FUTURE": _results(lambda _: tr(" lies after the day of judgement")),
    "RESULT_CENSORED": _results(_limit_of),
    "DUP_CONFLICT": _results(_limit_of),
    "DUP_IDENTICAL": _results(_limit_of),
    "HYS_LAW_BIOCHEM": _hys,
    "BSR_ABS": _bsr,
}
"""What each code says. A code without an entry says its title."""
