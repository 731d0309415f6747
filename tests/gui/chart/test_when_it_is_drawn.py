"""Drawing costs more than reading a patient: it happens once, and only where it is seen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from aza_desktop.drawing.models import Scale
from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.gui.chart import TrendView
from aza_desktop.gui.viewmodels.trend import TrendOptions
from tests.support.open_patient import OpenPatient, Story, a_set, an_open_patient
from tests.support.themed import themed


def a_patient(alt: str = "60") -> OpenPatient:
    return an_open_patient(Story(results=a_set("2026-01-12", alt, "30")))


@pytest.fixture
def chart(qtbot: QtBot, qapp: object) -> TrendView:
    themed(qapp)
    view = TrendView(LIGHT)
    qtbot.addWidget(view)
    view.resize(1050, 500)
    with qtbot.waitExposed(view):
        view.show()
    view.show_file(a_patient())
    view.draw_now()
    return view


def test_the_same_picture_is_not_drawn_twice(chart: TrendView) -> None:
    before = chart.picture.image
    chart.show_file(a_patient())
    chart.draw_now()
    assert chart.picture.image is before


@pytest.mark.parametrize("change", ["value", "scale", "size"])
def test_whatever_the_picture_follows_from_draws_it_anew(chart: TrendView, change: str) -> None:
    before = chart.picture.image
    if change == "value":
        chart.show_file(a_patient("61"))
    elif change == "scale":
        chart.set_options(TrendOptions(scale=Scale.LOG2))
    else:
        chart.resize(900, 500)
    chart.draw_now()
    assert chart.picture.image is not before


def test_behind_another_tab_it_is_drawn_when_somebody_looks(qtbot: QtBot, chart: TrendView) -> None:
    before = chart.picture.image
    chart.hide()
    chart.show_file(a_patient("61"))
    qtbot.wait(20)
    assert chart.picture.image is before
    chart.show()
    qtbot.waitUntil(lambda: chart.picture.image is not before)
