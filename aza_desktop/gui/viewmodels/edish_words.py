"""The words of the cohort picture: quadrants, phases, classes of R, and why somebody is missing."""

from __future__ import annotations

from aza_desktop.clinical.cohort import Cohort, Cuts, Lack, Quadrant
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import plain
from aza_desktop.texts import ntr, tr


def names() -> dict[Quadrant, tuple[str, str]]:
    return {
        Quadrant.HYS_LAW: (tr("Possible Hy's law"), tr("both at or above their lines")),
        Quadrant.HYPERBILIRUBINEMIA: (tr("Hyperbilirubinaemia"), tr("bilirubin alone")),
        Quadrant.TEMPLE: (tr("Temple's corollary"), tr("the enzyme alone")),
        Quadrant.UNCLEAR: (tr("Cannot be told"), tr("a value with < or >, or without limit")),
        Quadrant.NORMAL: (tr("Below both lines"), tr("not necessarily normal")),
    }


def r_choices(protocol: Protocol | None) -> tuple[tuple[str, str], ...]:
    """The filter's choices: key and words, with the protocol's own figures."""
    if protocol is None:
        return (("all", tr("Every R")),)
    high, low = (plain(protocol.number(n)) for n in ("r_hepatocellular", "r_cholestatic"))
    return (
        ("all", tr("Every R")),
        ("hepatocellular", tr("R ≥ {high}, hepatocellular").format(high=high)),
        ("mixed", tr("R between {low} and {high}, mixed").format(low=low, high=high)),
        ("cholestatic", tr("R ≤ {low}, cholestatic").format(low=low)),
        ("unknown", tr("R not known")),
    )


def shape_words() -> tuple[tuple[str, str], ...]:
    """The legend of the signs."""
    return (
        ("reintroduction", tr("re-introduction")),
        ("maintenance", tr("maintenance")),
        ("off", tr("break or stopped")),
        ("other", tr("no open course")),
    )


def phase_text(phase: Phase | None) -> str:
    return tr(phase.value.replace("_", " ")) if phase is not None else tr("no course")


def lack_words(lack: Lack) -> str:
    """Why a patient has no place in the picture."""
    return {
        Lack.NOT_RESTARTED: tr("not restarted"),
        Lack.NO_ENZYME: tr("the enzyme was not measured in these days"),
        Lack.NO_BILIRUBIN: tr("no bilirubin in these days"),
        Lack.ENZYME_WITHOUT_ULN: tr("no usable upper limit with the enzyme"),
        Lack.BILIRUBIN_WITHOUT_ULN: tr("no usable upper limit with the bilirubin"),
    }[lack]


def empty_words(cohort: Cohort, *, shown: int) -> str:
    if shown:
        return ""
    if cohort.points:
        return tr("Nobody has an R like this. Choose “Every R”.")
    lacking = sum(1 for each in cohort.dropped if each.lack is Lack.NO_BILIRUBIN)
    said = tr("Nobody has both {enzyme} and bilirubin in these days.").format(enzyme=cohort.enzyme)
    if lacking:
        count = ntr("{n} patient lacks bilirubin.", "{n} patients lack bilirubin.", lacking)
        said = f"{said} {count.format(n=lacking)}"
    return f"{said} {tr('Choose other days, or request bilirubin with the enzymes.')}"


def source_words(cohort: Cohort, cuts: Cuts) -> str:
    at = tr("Lines at {x} and {y} × ULN.").format(x=plain(cuts.enzyme), y=plain(cuts.bilirubin))
    protocol = cohort.protocol
    if protocol is None:
        return at
    cited = protocol.sources.get(protocol.parameters["edish_ta_uln"].cite)
    said = tr("First from {name}").format(name=protocol.name)
    return f"{at} {said}: {cited.title}." if cited is not None else f"{at} {said}."
