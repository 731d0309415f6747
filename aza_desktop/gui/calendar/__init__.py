"""The dose calendar: a month of days, each saying what is known of its dose and blood tests."""

from aza_desktop.gui.calendar.calendar_view import CalendarView

__all__ = ["CalendarView"]
