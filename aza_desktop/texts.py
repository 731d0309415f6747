"""The one door through which every sentence for a person passes.

`tr` looks a sentence up in the gettext catalogue of the chosen language and falls back to the
English of the source. Clinical sentences are not here: they stand in the protocol files. Dates
keep their English form in every language.
"""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "aza_desktop"
ENGLISH = "en"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def choose_language(language: str, *, folder: Path) -> None:
    """Load the catalogue of `language` from `folder`; an unknown language means English."""
    use(gettext.translation(DOMAIN, localedir=folder, languages=[language], fallback=True))


def use(catalogue: gettext.NullTranslations) -> None:
    """Speak by this catalogue from now on."""
    global _catalogue  # noqa: PLW0603 - one language for one process, chosen at the start
    _catalogue = catalogue


def known_languages(folder: Path) -> tuple[str, ...]:
    """English, and every language with a catalogue in `folder`, sorted."""
    found = (path.parts[-3] for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (ENGLISH, *sorted(set(found) - {ENGLISH}))


def tr(message: str) -> str:
    """The sentence in the chosen language, or as it stands; nothing stays nothing."""
    return _catalogue.gettext(message) if message else ""


def ntr(singular: str, plural: str, count: int) -> str:
    """The singular or plural sentence for `count`, in the chosen language."""
    return _catalogue.ngettext(singular, plural, count)


def msg(message: str) -> str:
    """Marks a sentence of a table for the translators; it is looked up where it is shown."""
    return message
