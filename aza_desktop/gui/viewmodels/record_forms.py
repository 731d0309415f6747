"""The forms of the record's sections: identity, treatment, genes, allergies, weights, drugs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.doses import DoseEvent
from aza_desktop.clinical.interactions import asked_drugs, recognised
from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import parse_decimal, plain
from aza_desktop.clinical.worklist import PatientLine
from aza_desktop.gui.viewmodels.banner import number_shown
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, Values, one, who_of
from aza_desktop.gui.viewmodels.new_patient import read_birth_date, similar_notes
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import msg, tr

NOT_KNOWN = "unknown"
SYSTEMS = (("hospital", "Hospital number"), ("nhs", "NHS number"))
_WRONG = (
    msg("typing error"), msg("told by the patient"), msg("changed since"), msg("other patient's"),
    msg("other"),
)  # fmt: skip
_SAVE = (Act("save", tr("Save"), "primary", is_default=True),)


def identity_form(file: FileLike, *, known: Sequence[PatientLine] = ()) -> Form:
    """Names, birth date, gender and phone as they stand; what was wrong stays on record.

    known: all patients, to say who else has the name or the birth date that is typed.
    """
    identity = file.record.identity
    others = tuple(line for line in known if line.patient_id != file.record.id)

    def live(values: Values) -> str:
        """Who else is like what is typed now, where it is not what stands in the record."""
        family, given = one(values, "family") or None, one(values, "given") or None
        day = read_birth_date(one(values, "birth_date"), file.as_of)
        typed = replace(identity, family=family, given=given, birth_date=day)
        if (typed.name, day) == (identity.name, identity.birth_date):
            return ""
        return " ".join(similar_notes(typed, others))

    born = (show(identity.birth_date),) if identity.birth_date else ()
    return Form(
        name="identity",
        heading=tr("Correct who the patient is"),
        asks=(
            Ask("family", tr("Family name"), value=_known(identity.family)),
            Ask("given", tr("Given name"), value=_known(identity.given)),
            Ask("title", tr("Title"), value=_known(identity.title)),
            Ask("birth_date", tr("Born"), value=born, hint=tr("With its year: 14-Jul-1984")),
            Ask(
                "sex", tr("Gender"), "chips", _known(identity.sex),
                (Pick("female", tr("Female")), Pick("male", tr("Male"))),
            ),
            Ask("phone", tr("Phone"), value=_known(identity.phone)),
            *why_asks(tr("Needed where something that was known becomes another thing")),
        ),
        acts=_SAVE,
        who=who_of(file.record, file.as_of),
        focus="family",
        note=tr("The earlier entry stays in the record with this reason."),
        compact=True,
        live=live,
    )  # fmt: skip


def numbers_form(file: FileLike) -> Form:
    """One more number, or a wrong one replaced or struck."""
    numbers = file.record.identity.numbers
    picks = tuple(Pick(number_key(n), f"{number_shown(n)} ({n.system})") for n in numbers)
    return Form(
        name="numbers",
        heading=tr("Numbers of the patient"),
        asks=(
            Ask("number", tr("New or right number")),
            Ask(
                "system", tr("Kind of number"), "chips",
                picks=tuple(Pick(key, tr(text)) for key, text in SYSTEMS),
            ),
            Ask("wrong", tr("Wrong number"), "chips", picks=picks),
            *why_asks(tr("Needed where a number is struck")),
        ),
        acts=(
            Act("strike", tr("Only strike the wrong one")),
            Act("replace", tr("Replace the wrong one")),
            Act("add", tr("Add number"), "primary", is_default=True),
        ),
        who=who_of(file.record, file.as_of),
        focus="number",
        compact=True,
    )  # fmt: skip


def number_key(number: PatientNumber) -> str:
    """A number as a key of an answer."""
    return f"{number.system}|{number.value}"


def treatment_form(file: FileLike) -> Form:
    """Indication, the dose before the injury, tablets and how they are taken."""
    record = file.record
    toxic = record.facts.prior_toxic_dose_mg
    doses = doses_before_break(file)
    return Form(
        name="treatment",
        heading=tr("Treatment history"),
        asks=(
            Ask("indication", tr("Indication"), value=_known(record.indication)),
            Ask(
                "toxic", tr("Dose before the injury, mg a day"), "list",
                (plain(toxic),) if toxic is not None else (),
                tuple(
                    Pick(plain(each.dose_mg), plain(each.dose_mg)) for each in doses
                ),
                hint=tr("A number, or: unknown. It is the ceiling of every later dose."),
            ),
            Ask(
                "again", tr("The same dose once more"),
                hint=tr("Where it changes, unless it is a dose recorded before the break"),
            ),
            Ask(
                "tablets", tr("Tablets at hand, mg"),
                value=_known(", ".join(plain(each) for each in record.tablets_mg)),
                hint=tr("For example: 50, 25. Other doses are refused."),
            ),
            _yes_no("halves", tr("Half tablets allowed?"), now=record.halves),
            _yes_no("splitting", tr("Dose in two parts for the stomach?"), now=record.splitting),
            *why_asks(tr("Needed where the dose before the injury was known")),
        ),
        acts=_SAVE,
        who=who_of(record, file.as_of),
        facts=tuple(
            (tr("Dose recorded"), tr("{dose} mg from {day}").format(
                dose=plain(each.dose_mg), day=show(each.on)))
            for each in doses
        ),
        focus="indication",
        compact=True,
    )  # fmt: skip


def doses_before_break(file: FileLike) -> tuple[DoseEvent, ...]:
    """The doses recorded before the break of the course in view, newest first."""
    course = file.course
    if course is None or course.dates.break_start is None:
        return ()
    before = [each for each in course.dose_events if each.on < course.dates.break_start]
    return tuple(reversed([each for each in before if each.dose_mg > 0]))[:3]


def gene_form(file: FileLike) -> Form:
    """What the laboratory printed, and what a person reads in it: never mapped by the program."""
    return Form(
        name="gene",
        heading=tr("Record a TPMT or NUDT15 test"),
        asks=(
            Ask("gene", tr("Gene"), "chips", picks=tuple(Pick(g, g) for g in ("TPMT", "NUDT15"))),
            Ask("printed", tr("Printed result"), hint=tr("The report's own words or its number")),
            Ask("unit", tr("Unit"), hint=tr("Where a number is printed")),
            Ask(
                "method", tr("Method"), "chips",
                picks=(
                    Pick("activity", tr("enzyme activity")), Pick("genotype", tr("genotype")),
                    Pick("other", tr("not said")),
                ),
            ),
            Ask(
                "phenotype", tr("You read it as"), "chips",
                picks=(
                    Pick("normal", tr("normal")),
                    Pick("intermediate", tr("intermediate")),
                    Pick("low", tr("deficient")),
                    Pick(NOT_KNOWN, tr("not mapped: ask")),
                ),
                hint=tr("Intermediate: one variant. Deficient: two variants, or no activity."),
            ),
            Ask("tested_on", tr("Tested on"), "date"),
        ),
        acts=_SAVE,
        who=who_of(file.record, file.as_of),
        focus="gene",
        compact=True,
        live=mapping_words,
        note=tr("An activity test within 3 months of a transfusion does not tell the patient's."),
    )  # fmt: skip


def mapping_words(values: Values) -> str:
    """*Low* means two different things: the program asks, and maps nothing by itself."""
    printed = one(values, "printed").casefold()
    if "low" not in printed and "reduced" not in printed:
        return ""
    if "very low" in printed or "absent" in printed:
        return tr("UK reports print 'very low' or 'absent' for deficient. Choose what you read.")
    said = tr(
        "'Low' is printed for intermediate (heterozygous) in UK reports and for deficient "
        "elsewhere. The program maps it to nothing: ask the laboratory if the report does not say."
    )
    if one(values, "phenotype") == "low":
        said = f"{said} {tr('You chose deficient.')}"
    return said


def weight_form(file: FileLike) -> Form:
    """Kilograms and the day; nothing is converted."""
    known = sorted(file.record.weights, key=lambda each: each.on)[-2:]

    def live(values: Values) -> str:
        """How far it is from the last one: pounds and typing errors show themselves."""
        typed = parse_decimal(clean(one(values, "kg").casefold().removesuffix("kg")))
        if typed is None or not known or typed == known[-1].kg:
            return ""
        more = typed > known[-1].kg
        words = tr("{kg} kg more than on {day}.") if more else tr("{kg} kg less than on {day}.")
        far = max(typed, known[-1].kg) - min(typed, known[-1].kg)
        return words.format(kg=plain(far), day=show(known[-1].on))

    return Form(
        name="weight",
        heading=tr("Record a weight"),
        asks=(
            Ask("kg", tr("Weight in kg"), hint=tr("Kilograms only: pounds are not converted")),
            Ask("on", tr("Weighed on"), "date", (show(file.as_of),)),
        ),
        acts=_SAVE,
        who=who_of(file.record, file.as_of),
        facts=tuple((show(each.on), f"{plain(each.kg)} kg") for each in known),
        focus="kg",
        live=live,
    )


def allergies_form(file: FileLike) -> Form:
    """Known with their substances, none, not recorded or unavailable: four different things."""
    allergies = file.record.allergies
    items = "; ".join(
        f"{item.substance} ({item.reaction})" if item.reaction else item.substance
        for item in allergies.items
    )
    states = (
        Pick("known", tr("known")), Pick("none", tr("no known allergies")),
        Pick("not_recorded", tr("not recorded")), Pick("unavailable", tr("not available")),
    )  # fmt: skip
    return Form(
        name="allergies",
        heading=tr("Allergies"),
        asks=(
            Ask("state", tr("Allergies"), "chips", (allergies.state,), states),
            Ask(
                "items",
                tr("Substances"),
                value=_known(items),
                hint=tr("With the reaction in brackets: penicillin (rash); latex"),
            ),
        ),
        acts=_SAVE,
        who=who_of(file.record, file.as_of),
        focus="state",
    )


def asked_form(file: FileLike) -> Form:
    """The drugs that every patient is asked about by name; nothing is chosen beforehand."""
    answers = (Pick("yes", tr("yes, takes it")), Pick("no", tr("no")))
    drugs = asked_drugs(file.protocol)
    return Form(
        name="asked",
        heading=tr("The patient was asked"),
        asks=(
            *(Ask(drug, drug.capitalize(), "chips", picks=answers) for drug in drugs),
            Ask("asked_on", tr("Asked on"), "date", (show(file.as_of),)),
            Ask("start_on", tr("If yes: taken since"), "date"),
        ),
        acts=_SAVE,
        who=who_of(file.record, file.as_of),
        focus=drugs[0],
        note=tr("What has no answer stays as it was. A drug that is taken is listed too."),
    )


def drug_form(file: FileLike) -> Form:
    """Another drug, by any of its names; whether the protocol knows it is said at once."""
    return Form(
        name="drug",
        heading=tr("Add another drug"),
        asks=(
            Ask("name", tr("Name or brand")),
            Ask("start_on", tr("Taken since"), "date"),
            Ask("last_day", tr("Last day"), "date", hint=tr("Empty while it is taken")),
        ),
        acts=_SAVE,
        who=who_of(file.record, file.as_of),
        focus="name",
        live=partial(_drug_words, protocol=file.protocol),
    )


def _drug_words(values: Values, *, protocol: Protocol | None) -> str:
    name = one(values, "name")
    if not name:
        return ""
    drug = recognised(name, protocol)
    if drug is None:
        return tr("Not checked: the protocol knows no interaction under this name.")
    return tr("Read as {drug}: it interacts with azathioprine.").format(drug=drug)


def drug_end_form(file: FileLike) -> Form | None:
    """Which drug was taken for the last time; None where none is taken."""
    taken = [each for each in file.record.comedications if each.last_day is None]
    if not taken:
        return None
    picks = tuple(Pick(each.id, f"{each.name}, {show(each.start_on)}") for each in taken)
    return Form(
        name="drug_end",
        heading=tr("A drug was taken for the last time"),
        asks=(
            Ask("drug", tr("Drug"), "chips", (picks[0].key,) if len(picks) == 1 else (), picks),
            Ask("last_day", tr("Last day on which it was taken"), "date", (show(file.as_of),)),
        ),
        acts=_SAVE,
        who=who_of(file.record, file.as_of),
        focus="drug",
    )


def note_form(file: FileLike) -> Form:
    """A remark with today's date and the user's name."""
    return Form(
        name="note",
        heading=tr("Add a note"),
        asks=(Ask("text", tr("Note")),),
        acts=_SAVE,
        who=who_of(file.record, file.as_of),
        focus="text",
    )


def _yes_no(name: str, text: str, *, now: bool) -> Ask:
    picks = (Pick("yes", tr("yes")), Pick("no", tr("no")))
    return Ask(name, text, "chips", ("yes" if now else "no",), picks)


def why_asks(hint: str) -> Sequence[Ask]:
    """Why what stood there was wrong."""
    picks = tuple(Pick(each, tr(each)) for each in _WRONG)
    return (
        Ask("why", tr("Reason"), "chips", picks=picks, hint=hint),
        Ask("text", tr("Remark")),
    )


def _known(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()
