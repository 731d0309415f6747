"""Keeps what a user chose to see in the chart, from one start of the program to the next."""

from __future__ import annotations

from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.viewmodels.trend_days import TrendOptions, kept_text, options_of
from aza_desktop.texts import tr

_KEY = "chart"


class ChartDesk(Desk):
    """Scale, days, unit, analytes and counts; nothing of a patient."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        trend = around.place.trend
        if kept := str(around.state.load(_KEY, "") or ""):
            trend.set_options(options_of(kept))
        trend.options_changed.connect(self._keep)
        menus = around.menus
        menus.add(
            menus.menu("view"),
            tr("&First episode in the chart"),
            trend.toggle_first_episode,
        )

    def _keep(self, options: TrendOptions) -> None:
        self.around.state.save(_KEY, kept_text(options))
