"""The judgement: pure functions from facts to findings. One module, one question.

No clock, file, database, widget or number of medicine may enter: today is a fact, and every figure
comes from the protocol. `RULES` is the contents page; `evaluate` asks them all.
"""

from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Review
from aza_desktop.rules import (
    advice_gi,
    bili_alone,
    bili_elevated,
    bili_missing,
    bili_ta_stop,
    bsr_absolute,
    censored_results,
    consider_alternative,
    consider_biopsy,
    dose_ceiling,
    duplicates,
    first_test,
    genes,
    hold_too_short,
    hys_law,
    index_injury,
    interactions,
    lft_incomplete,
    lft_not_since_step,
    lft_overdue,
    long_term_available,
    maint_change,
    normal_sets,
    normalisation,
    off_drug_review,
    own_baseline,
    own_ceiling,
    prior_dose,
    stable_criteria,
    start_dose,
    step_count,
    step_test,
    symptom,
    ta_consider_stop,
    ta_elevated,
    ta_stop,
    tpmt,
    unusable_results,
)
from aza_desktop.rules.evaluate import NOT_RUN, Judge
from aza_desktop.rules.rule import Offer, Rule
from aza_desktop.rules.situation import Situation

RULES: tuple[Rule, ...] = (
    # which results can be used
    unusable_results.RULE,
    censored_results.RULE,
    duplicates.RULE,
    # limits on drug
    ta_stop.RULE,
    ta_consider_stop.RULE,
    ta_elevated.RULE,
    bili_ta_stop.RULE,
    bili_elevated.RULE,
    bili_alone.RULE,
    bili_missing.RULE,
    consider_alternative.RULE,
    consider_biopsy.RULE,
    # off the drug
    normalisation.RULE,
    off_drug_review.RULE,
    # what else speaks against a step
    symptom.RULE,
    advice_gi.RULE,
    interactions.RULE,
    tpmt.RULE,
    prior_dose.RULE,
    dose_ceiling.RULE,
    # blood tests
    lft_overdue.RULE,
    lft_incomplete.RULE,
    lft_not_since_step.RULE,
    # how the steps were made
    start_dose.RULE,
    hold_too_short.RULE,
    maint_change.RULE,
    # overlays, beyond the article
    hys_law.RULE,
    bsr_absolute.RULE,
    # what a clinic's own version asks for beside the shipped text
    step_test.RULE,
    step_count.RULE,
    first_test.RULE,
    index_injury.RULE,
    normal_sets.RULE,
    own_baseline.RULE,
    own_ceiling.RULE,
    genes.RULE,
)
"""Every question that is asked of the facts alone."""

OFFERS: tuple[Offer, ...] = (stable_criteria.OFFER, long_term_available.OFFER)
"""What may be confirmed when nothing blocks; asked after the rules."""


_JUDGE = Judge(RULES, OFFERS)


def evaluate(
    facts: Facts,
    *,
    rules: tuple[Rule, ...] = RULES,
    offers: tuple[Offer, ...] = OFFERS,
    raise_crashes: bool = False,
) -> Review:
    """The rules' one answer about one patient on one day, with the day until which it stands."""
    is_usual = rules is RULES and offers is OFFERS
    judge = _JUDGE if is_usual else Judge(rules, offers)
    return judge.evaluate(facts, raise_crashes=raise_crashes)


def review_day(facts: Facts) -> Review:
    """The answer for that day alone: `evaluate` without the day until which it stands."""
    return _JUDGE.judge_day(Situation(facts), raise_crashes=True)


__all__ = ["NOT_RUN", "OFFERS", "RULES", "Offer", "Rule", "evaluate", "review_day"]
