"""The program's window in a process of its own: send orders, read answers, kill it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from tests.support.process import CHECKOUT, program_environment

DRIVER = CHECKOUT / "tests" / "journeys" / "drive_window.py"


class DrivenWindow:
    """A window that obeys; use it in a ``with`` block. Leaving the block kills what still runs."""

    def __init__(self, *arguments: str, log: Path) -> None:
        self.log = log
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, str(DRIVER), *arguments],
                cwd=CHECKOUT,
                env=program_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
            )
        assert self._answer() == {"ready": True}

    def ask(self, order: str, *arguments: str) -> object:
        """One order, and what the window answered."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([order, *arguments]) + "\n")
        self.process.stdin.flush()
        answer = self._answer()
        assert "ok" in answer, answer
        return answer["ok"]

    def kill(self) -> None:
        """End it at once, as a power cut of the process would."""
        self.process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        self.process.wait(20)

    def _answer(self) -> dict[str, object]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                answer: dict[str, object] = json.loads(line)
                return answer
        self.process.wait(20)
        said = self.log.read_text(encoding="utf-8", errors="replace")
        raise AssertionError(f"the window ended with {self.process.returncode}:\n{said[-3000:]}")

    def __enter__(self) -> DrivenWindow:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(20)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
