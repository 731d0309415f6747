"""What must be told apart is told apart by eyes that lack a kind of cone, and without colour."""

from __future__ import annotations

from itertools import combinations

import pytest

from aza_desktop.drawing.ground import limit_dash
from aza_desktop.drawing.lanes import SIGNS
from aza_desktop.drawing.models import EventKind, Tone
from aza_desktop.drawing.pen import STYLES
from aza_desktop.drawing.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens
from tests.support.colour_vision import EYES, Triple, distance, seen_by

THEMES = (LIGHT, DARK, HIGH_CONTRAST)
ANALYTES = ("alt", "ast", "bili", "alp", "ggt")
AT_A_GLANCE = 10.0
"""CIEDE2000 between two curves; 1 is just noticeable, 2 to 10 is seen when looked for."""
SOLID = 40.0
"""Between the solid chip of a stop rule and every tinted one."""


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((90.8027, -2.0831, 1.441), (91.1528, -1.6435, 0.0447), 1.4441),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ],
)
def test_the_distance_is_that_of_the_published_pairs(
    one: Triple, other: Triple, told: float
) -> None:
    """Sharma, Wu, Dalal 2005, table 1."""
    assert distance(one, other) == pytest.approx(told, abs=5e-5)
    assert distance(other, one) == pytest.approx(told, abs=5e-5)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_two_curves_are_told_apart_by_every_eye(tokens: Tokens, eye: str) -> None:
    apart = {
        (one, other): distance(*(seen_by(eye, getattr(tokens, role)) for role in (one, other)))
        for one, other in combinations(ANALYTES, 2)
    }
    assert {pair: far for pair, far in apart.items() if far < AT_A_GLANCE} == {}


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_the_chip_of_a_stop_rule_stands_apart_for_every_eye(tokens: Tokens, eye: str) -> None:
    stop = seen_by(eye, tokens.critical_solid)
    for tint in ("warning_tint", "ok_tint", "accent_tint", "plan_tint"):
        assert distance(stop, seen_by(eye, getattr(tokens, tint))) >= SOLID, tint


def test_red_and_amber_words_come_close_so_that_colour_alone_may_not_tell_them() -> None:
    """Why shape and word are law: without it one would believe that the two inks suffice."""
    inks = [seen_by("deuteranopia", ink) for ink in (LIGHT.critical, LIGHT.warning)]
    assert distance(*inks) < AT_A_GLANCE


def test_every_curve_has_its_own_sign_and_stroke() -> None:
    styles = [STYLES[role] for role in ANALYTES]
    assert len({style.marker for style in styles}) == len(ANALYTES)
    assert len({str(style.dash) for style in styles[2:]}) == len(ANALYTES) - 2
    assert STYLES["alt"].width > STYLES["ast"].width, "both are solid: the wider one is ALT"


def test_every_event_has_its_own_sign() -> None:
    assert set(SIGNS) == set(EventKind)
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_the_lines_of_stop_and_of_review_differ_without_colour() -> None:
    assert limit_dash(Tone.CRITICAL) == "solid"
    assert limit_dash(Tone.WARNING) != limit_dash(Tone.CRITICAL)
