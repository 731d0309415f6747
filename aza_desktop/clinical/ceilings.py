"""The highest daily dose of a clinic's own version; the toxic one is never reached."""

from __future__ import annotations

from decimal import Decimal

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import EXACT

WHOLE = Decimal(1)
"""All of the toxic dose, as a share of it."""


def ceiling_mg(protocol: Protocol, prior_toxic_dose_mg: Decimal | None) -> Decimal | None:
    """The clinic's ceiling in mg, itself allowed; None where only the toxic dose bars."""
    if prior_toxic_dose_mg is None or "ceiling_share" not in protocol.parameters:
        return None
    limits = []
    margin, share = protocol.number("ceiling_margin_mg"), protocol.number("ceiling_share")
    if margin > 0:
        limits.append(EXACT.subtract(prior_toxic_dose_mg, margin))
    if share < WHOLE:
        limits.append(EXACT.multiply(prior_toxic_dose_mg, share))
    return min(limits, default=None)
