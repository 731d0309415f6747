"""The trend chart: head, picture, read-out. matplotlib is imported only when it draws first.

The picture is drawn by `drawing`; this room turns it into pixels and answers mouse and keys.
"""

from aza_desktop.gui.chart.trend_view import TrendView

__all__ = ["TrendView"]
