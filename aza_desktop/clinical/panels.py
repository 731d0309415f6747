"""Which enzymes make a complete liver test: those that the clinic's laboratory reports."""

from __future__ import annotations

from aza_desktop.clinical.protocol import Protocol

BOTH = ("ALT", "AST")
_PANELS = {"alt_ast": BOTH, "alt_only": ("ALT",), "ast_only": ("AST",)}


def panel_of(protocol: Protocol) -> tuple[str, ...]:
    """ALT and AST, or the only one of them; both where the text does not ask."""
    known = protocol.parameters.get("panel")
    return BOTH if known is None else _PANELS[str(known.value)]
