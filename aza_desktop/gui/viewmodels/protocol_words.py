"""The parameters of a protocol in words: what each is called, how its value and owner read."""

from __future__ import annotations

from decimal import Decimal

from aza_desktop.clinical.protocol import Parameter, ParameterValue
from aza_desktop.clinical.quantities import plain
from aza_desktop.texts import msg, tr

NAMES = {
    "break_min_days": msg("Shortest break"),
    "baseline_max_age_days": msg("Normal tests may be this old at the restart"),
    "start_dose_mg": msg("First dose a day"),
    "step_mg": msg("Step in re-introduction"),
    "hold_min_days": msg("Days on a dose before a step, at least"),
    "hold_max_days": msg("End of the usual window for a step"),
    "require_lft_since_last_step": msg("A complete blood test after each step first"),
    "gate_on_overdue_lft": msg("An overdue blood test blocks the step"),
    "ta_elevated_uln": msg("ALT or AST counts as raised above"),
    "ta_consider_stop_uln": msg("Consider stopping from (ALT, AST)"),
    "ta_stop_uln": msg("Stop from (ALT, AST)"),
    "escalation_max_ta_uln": msg("No step above (ALT, AST)"),
    "bili_stop_uln": msg("Stop from (bilirubin, with raised ALT or AST)"),
    "bili_any_elevation": msg("Any raised bilirubin counts"),
    "pair_window_days": msg("Bilirubin and enzymes belong together within"),
    "latch_until_decision": msg("A stop mark stays until somebody decides"),
    "duplicate_policy": msg("Two results of one day"),
    "lft_interval_reintro_days": msg("Blood test in re-introduction every"),
    "lft_interval_stable_days": msg("Blood test on a stable dose every"),
    "stable_period_months": msg("Two-weekly tests go on for"),
    "long_term_min_months": msg("Long-term blood test, earliest after"),
    "long_term_max_months": msg("Long-term blood test, latest after"),
    "long_term_remind_days": msg("Listed before the end of that window"),
    "lft_grace_days": msg("Overdue only after a grace of"),
    "stopped_lft_interval_days": msg("Blood test after a second stop every"),
    "symptom_unscheduled_lft": msg("A warning symptom asks for a blood test"),
    "stable_min_days_on_dose": msg("Stable after this long on one dose"),
    "stable_min_normal_sets": msg("Stable after this many normal tests"),
    "maint_adjust_min_days": msg("Days between dose changes in maintenance"),
    "maint_step_mg": msg("Largest step in maintenance"),
    "mmp_high": msg("6-MMP counts as high above"),
    "mmp_unit": msg("Unit of 6-MMP"),
    "warning_symptoms": msg("Warning symptoms"),
    "gi_symptoms": msg("Stomach and bowel symptoms"),
    "allopurinol_names": msg("Names of allopurinol"),
    "febuxostat_names": msg("Names of febuxostat"),
    "hys_bili_uln": msg("Hy's law: bilirubin from"),
    "hys_ta_uln": msg("Hy's law: ALT or AST from"),
    "hys_alp_uln": msg("Hy's law: not with ALP from"),
    "bsr_ta_u_per_l": msg("Absolute limit for ALT and AST"),
    "bsr_neut": msg("Absolute limit for neutrophils"),
    "ctcae_grade_1_uln": msg("CTCAE grade 1 above"),
    "ctcae_grade_2_uln": msg("CTCAE grade 2 above"),
    "ctcae_grade_3_uln": msg("CTCAE grade 3 above"),
    "ctcae_grade_4_uln": msg("CTCAE grade 4 above"),
    "r_hepatocellular": msg("R value: hepatocellular from"),
    "r_cholestatic": msg("R value: cholestatic up to"),
    "r_shown_from_alt_uln": msg("R value shown with ALT from"),
    "r_shown_from_alp_uln": msg("R value shown with ALP from"),
    "edish_ta_uln": msg("eDISH view: line of ALT or AST at"),
    "edish_bili_uln": msg("eDISH view: line of bilirubin at"),
    "rucam_rise": msg("RUCAM: positive from this many times the baseline"),
    "rucam_baseline_uln": msg("RUCAM: not to be read with a baseline from"),
    "overlays": msg("Overlays that are switched on"),
    "panel": msg("What makes a complete liver test"),
    "step_test_min_days": msg("Blood test this long after a step, before the next"),
    "step_test_max_age_days": msg("Blood test at most this old before a step"),
    "count_with_step": msg("A blood count beside the test before a step"),
    "count_tests": msg("Counts that are asked for"),
    "count_neut_min": msg("Neutrophils are low below"),
    "count_plt_min": msg("Platelets are low below"),
    "count_wbc_min": msg("White cells are low below"),
    "first_test_from_days": msg("First blood test after the restart, from day"),
    "first_test_by_days": msg("First blood test after the restart, by day"),
    "index_limit_uln": msg("Not after a first injury from (ALT, AST)"),
    "normal_sets_required": msg("Normal tests in a row before the restart"),
    "normal_sets_index_uln": msg("More than one from a first injury of"),
    "normal_sets_apart_days": msg("Days between these normal tests, at least"),
    "normal_reference": msg("What counts as normal before the restart"),
    "own_baseline_factor": msg("Own baseline: at most"),
    "own_baseline_max_uln": msg("Own baseline: always below"),
    "own_baseline_min_sets": msg("Own baseline: tests from before azathioprine"),
    "own_baseline_apart_days": msg("Own baseline: days between these tests"),
    "ceiling_margin_mg": msg("Ceiling: this far below the toxic dose"),
    "ceiling_share": msg("Ceiling: share of the toxic dose"),
    "ceiling_written": msg("A prescriber writes the ceiling of each patient"),
    "genes_unknown_block": msg("No restart before TPMT and NUDT15 are known"),
    "genes_deficient_block": msg("No restart and no step with deficient TPMT or NUDT15"),
}
"""Parameter -> what people call it. One that is not listed is shown by its own name."""

_UNITS = {"x ULN": "× ULN", "d": "days", "10*9/L": "10⁹/L", "count": ""}
_LISTED = 5


def name_of(parameter: Parameter) -> str:
    """What people call it."""
    known = NAMES.get(parameter.name)
    return tr(known) if known else parameter.name.replace("_", " ")


def value_of(parameter: Parameter) -> str:
    """``5.0 × ULN``, ``7 days``, ``Yes``, a list cut after a few words."""
    return value_words(parameter.value, parameter.unit)


def value_words(value: ParameterValue, unit: str) -> str:
    """A value of that unit as it reads."""
    if isinstance(value, bool):
        return tr("Yes") if value else tr("No")
    if isinstance(value, tuple):
        words = [word.replace("_", " ") for word in value]
        more = len(words) - _LISTED
        shown = ", ".join(words[:_LISTED]) or tr("none")
        return tr("{words} and {n} more").format(words=shown, n=more) if more > 0 else shown
    if isinstance(value, str):
        return value
    number = plain(value) if isinstance(value, Decimal) else str(value)
    return f"{number} {unit_words(number, unit)}".strip()


def unit_words(number: str, unit: str) -> str:
    """The unit after a number: one day, two days."""
    if number == "1" and unit in {"d", "months"}:
        return tr("day") if unit == "d" else tr("month")
    return _UNITS.get(unit, unit)


def bounds_of(parameter: Parameter) -> str:
    """``1.1 to 20``; a dash where any value of its kind is allowed."""
    if parameter.minimum is None or parameter.maximum is None:
        return ", ".join(parameter.choices) or "–"
    low, high = plain(parameter.minimum), plain(parameter.maximum)
    return tr("{low} to {high}").format(low=low, high=high)


def owner_of(parameter: Parameter) -> str:
    """Who answers for the value."""
    return {
        "source": tr("The source"),
        "clinic": tr("The clinic"),
        "unset": tr("Nobody yet"),
    }.get(parameter.decision, parameter.decision)
