"""Laws that are read off the source: no numbers of medicine, no floats, no stray colours."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.support.process import CHECKOUT, package_files, resources

PACKAGE = CHECKOUT / "aza_desktop"
EXACT_ROOMS = ("clinical", "rules", "protocols", "intake", "storage")

DRAWING_ONLY = ("clinical/quantities.py", "Ratio.__float__")
"""The one place where a multiple of the ULN may become a float: a picture needs no more."""

CLOCK_MAKERS = ("app.py", "cli", "clock.py")

RESOURCE_ENDINGS = (
    "toml", "json", "svg", "png", "ttf", "md", "txt", "css", "qss", "html", "csv", "mo", "qm",
)  # fmt: skip


def trees(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """Path and syntax tree of each file of these rooms; a room that is empty fails."""
    for room in rooms:
        files = sorted((PACKAGE / room).rglob("*.py"))
        assert files, f"there is no room {room}"
        for path in files:
            yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Qualified name and node of every function in a tree."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from functions(node, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield f"{prefix}{node.name}", node
            yield from functions(node, f"{prefix}{node.name}.")
        else:
            yield from functions(node, prefix)


def test_rules_hold_no_numeral_but_nought_and_one() -> None:
    found = [
        f"{name}:{node.lineno}: {node.value!r}"
        for name, tree in trees("rules")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float | complex)
        and not isinstance(node.value, bool)
        and node.value not in (0, 1)
    ]
    assert found == []


def test_rules_hide_no_numeral_in_a_text_either() -> None:
    """``Decimal("5")`` would be a number of medicine in Python all the same."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees("rules")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr)
        in {"Decimal", "int", "Fraction"}
        and any(
            isinstance(arg, ast.Constant) and str(arg.value) not in {"0", "1"} for arg in node.args
        )
    ]
    assert found == []


def test_the_rooms_of_judgement_know_no_float() -> None:
    found = []
    for name, tree in trees(*EXACT_ROOMS):
        allowed = {
            id(inner)
            for qualified, function in functions(tree)
            if (name, qualified) == DRAWING_ONLY
            for inner in ast.walk(function)
        }
        for node in ast.walk(tree):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            call = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "float"
            )
            if (literal or call) and id(node) not in allowed:
                found.append(f"{name}:{node.lineno}")
    assert found == []


def test_the_one_named_exception_to_the_float_law_exists() -> None:
    tree = ast.parse((PACKAGE / DRAWING_ONLY[0]).read_text(encoding="utf-8"))
    assert DRAWING_ONLY[1] in {name for name, _ in functions(tree)}


def test_colours_stand_in_the_tokens_alone() -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?\b|#[0-9A-Fa-f]{3}\b(?![\w])")
    named = re.compile(
        r"QColor\(\s*[\"'\d]|Qt\.(?:GlobalColor\.)?(?:white|black|red|green|blue|gray|yellow|cyan)"
        r"|GlobalColor\.(?!transparent)"
        r"|(?<![\w.])color\s*=\s*[\"'](?:#|red|green|blue|black|white|grey|gray|orange|C\d)"
    )
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in package_files()
        if path != PACKAGE / "drawing" / "tokens.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if literal.search(line) or named.search(line)
    ]
    assert found == []
    assert literal.search((PACKAGE / "drawing" / "tokens.py").read_text(encoding="utf-8"))


def named_resources() -> Iterator[tuple[str, str]]:
    """File of the package and each text in it that looks like the path of a resource."""
    folders = [path.name for path in resources().iterdir() if path.is_dir()]
    whole = re.compile(rf"(?:(?:{'|'.join(folders)})/)?[\w.@-]+\.(?:{'|'.join(RESOURCE_ENDINGS)})")
    for path in package_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and whole.fullmatch(text) and not text.startswith("FILE."):
                yield str(path.relative_to(PACKAGE)), text


def made_at_run_time() -> set[str]:
    """Files that the program writes into a data folder, named in ``paths.py``."""
    return {"settings.toml", "window.ini"}


def test_every_resource_named_in_code_exists() -> None:
    names = {path.name for path in resources().rglob("*") if path.is_file()}
    named = set(named_resources())
    assert named, "no resource is named anywhere"
    missing = [
        f"{where}: {what}"
        for where, what in named
        if what not in made_at_run_time()
        and not ((resources() / what).is_file() or ("/" not in what and what in names))
    ]
    assert missing == []


def test_every_icon_named_in_code_exists() -> None:
    icons = {path.stem for path in (resources() / "icons").glob("*.svg")}
    asked = set()
    for path in package_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name | ast.Attribute)
                and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr)
                in {"icon", "pixmap", "icon_label"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                asked.add(node.args[0].value)
    assert asked
    assert asked - icons == set()


def test_only_the_composition_root_and_the_commands_make_a_system_clock() -> None:
    made = [
        str(path.relative_to(PACKAGE))
        for path in package_files()
        if re.search(r"\bSystemClock\(", path.read_text(encoding="utf-8"))
    ]
    assert made, "nobody makes a SystemClock"
    assert [name for name in made if not name.startswith(CLOCK_MAKERS)] == []


@pytest.mark.parametrize("entry", ["__main__.py", "app.py", "cli"])
def test_the_entries_import_no_qt_on_their_first_line(entry: str) -> None:
    where = PACKAGE / entry
    files = [where] if where.suffix else sorted(where.rglob("*.py"))
    assert files
    for path in files:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not [n for n in names if n.startswith(("PySide6", "aza_desktop.gui"))], path


def test_broad_excepts_stand_only_where_a_crash_must_be_contained() -> None:
    allowed = {
        *("gui/tasks.py", "rules/evaluate.py", "app.py", "cli/__init__.py", "__main__.py"),
        "services/selftest.py",  # a check that crashes has failed; the others still run
        "services/batch/__init__.py",  # one request that crashes must not take the others along
    }
    found = {
        str(path.relative_to(PACKAGE))
        for path in package_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    }
    assert found - allowed == set()


def test_only_the_log_module_speaks_to_logging() -> None:
    """Everything that is logged passes the allow-list, because nothing else can log."""
    direct = re.compile(r"^\s*(?:import logging|from logging)\b", re.MULTILINE)
    found = {
        str(path.relative_to(PACKAGE))
        for path in package_files()
        if direct.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"logs.py"}


def test_vague_words_name_no_module_and_no_class() -> None:
    vague = re.compile(r"(?:Manager|Helper|Utils?|Data|Info|Misc)$")
    modules = [
        str(path.relative_to(PACKAGE))
        for path in package_files()
        if path.stem in {"helpers", "utils", "util", "misc", "common_utils", "manager"}
    ]
    classes = [
        f"{path.relative_to(PACKAGE)}: {node.name}"
        for path in package_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and vague.search(node.name)
    ]
    assert modules + classes == []


def layers() -> dict[str, int]:
    """Room -> its height, the lowest first, as the import contracts order them."""
    config = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    ordered = next(c["layers"] for c in contracts if c["id"] == "layers")
    return {
        room.strip(" ()"): height
        for height, rooms in enumerate(reversed(ordered))
        for room in rooms.split("|")
    }


def test_what_is_imported_for_types_alone_lies_lower_too() -> None:
    """Import contracts do not count ``if TYPE_CHECKING``; this law keeps that door narrow."""
    height = layers()
    found = []
    for path in package_files():
        name = path.relative_to(PACKAGE)
        room = name.parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
                found += [
                    f"{name}: {inner.module}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.ImportFrom)
                    and (inner.module or "").startswith("aza_desktop.")
                    and (inner.module or "").split(".")[1] != room
                    and height[(inner.module or "").split(".")[1]] >= height[room]
                ]
    assert found == []
