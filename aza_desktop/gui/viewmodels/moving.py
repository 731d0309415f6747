"""The form that moves a course to another version, with what that changes for this patient."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol as Shape

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, Values, one, who_of
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import tr


class PreviewLike(Shape):
    """What is needed of a preview."""

    @property
    def gone(self) -> tuple[str, ...]: ...
    @property
    def new(self) -> tuple[str, ...]: ...
    @property
    def step(self) -> tuple[str, str]: ...


def move_form(
    file: FileLike, choices: tuple[Protocol, ...], *, previews: Mapping[str, PreviewLike]
) -> Form:
    """previews: ``id@version`` -> what it would change. Nothing is chosen beforehand."""
    return Form(
        name="move_course",
        heading=tr("Move this course to another version"),
        who=who_of(file.record, file.as_of),
        facts=((tr("Follows now"), f"{file.protocol.name}, {file.protocol.review.status}"),),
        asks=(
            Ask(
                "protocol", tr("Move to"), "chips", wide=True,
                picks=tuple(
                    Pick(each.name, f"{each.name}  ·  {each.review.status}") for each in choices
                ),
            ),
            Ask("reason", tr("Why it is moved")),
        ),
        acts=(Act("move", tr("Move the course"), role="primary"),),
        focus="protocol",
        note=tr("No dose and no phase changes by this. What was said before stays in the record."),
        live=_live(previews),
    )  # fmt: skip


def preview_words(preview: PreviewLike) -> str:
    """What the move would change, in one or two sentences."""
    said = []
    if preview.new:
        said.append(tr("New: {titles}.").format(titles="; ".join(preview.new)))
    if preview.gone:
        said.append(tr("No longer said: {titles}.").format(titles="; ".join(preview.gone)))
    before, after = (status.replace("_", " ") for status in preview.step)
    if before != after:
        said.append(tr("Next step: {before} becomes {after}.").format(before=before, after=after))
    return " ".join(said) or tr("No mark of this patient changes.")


def _live(previews: Mapping[str, PreviewLike]) -> Callable[[Values], str]:
    def said(values: Values) -> str:
        preview = previews.get(one(values, "protocol"))
        return preview_words(preview) if preview else tr("Choose one to see what it changes.")

    return said
