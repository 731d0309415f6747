"""Reading HL7 v2 and FHIR beside their peers, in one run: prints ratios, asserts nothing.

Run by hand or by CI: ``python tests/benchmarks/intake_formats.py``; ``AZA_BENCHMARK_MESSAGES`` and
``AZA_BENCHMARK_MB`` change the sizes. The peer for HL7 v2 is the `hl7` package where it is
installed (``pip install hl7``; the program does not need it), else a bare split of every field; for
FHIR the same structs, only parsed.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aza_desktop.intake import fhir_types, read_file
from tests.support.fhir_resources import a_patient, an_observation
from tests.support.lab_files import a_reading

MESSAGES = int(os.environ.get("AZA_BENCHMARK_MESSAGES", "10000"))
NDJSON_BYTES = int(os.environ.get("AZA_BENCHMARK_MB", "50")) * 1_000_000
KEPT = ("1742-6", "1920-8", "1975-2", "6768-6", "2324-2", "1751-7", "777-3", "6690-2")


def seconds(work: Callable[[], object]) -> float:
    """The processor time of one run."""
    gc.collect()
    gc.disable()
    begun = time.process_time()
    work()
    taken = time.process_time() - begun
    gc.enable()
    return taken


def messages() -> list[str]:
    """Result messages of as many patients, eight results each."""
    made = []
    for number in range(MESSAGES):
        lines = [
            f"MSH|^~\\&|LIS|NORTH|AZA|HEP|20250401070000||ORU^R01^ORU_R01|{number}|P|2.5.1",
            f"PID|1||{number:06}^^^NORTH^MR||Name{number}^Given||19800229|F",
            "PV1|1|O",
            "OBR|1|P1|F1|24325-3^Hepatic function panel^LN|||20250331081500+0100",
        ]
        lines += [
            f"OBX|{at}|NM|{code}^A test in Serum or Plasma^LN||{number % 300}|U/L|6-32|H|||F"
            for at, code in enumerate(KEPT, 1)
        ]
        made.append("\r".join(lines) + "\r")
    return made


def hl7_v2() -> None:
    """10,000 ORU messages."""
    texts = messages()
    data = "".join(texts).encode()
    ours = seconds(lambda: read_file("a.hl7", data, a_reading()))
    if importlib.util.find_spec("hl7"):
        import hl7

        name, peer = "hl7 package", seconds(lambda: _each(hl7.parse, texts))
    else:
        name = "bare split"
        peer = seconds(lambda: [[line.split("|") for line in text.split("\r")] for text in texts])
    print(
        f"HL7 v2  {MESSAGES} messages  {ours:.2f} s  {ours / peer:.2f} x {name} (budget 0.5 x hl7)"
    )


def fhir() -> None:
    """50 MB of NDJSON, a tenth of it tests that are kept."""
    codes = (*KEPT[:2], *(f"99{number}-9" for number in range(18)))
    made = bytearray()
    number = 0
    while len(made) < NDJSON_BYTES:
        if number % 200 == 0:
            made += _line(a_patient(f"{number:07}", id=f"p{number // 200}"))
        subject = {"reference": f"Patient/p{number // 200}"}
        made += _line(an_observation(codes[number % 20], value=number, subject=subject))
        number += 1
    data = bytes(made.strip())
    del made
    before = _most_memory()
    ours = seconds(lambda: read_file("a.ndjson", data, a_reading()))
    after = _most_memory()
    lines = data.split(b"\n")
    kept = seconds(lambda: [fhir_types.OBSERVATION.decode(line) for line in lines])
    dropped = seconds(lambda: _each(fhir_types.OBSERVATION.decode, lines))
    print(
        f"FHIR    {number} lines, {len(data) // 1_000_000} MB  {ours:.2f} s  "
        f"{ours / kept:.2f} x typed parse (budget 3), "
        f"{ours / dropped:.2f} x one that keeps nothing, most memory {after} MB, {before} before"
    )


def _each(work: Callable[[Any], object], parts: Iterable[object]) -> None:
    """Do it with each of them, and keep nothing."""
    for part in parts:
        work(part)


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _line(content: dict[str, object]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


if __name__ == "__main__":
    fhir()
    hl7_v2()
