"""The translators' files: ``extract`` writes the template, ``compile`` what the program loads.

    python packaging/translations.py extract           resources/translations/aza_desktop.pot
    python packaging/translations.py new de            a catalogue to be filled in
    python packaging/translations.py update            brings every catalogue to the template
    python packaging/translations.py compile           .po -> .mo

Babel reads the sources; the program itself needs only the standard library.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "aza_desktop"
FOLDER = ROOT / "resources" / "translations"
DOMAIN = "aza_desktop"
KEYWORDS = {"tr": None, "msg": None, "ntr": (1, 2)}


def calls(
    fileobj: BinaryIO,
    keywords: Mapping[str, object],
    comment_tags: object = (),
    options: object = None,
) -> Iterator[tuple[int, str, object, list[str]]]:
    """Every call of a keyword with plain texts, inside f-strings too, where Babel sees none."""
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            texts = [text for text in texts if isinstance(text, str)]
            if node.func.id in keywords and texts:
                yield node.lineno, node.func.id, texts[0] if len(texts) == 1 else tuple(texts), []


@cache
def extracted() -> Catalog:
    """Every sentence of the sources that a person may read, with the files where it stands."""
    catalogue = Catalog(project="Aza Desktop", charset="utf-8", fuzzy=False)
    found = extract_from_dir(PACKAGE, method_map=[("**.py", calls)], keywords=KEYWORDS)
    for file, _line, message, comments, context in found:
        place = (f"aza_desktop/{Path(file).as_posix()}", None)
        catalogue.add(message, locations=[place], auto_comments=comments, context=context)
    return catalogue


def write_template(folder: Path = FOLDER) -> Path:
    """The template, without a date: the same sources give the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{DOMAIN}.pot"
    with path.open("wb") as out:
        write_po(out, extracted(), sort_output=True, omit_header=True, width=100)
    return path


def start(language: str, folder: Path = FOLDER) -> Path:
    """An empty catalogue of a language."""
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    catalogue = Catalog(locale=language, project="Aza Desktop", charset="utf-8")
    catalogue.update(extracted())
    path = place / f"{DOMAIN}.po"
    with path.open("wb") as out:
        write_po(out, catalogue, sort_output=True, width=100)
    return path


def update(folder: Path = FOLDER) -> list[Path]:
    """Bring every catalogue to the sentences of today; what is no longer said stays as obsolete."""
    template, done = extracted(), []
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with path.open("rb") as old:
            catalogue = read_po(old)
        catalogue.update(template, no_fuzzy_matching=True)
        with path.open("wb") as out:
            write_po(out, catalogue, sort_output=True, width=100)
        done.append(path)
    return done


def compile_all(folder: Path = FOLDER) -> list[Path]:
    """What the program loads, beside each catalogue. Unclear translations are left out."""
    done = []
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with path.open("rb") as old:
            catalogue = read_po(old)
        target = path.with_suffix(".mo")
        with target.open("wb") as out:
            write_mo(out, catalogue)
        done.append(target)
    return done


def main(words: list[str]) -> int:
    """One step of the translators' work."""
    parser = argparse.ArgumentParser(prog="translations.py", description=__doc__)
    parser.add_argument("step", choices=("extract", "new", "update", "compile"))
    parser.add_argument("language", nargs="?")
    options = parser.parse_args(words)
    if options.step == "new":
        if not options.language:
            parser.error("new needs a language, for example: new de")
        done = [start(options.language)]
    else:
        done = {
            "extract": lambda: [write_template()],
            "update": update,
            "compile": compile_all,
        }[options.step]()
    for path in done:
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
