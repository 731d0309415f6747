"""The groups of today's list: which there are, and in which order they are called."""

from __future__ import annotations

from aza_desktop.clinical.worklist import GROUP_IDS


def test_whom_to_call_stands_first_and_what_is_incomplete_last() -> None:
    assert GROUP_IDS == (
        "call_today",
        "could_not_be_checked",
        "consider_stopping",
        "labs_overdue",
        "sample_awaited",
        "labs_due",
        "waiting_confirmation",
        "step_possible",
        "record_incomplete",
    )
