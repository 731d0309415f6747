"""The one door through which every sentence for a person passes.

`tr` looks a sentence up in the gettext catalogue of the chosen language and falls back to the
English of the source. Clinical sentences are not here: they stand in the protocol files.
"""

from __future__ import annotations

import gettext
from pathlib import Path

_DOMAIN = "aza_desktop"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def choose_language(language: str, *, folder: Path) -> None:
    """Load the catalogue of `language` from `folder`; an unknown language means English."""
    global _catalogue  # noqa: PLW0603 - one language for one process, chosen at the start
    _catalogue = gettext.translation(_DOMAIN, localedir=folder, languages=[language], fallback=True)


def tr(message: str) -> str:
    """The sentence in the chosen language, or as it stands."""
    return _catalogue.gettext(message)


def ntr(singular: str, plural: str, count: int) -> str:
    """The singular or plural sentence for `count`, in the chosen language."""
    return _catalogue.ngettext(singular, plural, count)
