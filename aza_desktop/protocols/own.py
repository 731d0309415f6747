"""The clinic's part of a protocol text: read from ``[clinic]``, and written there.

The part stands at the end of the text, after a line of its own; the shipped text before it keeps
its order and its comments, so that a comparison shows what the clinic did and nothing else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from aza_desktop.clinical.own_protocol import Choice, OwnPart, ParameterChange, Signature
from aza_desktop.clinical.protocol import ParameterValue
from aza_desktop.clinical.quantities import plain
from aza_desktop.protocols.section import Section
from aza_desktop.texts import tr

HEAD = "# The clinic's own part: what was changed, chosen and signed, by whom and when."
FURTHER_HEAD = "# Further parameters and marks, for the clinic's own answers."
_CHANGE = ("parameter", "old", "new", "by", "on", "why")
_CHOICE = ("id", "answer", "words", "by", "role", "on")
_DAY = "on"
_SIGNATURE = ("name", "user", "role", "statement", "on", "sha256", "registration")


def read_own(root: Section) -> OwnPart | None:
    """The clinic's part, or None in a shipped text."""
    if not root.has("clinic"):
        return None
    section = root.inside("clinic")
    part = OwnPart(
        based_on=section.text("based_on"),
        based_on_sha256=section.text("based_on_sha256"),
        changes=tuple(ParameterChange(**each) for each in _tables(section, "change", _CHANGE)),
        choices=tuple(Choice(**each) for each in _tables(section, "choice", _CHOICE)),
        signatures=tuple(Signature(**each) for each in _tables(section, "signature", _SIGNATURE)),
    )
    section.finish()
    return part


def _tables(section: Section, key: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The tables of an array that may be absent, each with its entries by name."""
    if not section.has(key):
        return []
    found: list[dict[str, Any]] = []
    for one in section.each(key):
        values: dict[str, Any] = {n: one.optional_text(n) for n in names if n != _DAY}
        values[_DAY] = one.day(_DAY)
        if values[_DAY] is None:
            one.refuse(tr("the day is missing"), tr("Write the date"), at=_DAY)
        one.finish()
        found.append(values)
    return found


def shipped_part(text: str) -> str:
    """The text without what the clinic added at its end."""
    return text.partition(HEAD)[0].rstrip("\n") + "\n"


def with_further(text: str, further: str) -> str:
    """The text with the further parameters and marks after its own; once, however often asked.

    What the clinic added at the end is left out: `with_own` writes it again.
    """
    shipped = shipped_part(text)
    return shipped if FURTHER_HEAD in shipped else f"{shipped}\n{FURTHER_HEAD}\n{further}"


def with_own(text: str, part: OwnPart) -> str:
    """The text with the clinic's part at its end, in the place of an earlier one."""
    lines = [
        shipped_part(text),
        HEAD,
        "",
        "[clinic]",
        f"based_on = {toml(part.based_on)}",
        f"based_on_sha256 = {toml(part.based_on_sha256)}",
    ]
    for kind, names, tables in (
        ("change", _CHANGE, part.changes),
        ("choice", _CHOICE, part.choices),
        ("signature", _SIGNATURE, part.signatures),
    ):
        for table in tables:
            lines += ["", f"[[clinic.{kind}]]"]
            lines += [f"{name} = {toml(getattr(table, name))}" for name in names]
    return "\n".join(lines) + "\n"


def with_entries(text: str, table: str, entries: Mapping[str, object]) -> str:
    """The text with other values for entries of one table; each stands on a line of its own.

    Raises KeyError where the table or an entry is missing: a mistake of ours.
    """
    heading = rf"(?m)^\[{re.escape(table)}\]$" if table else r"\A"
    opened = re.search(heading, text)
    if opened is None:
        raise KeyError(table)
    closing = re.compile(r"(?m)^\[").search(text, opened.end())
    end = len(text) if closing is None else closing.start()
    block = text[opened.end() : end]
    for name, value in entries.items():
        line = re.compile(rf"(?m)^{re.escape(name)} = .*$")
        if line.search(block) is None:
            raise KeyError(name)
        said = f"{name} = {toml(value)}"
        block = line.sub(lambda _found, said=said: said, block, count=1)  # type: ignore[misc]  # bound
    return text[: opened.end()] + block + text[end:]


def signed_hash(text: str) -> str:
    """What a signature covers: everything but the sign-off itself."""
    bare = re.sub(r"(?ms)^\[review\]$.*?(?=^\[)", "", text)
    bare = re.sub(r"(?ms)^\[\[clinic\.signature\]\]$.*?(?=^\[|\Z)", "", bare)
    return hashlib.sha256(bare.strip().encode("utf-8")).hexdigest()


def toml(value: object) -> str:
    """A value as our files write it: decimals and dates in quotes, whole numbers bare."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return json.dumps(plain(value))
    if isinstance(value, tuple | list):
        return f"[{', '.join(toml(each) for each in value)}]"
    if isinstance(value, dt.date):
        return json.dumps(value.isoformat())
    return json.dumps("" if value is None else str(value), ensure_ascii=False)


def parameter_entries(value: ParameterValue, *, decision: str) -> dict[str, object]:
    """The entries of a parameter that the clinic decides."""
    return {"value": value, "decision": decision}
