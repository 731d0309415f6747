"""Who may import whom: the contracts of ``pyproject.toml``, run as one test."""

from __future__ import annotations

import subprocess
import sys
import tomllib

from tests.support.process import CHECKOUT

# A process of its own: the linter configures logging anew and would silence every later test's log.
_LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def test_the_import_contracts_hold() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LINT], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout


def test_the_contracts_are_the_ones_that_were_agreed() -> None:
    text = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    config = tomllib.loads(text)["tool"]["importlinter"]
    contracts = {contract["id"]: contract for contract in config["contracts"]}
    assert set(contracts) >= {"layers", "pure", "headless", "drawing", "views"}
    assert contracts["layers"]["exhaustive"] is True
    assert not any("ignore_imports" in contract for contract in contracts.values())
    assert set(contracts["pure"]["forbidden_modules"]) >= {"PySide6", "sqlalchemy", "matplotlib"}


def test_pyside_stays_below_six_twelve() -> None:
    text = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = [d for d in tomllib.loads(text)["project"]["dependencies"] if "PySide6" in d]
    assert wanted == ["PySide6-Essentials>=6.11.3,<6.12"]
    assert "pyside6-essentials==6.11." in (CHECKOUT / "packaging/constraints.txt").read_text(
        "utf-8"
    )
