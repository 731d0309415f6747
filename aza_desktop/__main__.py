"""The program's door: looks at the first word and hands over to the window or to a command."""

from __future__ import annotations

import sys
from collections.abc import Sequence

WINDOW_WORDS = frozenset({"--demo", "--as-of", "--screenshot"})
"""First words that mean the window. Its further options may stand in any order."""
VIEW_WORDS = frozenset({"--patient", "--view", "--theme", "--size"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is the contract's."""
    words = list(sys.argv[1:] if argv is None else argv)
    first = _first_word(words)
    if first == "--version":
        from aza_desktop import app  # noqa: PLC0415 - only the chosen half is loaded

        return app.print_version(sys.stdout)
    if first is None or first in WINDOW_WORDS or first in VIEW_WORDS:
        from aza_desktop import app  # noqa: PLC0415 - only the chosen half is loaded

        return app.run_window(words)
    if first == "self-test":
        from aza_desktop import app  # noqa: PLC0415 - only the chosen half is loaded

        return app.run_self_test(words)
    from aza_desktop import cli  # noqa: PLC0415 - only the chosen half is loaded

    return cli.main(words)


def _first_word(words: Sequence[str]) -> str | None:
    """The first word that is not the data folder; None when nothing else was said."""
    rest = iter(words)
    for word in rest:
        if word == "--data-dir":
            next(rest, None)
        elif not word.startswith("--data-dir="):
            return word
    return None


if __name__ == "__main__":
    sys.exit(main())
