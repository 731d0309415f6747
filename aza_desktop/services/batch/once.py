"""A key for requests that are not about one patient: the same one again is answered, not repeated.

Writes about a patient keep their key in their own transaction (`written`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from aza_desktop.services.clinic import Clinic
from aza_desktop.services.written import bad_request
from aza_desktop.storage import answers
from aza_desktop.storage.answers import KeptAnswer
from aza_desktop.storage.audit import canonical
from aza_desktop.texts import tr

KEPT = "batch.answer"
"""The entry of the trail under which such an answer is kept."""


def once(
    clinic: Clinic, request: Mapping[str, object], carry_out: Callable[[], dict[str, object]]
) -> dict[str, object]:
    """The answer that was given under the request's key, or a new one, which is kept.

    Raises UserError ``bad_request`` for a key that is no text or was used for something else.
    """
    key = request.get("key")
    if key is None:
        return carry_out()
    if not isinstance(key, str) or not key.strip():
        raise bad_request(tr("This is no key"), tr("a text is needed"), tr("Send a text as key"))
    content = canonical({name: value for name, value in request.items() if name != "id"})
    with clinic.store.reading() as reading:
        kept = answers.recall(reading, key)
    if kept is not None:
        if kept.content != content:
            raise bad_request(
                tr("This key was used for something else"),
                tr("the same key came with other contents"),
                tr("Use a new key for a new wish"),
            )
        told: dict[str, object] = json.loads(kept.answer)
        return told
    fresh = carry_out()
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        if answers.recall(work.reading, key) is None:
            work.entry(KEPT)
            answers.keep(work, key, KeptAnswer(content, json.dumps(fresh)))
            work.commit()
    return fresh
