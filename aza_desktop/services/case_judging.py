"""Cases without a database: read strictly, bound to a protocol, judged on their own day."""

from __future__ import annotations

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.intake.cases import Case, case_id, read_case
from aza_desktop.protocols import ProtocolLibrary, override
from aza_desktop.protocols.library import LITERAL
from aza_desktop.services.answers import answer_json, protocol_json
from aza_desktop.services.judging import judge


def symptom_codes(protocol: Protocol) -> frozenset[str]:
    """The symptoms that the protocol knows; any other code is refused, not ignored."""
    return frozenset((*protocol.words("warning_symptoms"), *protocol.words("gi_symptoms")))


def read_bound_case(
    vector: object,
    *,
    library: ProtocolLibrary,
    analytes: AnalyteCatalogue,
    protocol_name: str | None = None,
) -> tuple[Case, Protocol]:
    """A case with the protocol that judges it, its ``config`` applied.

    protocol_name: overrides the one that the case names; without either it is the literal profile.
    Raises UserError ``bad_case`` or ``unknown_protocol``.
    """
    named = vector.get("protocol") if isinstance(vector, dict) else None
    wanted = protocol_name or (named if isinstance(named, str) and named else LITERAL)
    protocol = library.find(wanted)
    case = read_case(
        vector,
        symptom_codes=symptom_codes(protocol),
        analytes=[analyte.code for analyte in analytes.analytes],
    )
    return case, override(protocol, case.config)


def judge_case(
    vector: object,
    *,
    library: ProtocolLibrary,
    analytes: AnalyteCatalogue,
    protocol_name: str | None = None,
) -> tuple[dict[str, object], Protocol]:
    """The answer to one case as JSON, with the protocol that was used."""
    case, protocol = read_bound_case(
        vector, library=library, analytes=analytes, protocol_name=protocol_name
    )
    answer = judge(case.facts(protocol, analytes))
    return {"id": case.id, **answer_json(answer)}, protocol


__all__ = ["case_id", "judge_case", "protocol_json", "read_bound_case", "symptom_codes"]
