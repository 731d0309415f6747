"""The translators' tool, loaded from where it lies, and a language that nobody speaks.

The pseudo-locale lengthens every sentence by a third and marks its ends, so that what is cut off
and what was never translated can be seen.
"""

from __future__ import annotations

import gettext
import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parents[2]
LANGUAGE = "eo"
START, END, LONGER = "[", "]", "~"
_KEPT = re.compile(r"(\{[^}]*\}|<[^>]+>|&\w|\n)")


@cache
def tool() -> ModuleType:
    """`packaging/translations.py`: a script, not a module of the program."""
    path = CHECKOUT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("aza_translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pseudo(text: str) -> str:
    """The sentence, a third longer, between signs; places to be filled stay as they are."""
    letters = sum(len(piece) for piece in _KEPT.split(text)[::2])
    return f"{START}{text}{LONGER * -(-letters // 3)}{END}"


def make_pseudo_locale(folder: Path) -> None:
    """A whole catalogue, written, filled and compiled as a translator would."""
    path = tool().start(LANGUAGE, folder)
    with path.open("rb") as old:
        catalogue = read_po(old)
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            message.string = tuple(pseudo(each) for each in message.id)
        else:
            message.string = pseudo(message.id)
    with path.open("wb") as out:
        write_po(out, catalogue)
    tool().compile_all(folder)


class Listening(gettext.NullTranslations):
    """Speaks by a catalogue and remembers what it was asked for in vain."""

    def __init__(self, catalogue: gettext.NullTranslations) -> None:
        super().__init__()
        self._by = catalogue
        self.unknown: set[str] = set()

    def gettext(self, message: str) -> str:
        found = self._by.gettext(message)
        if found == message and re.search(r"[A-Za-z]{2}", message):
            self.unknown.add(message)
        return found

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        found = self._by.ngettext(singular, plural, number)
        if found in {singular, plural}:
            self.unknown.add(singular)
        return found
