"""``check FILE``: cases are judged without a database.

The same cases give the same bytes. A case that cannot be read answers with its error; the others
are still judged.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from aza_desktop import __version__
from aza_desktop.errors import UserError
from aza_desktop.paths import resources_folder
from aza_desktop.protocols import load_library
from aza_desktop.protocols.analytes import load_analytes
from aza_desktop.protocols.library import LITERAL
from aza_desktop.services.case_judging import case_id, judge_case, protocol_json
from aza_desktop.services.case_texts import vectors_of
from aza_desktop.texts import tr

FINDINGS_SCHEMA = "aza-findings/1"

_DONE, _SOME_NOT_READ = 0, 1

Json = dict[str, object]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The words of the command line."""
    parser = subparsers.add_parser("check", help=tr("judge cases without a database"))
    parser.add_argument("file", metavar="FILE", help=tr("a case file, or - for standard input"))
    parser.add_argument("--protocol", metavar="ID[@VERSION]", help=tr("judge all by this one"))
    parser.add_argument("--jsonl", action="store_true", help=tr("one case a line"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge the file and write the answer; 1 when a case could not be read.

    Raises UserError for a file or a protocol that cannot be used at all.
    """
    resources = resources_folder()
    library = load_library(resources / "protocols")
    analytes = load_analytes(resources / "analytes.toml")
    default = protocol_json(library.find(LITERAL if args.protocol is None else args.protocol))
    answers: list[tuple[Json, Json]] = []
    is_complete = True
    for vector in vectors_of(_content(args.file)):
        try:
            if isinstance(vector, UserError):
                raise vector
            answer, used = judge_case(
                vector, library=library, analytes=analytes, protocol_name=args.protocol
            )
            answers.append((answer, protocol_json(used)))
        except UserError as error:
            is_complete = False
            answers.append(({"id": case_id(vector), "error": error.as_json()}, default))
    if args.jsonl:
        _write(*({"id": answer.pop("id"), "protocol": used, **answer} for answer, used in answers))
    else:
        cases = [_named(answer, used, default) for answer, used in answers]
        _write(
            {
                "schema": FINDINGS_SCHEMA,
                "program": __version__,
                "protocol": default,
                "cases": cases,
            }
        )
    return _DONE if is_complete else _SOME_NOT_READ


def _named(answer: Json, used: Json, default: Json) -> Json:
    """The answer, with its own protocol where that is not the one of the whole file."""
    if used == default:
        return answer
    return {"id": answer.pop("id"), "protocol": used, **answer}


def _content(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UserError(
            "unreadable",
            tr("The file cannot be read"),
            why=f"{name}: {error.strerror}",
            remedy=tr("Name a case file, or - for standard input"),
        ) from error


def _write(*documents: Json) -> None:
    """One JSON document a line, UTF-8, always ended by a line feed."""
    for document in documents:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
