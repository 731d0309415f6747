"""All protocol versions that came with the program or were added by the clinic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.errors import UserError
from aza_desktop.protocols.loading import read_protocol
from aza_desktop.texts import tr

LITERAL = "aza-reintro-literal"
CAUTIOUS = "aza-reintro-cautious"


@dataclass(frozen=True, slots=True)
class ProtocolLibrary:
    """Protocols by id and version; each stands once. Sorted by id, then by version."""

    protocols: tuple[Protocol, ...]

    def all(self) -> tuple[Protocol, ...]:
        return self.protocols

    def find(self, name: str, version: str | None = None) -> Protocol:
        """The protocol of that id (or ``id@version``); without a version the newest.

        Raises UserError ``unknown_protocol``.
        """
        protocol_id, _, named = name.partition("@")
        wanted = version or named or None
        for protocol in reversed(self.protocols):
            if protocol.id == protocol_id and wanted in {None, protocol.version}:
                return protocol
        raise UserError(
            "unknown_protocol",
            tr("There is no such protocol"),
            why=f"{protocol_id}@{wanted}" if wanted else protocol_id,
            remedy=tr("Known are: {names}").format(
                names=", ".join(protocol.name for protocol in self.protocols)
            ),
        )

    def with_protocol(self, protocol: Protocol) -> ProtocolLibrary:
        """The library with one more text, for example one kept in a clinic's database."""
        others = tuple(p for p in self.protocols if p.name != protocol.name)
        return ProtocolLibrary(tuple(sorted((*others, protocol), key=_order)))


def load_library(folder: Path) -> ProtocolLibrary:
    """Every ``*.toml`` of the folder. Raises UserError ``bad_config`` for the first bad file."""
    read: dict[str, Protocol] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(
                "bad_config",
                tr("The protocol file cannot be read"),
                why=f"{path.name}: {type(error).__name__}",
                remedy=tr("Restore the file as it was shipped, in UTF-8"),
                details={"file": path.name},
            ) from error
        protocol = read_protocol(text, path.name)
        if protocol.name in read:
            raise UserError(
                "bad_config",
                tr("Two protocol files claim the same version"),
                why=f"{path.name}: {protocol.name}",
                remedy=tr("Give the edited file a new version"),
                details={"file": path.name},
            )
        read[protocol.name] = protocol
    return ProtocolLibrary(tuple(sorted(read.values(), key=_order)))


def _order(protocol: Protocol) -> tuple[str, tuple[int, ...]]:
    return protocol.id, tuple(int(step) for step in re.findall(r"\d+", protocol.version))
