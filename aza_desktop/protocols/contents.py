"""What a protocol file must hold to be complete: the names, never the numbers.

A further protocol may add parameters and, for codes that begin with ``X_``, marks of its own.
"""

from __future__ import annotations

SCHEMA = "aza-protocol/1"

WHOLE_UNITS = frozenset({"d", "months", "count"})
"""Parameters in these units are whole numbers."""

TEXT_UNIT, FLAG_UNIT, LIST_UNIT = "text", "bool", "list"

PARAMETERS: dict[str, str] = {
    "break_min_days": "d",
    "baseline_max_age_days": "d",
    "start_dose_mg": "mg",
    "step_mg": "mg",
    "hold_min_days": "d",
    "hold_max_days": "d",
    "ta_elevated_uln": "x ULN",
    "ta_consider_stop_uln": "x ULN",
    "ta_stop_uln": "x ULN",
    "bili_stop_uln": "x ULN",
    "bili_any_elevation": FLAG_UNIT,
    "pair_window_days": "d",
    "escalation_max_ta_uln": "x ULN",
    "gate_on_overdue_lft": FLAG_UNIT,
    "require_lft_since_last_step": FLAG_UNIT,
    "lft_interval_reintro_days": "d",
    "lft_interval_stable_days": "d",
    "stable_period_months": "months",
    "long_term_min_months": "months",
    "long_term_max_months": "months",
    "long_term_remind_days": "d",
    "lft_grace_days": "d",
    "stable_min_days_on_dose": "d",
    "stable_min_normal_sets": "count",
    "maint_adjust_min_days": "d",
    "maint_step_mg": "mg",
    "latch_until_decision": FLAG_UNIT,
    "mmp_high": "pmol/8e8 RBC",
    "mmp_unit": TEXT_UNIT,
    "symptom_unscheduled_lft": FLAG_UNIT,
    "duplicate_policy": TEXT_UNIT,
    "stopped_lft_interval_days": "d",
    "warning_symptoms": LIST_UNIT,
    "gi_symptoms": LIST_UNIT,
    "allopurinol_names": LIST_UNIT,
    "febuxostat_names": LIST_UNIT,
    "overlays": LIST_UNIT,
    "hys_bili_uln": "x ULN",
    "hys_ta_uln": "x ULN",
    "hys_alp_uln": "x ULN",
    "bsr_ta_u_per_l": "U/L",
    "bsr_neut": "10*9/L",
    "ctcae_grade_1_uln": "x ULN",
    "ctcae_grade_2_uln": "x ULN",
    "ctcae_grade_3_uln": "x ULN",
    "ctcae_grade_4_uln": "x ULN",
    "r_hepatocellular": "ratio",
    "r_cholestatic": "ratio",
    "rucam_rise": "x baseline",
    "rucam_baseline_uln": "x ULN",
}
"""Every parameter that the rules ask for, with its unit."""

DISPLAYED: dict[str, str] = {
    "r_shown_from_alt_uln": "x ULN",
    "r_shown_from_alp_uln": "x ULN",
    "edish_ta_uln": "x ULN",
    "edish_bili_uln": "x ULN",
}
"""Parameters that only pictures and tables read. A text without one shows without what it rules;
a case cannot set them, because they change no answer."""

FURTHER: dict[str, str] = {
    "panel": TEXT_UNIT,
    "step_test_min_days": "d",
    "step_test_max_age_days": "d",
    "count_with_step": FLAG_UNIT,
    "count_tests": LIST_UNIT,
    "count_neut_min": "10*9/L",
    "count_plt_min": "10*9/L",
    "count_wbc_min": "10*9/L",
    "first_test_from_days": "d",
    "first_test_by_days": "d",
    "index_limit_uln": "x ULN",
    "normal_sets_required": "count",
    "normal_sets_index_uln": "x ULN",
    "normal_sets_apart_days": "d",
    "normal_reference": TEXT_UNIT,
    "own_baseline_factor": "x baseline",
    "own_baseline_max_uln": "x ULN",
    "own_baseline_min_sets": "count",
    "own_baseline_apart_days": "d",
    "ceiling_margin_mg": "mg",
    "ceiling_share": "ratio",
    "ceiling_written": FLAG_UNIT,
    "genes_unknown_block": FLAG_UNIT,
    "genes_deficient_block": FLAG_UNIT,
}
"""Parameters that only a clinic's own version carries; all of them, or none."""

NEVER_EMPTY = frozenset({"warning_symptoms", "gi_symptoms", "allopurinol_names"})
"""Lists that would silence a rule if they were empty."""

IN_ORDER = (
    ("ta_elevated_uln", "ta_consider_stop_uln"),
    ("ta_consider_stop_uln", "ta_stop_uln"),
    ("hold_min_days", "hold_max_days"),
    ("long_term_min_months", "long_term_max_months"),
    ("ctcae_grade_1_uln", "ctcae_grade_2_uln"),
    ("ctcae_grade_2_uln", "ctcae_grade_3_uln"),
    ("ctcae_grade_3_uln", "ctcae_grade_4_uln"),
    ("r_cholestatic", "r_hepatocellular"),
)
"""Pairs of which the first may not be greater than the second."""

MARKS = (
    "TA_STOP",
    "TA_CONSIDER_STOP",
    "TA_ELEVATED",
    "BILI_TA_STOP",
    "BILI_ELEVATED",
    "BILI_ISOLATED",
    "BILI_UNPAIRED",
    "BILI_MISSING",
    "SYMPTOM",
    "ADVICE_GI",
    "CONSIDER_ALTERNATIVE",
    "CONSIDER_BIOPSY",
    "TPMT_RISK",
    "TPMT_UNKNOWN",
    "PRIOR_DOSE_UNKNOWN",
    "TOXIC_DOSE_TOO_LOW",
    "ALLOPURINOL",
    "FEBUXOSTAT",
    "LFT_OVERDUE",
    "LFT_INCOMPLETE",
    "LFT_NOT_SINCE_STEP",
    "NOT_NORMALISED",
    "NORMALISATION_UNPROVEN",
    "OFF_DRUG_REVIEW",
    "START_DOSE_DEVIATION",
    "HOLD_TOO_SHORT",
    "MAINT_CHANGE_TOO_SOON",
    "DOSE_NOT_BELOW_TOXIC",
    "STABLE_CRITERIA_MET",
    "LONG_TERM_AVAILABLE",
    "ULN_MISSING",
    "UNIT_MISMATCH",
    "RESULT_INVALID",
    "RESULT_FUTURE",
    "RESULT_CENSORED",
    "DUP_CONFLICT",
    "DUP_IDENTICAL",
    "HYS_LAW_BIOCHEM",
    "BSR_ABS",
)
"""The catalogue: every code that the rules raise."""

FURTHER_MARKS = (
    "X_STEP_TEST_TOO_SOON",
    "X_STEP_TEST_OLD",
    "X_COUNT_MISSING",
    "X_COUNT_LOW",
    "X_FIRST_TEST_MISSING",
    "X_INDEX_TOO_SEVERE",
    "X_SETS_TOO_FEW",
    "X_ABOVE_BASELINE",
    "X_BASELINE_USED",
    "X_ABOVE_CEILING",
    "X_CEILING_NOT_WRITTEN",
    "X_GENES_UNKNOWN",
    "X_GENES_DEFICIENT",
)
"""The codes that the rules raise under such a version only."""

OWN_CODE = "X_"
"""How a code outside the catalogue must begin."""

OVERLAYS = (
    "hys_law",
    "ctcae_v5",
    "r_value",
    "rucam_rechallenge",
    "bsr_2017_absolute",
    "interactions_label",
    "cbc_label",
)

THRESHOLDS = ("TA_ELEVATED", "TA_CONSIDER_STOP", "TA_STOP", "BILI_TA_STOP")
GATES = ("restart", "next_step", "maintenance_step")
SCHEDULES = ("on_break", "reintroduction", "stable_maintenance", "long_term", "stopped")
STATEMENTS = tuple(f"S{number}" for number in range(1, 28))
CONTRADICTIONS = tuple(f"F{number}" for number in range(1, 9))
ADVICE = ("food", "warning_signs")
