"""HL7 v2 messages for tests, put together from segments."""

from __future__ import annotations

from aza_desktop.clinical.drafts import IntakeBatch
from tests.support.lab_files import staged

MSH = r"MSH|^~\&|LIS|NORTH|AZA|HEP|20250401070000||ORU^R01^ORU_R01|B1|P|2.5.1"
PID = "PID|1||000731^^^NORTH^MR||Rossi^Elena||19800229|F"
OBR = "OBR|1|P1|F1|24325-3^Hepatic function panel^LN|||202503310815"
ALT = "OBX|1|NM|1742-6^Alanine aminotransferase^LN||36|U/L|7-56|N|||F"


def message(*segments: str, sign: str = "\r") -> str:
    """The segments as one text."""
    return sign.join(segments) + sign


def read(*segments: str) -> IntakeBatch:
    """One message with a header, a patient and an order of its own."""
    return staged(message(MSH, PID, OBR, *segments), name="labs.hl7")


def only(batch: IntakeBatch):
    (draft,) = batch.drafts
    return draft
