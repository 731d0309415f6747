"""The keyboard: every entry of the menus with its key, and the keys that hold in one place only.

The menus are the one table of actions; nothing is told here that they do not have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aza_desktop.texts import msg, tr

IN_PLACE = (
    (msg("Fast entry"), "44 Tab 37 Tab 10 Enter", msg("ALT, AST and bilirubin of today")),
    (msg("Today's list"), "Enter", msg("Open the patient")),
    (msg("Today's list"), "C", msg("Record a call")),
    (msg("Today's list"), "Z", msg("Let a lesser group wait")),
    (msg("Findings"), "Up  Down", msg("From card to card")),
    (msg("Findings"), "Enter", msg("More or less of a card")),
    (msg("Findings"), "A", msg("Answer the mark")),
    (msg("Findings"), "S", msg("Stop now")),
    (msg("Findings"), "C", msg("Confirm the step")),
    (msg("Results"), "F2", msg("Correct or strike a result")),
    (msg("Results"), "M", msg("Move a result to the right patient")),
    (msg("Calendar"), "Space", msg("The chosen days were taken, again: missed")),
    (msg("Calendar"), "D", msg("Set the dose from the chosen day on")),
    (msg("Calendar"), "H", msg("Hold the dose on the chosen days")),
    (msg("Calendar"), "B", msg("Break from the chosen day on")),
    (msg("Calendar"), "Shift+arrows", msg("Choose several days")),
    (msg("Calendar"), "PgUp  PgDn", msg("The month before, the month after")),
    (msg("Chart"), "Left  Right  Home  End", msg("From one blood test to another")),
    (msg("Chart"), "Up  Down", msg("From one analyte to another")),
    (msg("Chart"), "Enter", msg("To the row of the table")),
    (msg("Chart"), "Ctrl+E", msg("Save the chart")),
    (msg("Chart"), "L", msg("Linear or logarithmic")),
    (msg("Chart"), "U", msg("Multiples of the limit, or the laboratory's unit")),
    (msg("Chart"), "C", msg("Blood counts in a panel of their own")),
    (msg("Chart"), "I", msg("The first episode under the present one")),
    (msg("Chart"), "1 … 5", msg("One curve on or off")),
    (msg("Chart"), "+  -  0", msg("Nearer, farther, everything")),
    (msg("Chart"), "E", msg("The cohort (eDISH)")),
    (msg("Cohort"), "Arrows", msg("To the nearest patient")),
    (msg("Cohort"), "Enter", msg("Open the patient")),
    (msg("Banner"), "Left  Right  Enter", msg("From chip to chip, and what is behind it")),
    (msg("Import"), "Alt+N  Alt+B", msg("Next step, step before")),
    (msg("Import"), "Ctrl+V", msg("Paste cells")),
    (msg("Import"), "Space", msg("Leave a row out")),
    (msg("Import"), "F2", msg("Type a rejected cell again")),
    (msg("Forms"), "1 … 9", msg("Choose an answer")),
    (msg("Forms"), "Enter  Ctrl+S", msg("Record")),
    (msg("Fast entry"), "Enter  Ctrl+S", msg("Save the results")),
    (msg("Settings"), "Ctrl+S", msg("Save what belongs to the clinic")),
    (msg("Forms and pages"), "Esc", msg("Leave without recording")),
)
"""(where, keys, what) for keys that belong to the pane that has the keyboard."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """where: a menu or a pane. what: in the words of the menu or a few words of its own."""

    where: str
    keys: str
    what: str

    @property
    def spoken(self) -> str:
        return f"{self.what}: {self.keys}. {self.where}"


def build_shortcuts(actions: Iterable[tuple[str, str, str]]) -> tuple[Shortcut, ...]:
    """Every shortcut. actions: (menu, text with its access key, keys), in the menus' order."""
    made = []
    for menu, text, keys in actions:
        if keys:
            made.append(Shortcut(plain(menu), keys, plain(text).rstrip("…")))
    made += [Shortcut(tr(where), keys, tr(what)) for where, keys, what in IN_PLACE]
    return tuple(made)


def matching(known: Iterable[Shortcut], asked: str) -> tuple[Shortcut, ...]:
    """Those of which every word that was typed is part: a key, a place or what it does."""
    words = asked.casefold().split()
    return tuple(
        one
        for one in known
        if all(word in f"{one.where} {one.keys} {one.what}".casefold() for word in words)
    )


def plain(text: str) -> str:
    """A menu's text without the mark of its access key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
