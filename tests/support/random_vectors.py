"""Vectors at the edges: days around every turning point, values around every limit."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

PHASES = (
    "on_break",
    "awaiting_normalisation",
    "reintroduction",
    "stable_maintenance",
    "long_term",
    "stopped",
)
TODAY = dt.date(2026, 3, 2)
ULN = {"ALT": 40, "AST": 35, "BILI": 20, "ALP": 120}
MULTIPLES = (
    *("0", "0.5", "0.99", "1", "1.01", "1.2", "1.5", "1.99", "2", "2.01", "2.5", "2.99", "2.9975"),
    *("3", "3.2", "4.2", "4.99", "5", "5.01", "8", "20", "20.1", "25"),
)
SYMPTOMS = (
    *("fever", "malaise", "vomiting", "jaundice", "unexplained_deterioration", "nausea"),
    *("diarrhoea", "abdominal_discomfort"),
)
OVERLAYS = (
    *("hys_law", "ctcae_v5", "r_value", "rucam_rechallenge", "bsr_2017_absolute"),
    *("interactions_label", "cbc_label"),
)
PANELS = (
    *(("ALT", "AST"), ("ALT", "AST", "BILI"), ("ALT", "AST", "BILI", "ALP"), ("ALT",), ("AST",)),
    *(("BILI",), ("6-MMP",), ("NEUT",), ("ALP",)),
)
DRUGS = ("allopurinol", "Zyloric", "febuxostat", "Mesalazine")
CONFIGS: tuple[dict[str, Any], ...] = (
    {"hold_min_days": 7, "hold_max_days": 14, "require_lft_since_last_step": True},
    {"latch_until_decision": False},
    {"bili_any_elevation": True},
    {"escalation_max_ta_uln": "1.5"},
    {"gate_on_overdue_lft": False},
    {"lft_grace_days": 2},
    {"symptom_unscheduled_lft": False},
    {"ta_stop_uln": "4.2"},
    {"ta_elevated_uln": "1.2"},
    {"pair_window_days": 3},
    {"stable_min_days_on_dose": 5, "stable_min_normal_sets": 1},
    {"stable_period_months": 1},
    {"long_term_min_months": 2, "long_term_max_months": 2},
    {"baseline_max_age_days": 10},
    {"step_mg": 50},
    {"maint_step_mg": "12.5", "maint_adjust_min_days": 14},
    {"stopped_lft_interval_days": 3},
    {"start_dose_mg": 25},
    {"break_min_days": 21},
)


def random_vector(rng: random.Random, **given: Any) -> dict[str, Any]:
    """A vector of any phase. Keyword arguments fix parts of its input."""
    phase = given.get("phase") or rng.choice(PHASES)
    dates = _dates(rng, phase)
    config: dict[str, Any] = {}
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        config |= rng.choice(CONFIGS)
    if rng.random() < 0.4:
        config["overlays"] = rng.sample(OVERLAYS, rng.randrange(1, 4))
    results = _results(rng)
    ids = [result["id"] for result in results]
    vector = {
        "as_of": TODAY.isoformat(),
        "phase": phase,
        "patient": {
            "prior_toxic_dose_mg": rng.choice((150, 150, 150, 100, 75, 50, "62.5", None)),
            "tpmt": rng.choice(("normal", "normal", "intermediate", "low", "unknown")),
            "weight_kg": "70",
        },
        "dates": dates,
        "dose_events": _doses(rng, phase, dates),
        "holds": [_period(rng, "from", "to") for _ in range(rng.choice((0, 0, 0, 1, 2)))],
        "results": results,
        "symptoms": [
            {"code": rng.choice(SYMPTOMS), **_period(rng, "onset", "resolved")}
            for _ in range(rng.choice((0, 0, 0, 1, 2)))
        ],
        "comedications": [
            {"name": rng.choice(DRUGS), **_period(rng, "start", "last_day")}
            for _ in range(rng.choice((0, 0, 0, 0, 1)))
        ],
        "decisions": [
            {
                "date": _day(rng, -20, 3),
                "type": rng.choice(("continue", "reduce", "stop")),
                "results": rng.sample(ids, rng.randrange(0, min(3, len(ids)) + 1)),
            }
            for _ in range(rng.choice((0, 0, 1, 2)))
        ],
    }
    return {"id": "random", "config": config, "input": vector | given}


def shifted(vector: dict[str, Any], days: int) -> dict[str, Any]:
    """The same facts, judged so many days later."""
    day = dt.date.fromisoformat(vector["input"]["as_of"]) + dt.timedelta(days=days)
    return vector | {"input": vector["input"] | {"as_of": day.isoformat()}}


def _day(rng: random.Random, earliest: int, latest: int) -> str:
    return (TODAY + dt.timedelta(days=rng.randint(earliest, latest))).isoformat()


def _maybe(rng: random.Random, day: str | None) -> str | None:
    return None if rng.random() < 0.04 else day


def _period(rng: random.Random, first: str, last: str) -> dict[str, Any]:
    begin = rng.randint(-20, 3)
    end = rng.choice((None, begin, begin + rng.randint(0, 15)))
    return {
        first: (TODAY + dt.timedelta(days=begin)).isoformat(),
        last: None if end is None else (TODAY + dt.timedelta(days=end)).isoformat(),
    }


def _dates(rng: random.Random, phase: str) -> dict[str, Any]:
    if phase in {"on_break", "awaiting_normalisation"}:
        start = _day(rng, -30, -5)
        return _all_dates(break_start=_maybe(rng, start))
    if phase == "reintroduction":
        restart = rng.randint(-30, -1)
        return _all_dates(
            break_start=_maybe(rng, _day(rng, restart - 16, restart - 12)),
            restart=_maybe(rng, _day(rng, restart, restart)),
        )
    stable = rng.choice((-29, -28, -59, -60, -61, -62, -45))
    restart = stable - rng.randint(10, 40)
    return _all_dates(
        break_start=_maybe(rng, _day(rng, restart - 16, restart - 12)),
        restart=_maybe(rng, _day(rng, restart, restart)),
        stable_from=_maybe(rng, _day(rng, stable, stable)) if phase != "stopped" else None,
        stopped_on=_maybe(rng, _day(rng, -20, 0)) if phase == "stopped" else None,
    )


def _all_dates(**known: str | None) -> dict[str, Any]:
    names = ("break_start", "restart", "stable_from", "long_term_from", "stopped_on")
    return {name: known.get(name) for name in names}


def _doses(rng: random.Random, phase: str, dates: dict[str, Any]) -> list[dict[str, Any]]:
    restart = dates["restart"]
    if restart is None or rng.random() < 0.03:
        return []
    day = dt.date.fromisoformat(restart)
    doses, events = [50, 75, 75, 100, 50, 125, 150, "62.5"], []
    for place in range(rng.randint(1, 4)):
        events.append(
            {
                "date": day.isoformat(),
                "dose_mg": 50 if place == 0 and rng.random() < 0.9 else rng.choice(doses),
                "confirmed_by": None if rng.random() < 0.03 else "dr",
            }
        )
        day += dt.timedelta(days=rng.choice((1, 2, 3, 7, 14, 27, 28)))
    return events


def _results(rng: random.Random) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = []
    for _ in range(rng.randint(0, 7)):
        day = _day(rng, -32, 2 if rng.random() < 0.1 else 0)
        panel = rng.choice(PANELS)
        calm = rng.random() < 0.5
        for analyte in panel:
            results.append(_result(rng, analyte, day, calm=calm, number=len(results)))
    rng.shuffle(results)
    return results


def _result(
    rng: random.Random, analyte: str, day: str, *, calm: bool, number: int
) -> dict[str, Any]:
    unit, uln = (
        {"BILI": "umol/L", "6-MMP": "pmol/8e8 RBC", "NEUT": "10*9/L"}.get(analyte, "U/L"),
        None,
    )
    if analyte in ULN:
        uln = str(ULN[analyte])
        multiple = "0.6" if calm else rng.choice(MULTIPLES)
        value = _times(multiple, ULN[analyte])
    else:
        value = (
            rng.choice(("5699", "5700", "5701"))
            if analyte == "6-MMP"
            else rng.choice(("1.59", "1.6", "3"))
        )
    uln_unit = None if uln is None else unit
    oddity = rng.random()
    comparator = "="
    if oddity < 0.03:
        uln, uln_unit = None, None
    elif oddity < 0.05:
        unit = rng.choice((None, "mg/dL", "furlong"))
    elif oddity < 0.07:
        value = rng.choice(("-1", "haemolysed"))
    elif oddity < 0.08:
        uln = "0" if uln is not None else None
    elif oddity < 0.18:
        comparator = rng.choice("<>")
    return {
        "id": f"r{number}",
        "analyte": analyte,
        "value": value,
        "comparator": comparator,
        "unit": unit,
        "uln": uln,
        "uln_unit": uln_unit,
        "collected": day,
        "entered": day,
    }


def _times(multiple: str, uln: int) -> str:
    """Exactly multiple x uln, as a decimal text."""
    whole, _, part = multiple.partition(".")
    number = int(whole + part) * uln
    digits = str(number).rjust(len(part) + 1, "0")
    return (
        f"{digits[: len(digits) - len(part)]}.{digits[len(digits) - len(part) :]}"
        if part
        else digits
    )
