"""The words that a saved or printed trend picture carries: whose, by which protocol, when made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.patient import age_on
from aza_desktop.drawing.models import Caption
from aza_desktop.gui.viewmodels import curves
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import tr


def caption_of(
    file: FileLike, codes: Sequence[str], *, demo: bool, generated_at: dt.datetime | None
) -> Caption:
    identity = file.record.identity
    born = show(identity.birth_date) if identity.birth_date else tr("Not known")
    made = show(file.as_of)
    if generated_at is not None:
        made = f"{show(generated_at.date())} {generated_at:%H:%M} {generated_at:%Z}".strip()
    limits = []
    for code in codes:
        used = dict.fromkeys(
            f"{r.uln_text} {r.uln_unit}"
            for r in curves.shown_results(file)
            if r.analyte == code and curves.reason_not_drawn(file, r) is None
        )
        if used:
            limits.append(f"{curves.label_of(file, code)} {', '.join(used)}")
    status = file.protocol.review.status
    return Caption(
        patient=f"{identity.name}    Born {born}    No. {identity.number}",
        protocol=tr("Protocol {name}, {status}. Decision support only: verify.").format(
            name=file.protocol.name, status=status
        ),
        generated=tr("As of {day}, made {made}").format(day=show(file.as_of), made=made),
        limits=tr("Upper limits (ULN) used: ") + "; ".join(limits) if limits else "",
        unnamed=_unnamed(file),
        watermark="DEMO" if demo or identity.number.startswith("DEMO-") else "",
    )


def _unnamed(file: FileLike) -> str:
    """Neither name nor number nor birth date; the age, because it matters to a reader."""
    born = file.record.identity.birth_date
    if born is None:
        return tr("Name and number withheld")
    return tr("Name and number withheld, {n} years").format(n=age_on(born, file.as_of))
