"""``import``: files into the record, each in one transaction."""

from __future__ import annotations

import argparse
from pathlib import Path

from aza_desktop.cli import common
from aza_desktop.errors import UserError
from aza_desktop.texts import tr

DATE_ORDERS = ("dmy", "mdy", "ymd")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("import", help=tr("take laboratory files or whole patients in"))
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    parser.add_argument(
        "--profile", metavar="NAME", help=tr("read the files as confirmed for this laboratory")
    )
    parser.add_argument(
        "--save-profile", metavar="NAME",
        help=tr("keep the answers under this name; further files are recognised by their header"),
    )  # fmt: skip
    parser.add_argument(
        "--create-patients", action="store_true", help=tr("make patients who are not there yet")
    )
    parser.add_argument("--date-order", choices=DATE_ORDERS, help=tr("how dates are written"))
    parser.add_argument(
        "--answer", action="append", default=[], metavar="CODE=VALUE", type=_answer,
        help=tr("answer a question that an earlier try asked"),
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help=tr("say what would happen"))
    parser.add_argument("--json", action="store_true", help=tr("one JSON line a file"))
    parser.set_defaults(run=run)


def _answer(text: str) -> tuple[str, str]:
    code, separator, value = text.partition("=")
    if not separator or not code:
        raise argparse.ArgumentTypeError(tr("an answer is written CODE=VALUE"))
    return code, value


def run(args: argparse.Namespace) -> int:
    """Take each file in; a refused file does not undo an earlier one."""
    from aza_desktop.services.taking import TakingOptions, take_file  # noqa: PLC0415

    options = TakingOptions(
        profile=args.profile,
        save_profile=args.save_profile,
        create_patients=args.create_patients,
        date_order=args.date_order,
        answers=dict(args.answer),
        dry_run=args.dry_run,
    )
    taken, is_whole = 0, True
    refused: list[tuple[Path, UserError]] = []
    with common.opened(args, read_only=False) as clinic:
        for path in args.files:
            try:
                report = take_file(clinic, path, options=options)
            except UserError as error:
                refused.append((path, error))
                if args.json:
                    told = {"file": path.name, "error": error.as_json()}
                    common.write_line(common.as_json(told))
                continue
            taken += 1
            is_whole = is_whole and report.is_whole
            if args.json:
                common.write_line(common.as_json(report.told))
            else:
                common.write_line(_in_words(report.told))
    if refused and not taken:
        common.tell_refusal(_all_refused(refused))
        return common.REFUSED
    for _, refusal in refused:
        common.tell_refusal(refusal)
    return common.DONE if is_whole and not refused else common.PARTLY


def _all_refused(refused: list[tuple[Path, UserError]]) -> UserError:
    """The refusals as one: whoever reads standard error finds one line there."""
    first = refused[0][1]
    if len(refused) == 1:
        return first
    return UserError(
        first.code,
        tr("None of the {n} files can be taken in").format(n=len(refused)),
        why="; ".join(
            error.why if path.name in error.why else f"{path.name}: {error.why}"
            for path, error in refused
        ),
        remedy=first.remedy,
    )


def _in_words(told: dict[str, object]) -> str:
    rows = told["rows"]
    assert isinstance(rows, dict)
    counts = ", ".join(f"{name} {count}" for name, count in rows.items())
    return f"{told['file']} ({told['format']}): {counts}"
