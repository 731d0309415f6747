"""Rule cases as a clinician writes them: one line a result, a dose, a symptom.

    results = ["2026-01-26 ALT 200", "2026-01-26 AST >150 U/L / 35 U/L as late"]

A result is day, analyte, value; unit and limit are the usual ones unless written. Its id is the
analyte and the day (``alt-0126``; a second one of that day ``alt-0126b``) unless ``as`` names it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.intake.cases import read_case
from aza_desktop.protocols import ProtocolLibrary, load_library, override
from aza_desktop.protocols.analytes import load_analytes
from aza_desktop.protocols.library import LITERAL
from aza_desktop.services.case_judging import symptom_codes
from tests.support.process import CHECKOUT, resources

FOLDER = CHECKOUT / "tests" / "rules" / "cases"

USUAL = {
    "ALT": ("U/L", "40"),
    "AST": ("U/L", "35"),
    "BILI": ("umol/L", "20"),
    "ALP": ("U/L", "120"),
    "6-MMP": ("pmol/8e8 RBC", None),
    "NEUT": ("10*9/L", None),
}

_RESULT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d(?:T\S+)?) (?P<analyte>\S+) (?P<sign>[<>]?)(?P<value>\S+)"
    r"(?: (?P<unit>(?!/ |as )\S+(?: RBC)?))?(?: / (?P<uln>\S+)(?: (?P<uln_unit>(?!as )\S+))?)?"
    r"(?: as (?P<id>\S+))?"
)

FACTS = (
    *("name", "phase", "as_of", "break_start", "restart", "stable_from", "long_term_from"),
    *("stopped_on", "doses", "prior", "tpmt", "results", "symptoms", "drugs", "decisions"),
    *("holds", "config"),
)
ANSWERS = (
    *("raises", "absent", "blocks", "free", "weighs", "why", "labs", "escalation", "restarts"),
    *("blocked_by", "offers", "derived", "lacks", "until"),
)


@cache
def library() -> ProtocolLibrary:
    return load_library(resources() / "protocols")


@cache
def analytes() -> AnalyteCatalogue:
    return load_analytes(resources() / "analytes.toml")


def literal() -> Protocol:
    return library().find(LITERAL)


def published() -> dict[str, Any]:
    """The published cases with their catalogue, defaults and invariants."""
    text = (resources() / "cases" / "cases.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def facts_of(vector: Mapping[str, Any], protocol: Protocol | None = None) -> Facts:
    """The facts of a vector under a protocol (the literal one) and the vector's own config."""
    base = protocol or literal()
    case = read_case(
        vector,
        symptom_codes=symptom_codes(base),
        analytes=[analyte.code for analyte in analytes().analytes],
    )
    return case.facts(override(base, case.config), analytes())


def a_vector(**case: Any) -> dict[str, Any]:
    """The vector of a case in short notation: on 50 mg since the 19th, 75 mg since the 22nd."""
    unknown = set(case).difference(FACTS, ANSWERS)
    assert not unknown, unknown
    phase = case.get("phase", "reintroduction")
    on_drug = phase in {"reintroduction", "stable_maintenance", "long_term"}
    usual_restart = None if phase in {"on_break", "awaiting_normalisation"} else "2026-01-19"
    usual_doses = ["2026-01-19 50", "2026-01-22 75"] if on_drug else []
    return {
        "id": case.get("name", "case"),
        "config": case.get("config", {}),
        "input": {
            "as_of": case.get("as_of", "2026-01-26"),
            "phase": phase,
            "patient": {
                "prior_toxic_dose_mg": None
                if case.get("prior") == "unknown"
                else case.get("prior", 150),
                "tpmt": case.get("tpmt", "normal"),
                "weight_kg": "70",
            },
            "dates": {
                "break_start": _or_none(case.get("break_start", "2026-01-05")),
                "restart": _or_none(case.get("restart", usual_restart)),
                "stable_from": _or_none(case.get("stable_from")),
                "long_term_from": _or_none(case.get("long_term_from")),
                "stopped_on": _or_none(case.get("stopped_on")),
            },
            "dose_events": [_dose(line) for line in case.get("doses", usual_doses)],
            "holds": [_period(line, "from", "to") for line in case.get("holds", [])],
            "results": list(_results(case.get("results", []))),
            "symptoms": [
                _named(line, "code", "onset", "resolved") for line in case.get("symptoms", [])
            ],
            "comedications": [
                _named(line, "name", "start", "last_day") for line in case.get("drugs", [])
            ],
            "decisions": [_decision(line) for line in case.get("decisions", [])],
        },
    }


def case_files() -> list[Path]:
    return sorted(FOLDER.glob("*.toml"))


def cases_of(path: Path) -> list[dict[str, Any]]:
    """The cases of a file, the file's ``usual`` settings under each."""
    book = tomllib.loads(path.read_text(encoding="utf-8"))
    usual = book.get("usual", {})
    return [{**usual, **case} for case in book["case"]]


def all_vectors() -> Iterator[dict[str, Any]]:
    """Every case we have: the published ones and our own."""
    yield from published()["vectors"]
    for path in case_files():
        for case in cases_of(path):
            yield a_vector(**case)


def _or_none(day: str | None) -> str | None:
    return None if day in {None, "none"} else day


def _dose(line: str) -> dict[str, Any]:
    day, mg, *by = line.split()
    dose: int | str = int(mg) if mg.isdigit() else mg
    return {"date": day, "dose_mg": dose, "confirmed_by": None if by else "dr"}


def _period(line: str, first: str, last: str) -> dict[str, Any]:
    begin, _, end = line.partition(" to ")
    return {first: begin, last: end or None}


def _named(line: str, name: str, first: str, last: str) -> dict[str, Any]:
    day, _, rest = line.partition(" ")
    word, _, end = rest.partition(" until ")
    return {name: word, first: day, last: end or None}


def _decision(line: str) -> dict[str, Any]:
    day, kind, *ids = line.split()
    return {"date": day, "type": kind, "results": ids}


def _results(lines: list[str]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for line in lines:
        found = _RESULT.fullmatch(line)
        assert found, line
        unit, uln = USUAL.get(found["analyte"], (None, None))
        day = found["day"]
        identifier = found["id"] or f"{found['analyte'].lower()}-{day[5:7]}{day[8:10]}"
        if identifier in seen:
            identifier += "b"
        seen.add(identifier)
        unit = found["unit"] or unit
        uln = found["uln"] or uln
        uln_unit = found["uln_unit"] or unit
        yield {
            "id": identifier,
            "analyte": found["analyte"],
            "value": found["value"],
            "comparator": found["sign"] or "=",
            "unit": None if unit == "none" else unit,
            "uln": None if uln == "none" else uln,
            "uln_unit": None if uln in {None, "none"} or uln_unit == "none" else uln_unit,
            "collected": day,
            "entered": day[:10],
        }
