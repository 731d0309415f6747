"""Other values for parameters of a protocol, as the ``config`` of a case gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.errors import UserError
from aza_desktop.protocols.contents import DISPLAYED
from aza_desktop.protocols.marks import moved
from aza_desktop.protocols.parameters import checked_value
from aza_desktop.texts import tr


def override(protocol: Protocol, config: Mapping[str, object]) -> Protocol:
    """The protocol with the values of `config`; identity, version and hash stay as shipped.

    Raises UserError ``bad_case`` for an unknown name, a wrong kind or a value out of bounds.
    """
    if not config:
        return protocol
    parameters = dict(protocol.parameters)
    for name, raw in config.items():

        def refuse(why: str, remedy: str, name: str = name) -> NoReturn:
            raise UserError(
                "bad_case",
                tr("The case cannot be read"),
                why=f"config.{name}: {why}",
                remedy=remedy,
                details={"where": f"config.{name}"},
            )

        if name not in parameters or name in DISPLAYED:
            refuse(
                tr("{protocol} has no parameter of that name").format(protocol=protocol.name),
                tr("Mend the name, or leave it out"),
            )
        value = checked_value(parameters[name], raw, refuse)
        parameters[name] = replace(parameters[name], value=value)
    thresholds = tuple(moved(threshold, parameters) for threshold in protocol.thresholds)
    return replace(protocol, parameters=parameters, thresholds=thresholds)
