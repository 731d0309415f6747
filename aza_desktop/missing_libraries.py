"""What to say when Qt cannot start because system libraries are missing: the README's own line."""

from __future__ import annotations

PACKAGES = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",
    "libglib2.0-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxkbcommon-x11-0",
    "libxcb-shape0",
)
"""Debian and Ubuntu packages: the first six for any window, the others for a real screen."""

DEMO_LINE = (
    "$(command -v sudo) apt-get update; "
    "$(command -v sudo) apt-get install -y --no-install-recommends python3-venv "
    + " ".join(PACKAGES)
    + " && python3 -m venv .venv"
    " && .venv/bin/python -m pip install -q -c packaging/constraints.txt -e '.[test]'"
    " && .venv/bin/python -m aza_desktop --demo"
)


def advice(cause: object) -> str:
    """Three parts: what is missing, where to type the line, the line."""
    return (
        f"The window cannot start: {cause}.\n"
        "On Debian and Ubuntu this line, typed in the program's folder, installs what is missing "
        "and starts it:\n\n"
        f"{DEMO_LINE}\n"
    )
