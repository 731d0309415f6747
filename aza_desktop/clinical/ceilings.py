"""The highest daily dose of a clinic's own version; the toxic one is never reached."""

from __future__ import annotations

from decimal import Decimal

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import EXACT

WHOLE = Decimal(1)
"""All of the toxic dose, as a share of it."""


WRITTEN = "ceiling_mg"
"""Where the ceiling that a prescriber wrote stands in the checklist of a course."""


def ceiling_mg(
    protocol: Protocol, prior_toxic_dose_mg: Decimal | None, *, written: Decimal | None = None
) -> Decimal | None:
    """The clinic's ceiling in mg, itself allowed; None where only the toxic dose bars.

    written: what a prescriber wrote for this patient; it counts where the clinic left it to them.
    """
    if "ceiling_share" not in protocol.parameters:
        return None
    limits = [] if written is None or not protocol.flag("ceiling_written") else [written]
    margin, share = protocol.number("ceiling_margin_mg"), protocol.number("ceiling_share")
    if prior_toxic_dose_mg is not None and margin > 0:
        limits.append(EXACT.subtract(prior_toxic_dose_mg, margin))
    if prior_toxic_dose_mg is not None and share < WHOLE:
        limits.append(EXACT.multiply(prior_toxic_dose_mg, share))
    return min(limits, default=None)
