"""The exported picture: what a loose sheet must say about itself (Sittig's eleven criteria)."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.text import Text

from aza_desktop.drawing.export import captioned_figure, save_trend
from aza_desktop.drawing.models import TrendModel
from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.gui.viewmodels.trend import build_trend
from tests.support.files import a_file, a_result

MADE_AT = dt.datetime(2025, 11, 20, 9, 41, tzinfo=dt.UTC)


def a_model(*, number: str = "000123") -> TrendModel:
    results = [
        a_result("ALT", value, on)
        for on, value in (("2025-10-13", "189"), ("2025-10-27", "52"), ("2025-11-17", "44"))
    ]
    results.append(a_result("AST", "30", "2025-11-17", uln=None, id="no-uln"))
    file = a_file(results=results, doses=[("2025-11-04", "50")], number=number)
    return build_trend(file, generated_at=MADE_AT)


def words_of(model: TrendModel) -> dict[str, list[str]]:
    """The texts of the exported figure by the name of their artist."""
    found: dict[str, list[str]] = {}
    for text in captioned_figure(model, dpi=80).findobj(Text):
        if text.get_text():
            found.setdefault((text.get_gid() or "").split(":")[0], []).append(text.get_text())
    return found


def test_the_exported_picture_meets_the_eleven_criteria() -> None:
    said = words_of(a_model())
    (patient,) = said["patient"]
    assert "HARGREAVES, Anita" in patient
    assert "Born 14-Jul-1984" in patient
    assert "000123" in patient
    assert said["title"] == ["Liver enzymes and dose"]
    assert {"Date", "mg / day", "Result (× upper limit of normal)"} <= set(said["axis-title"])
    assert any(re.fullmatch(r"\d\d-[A-Z][a-z]{2}", value) for value in said["x-value"])
    assert "2025" in said["x-value"]
    assert "5" in said["y-value"]
    assert "ULN" in said["limit-label"]
    assert said["last"] == ["ALT 1.25"]
    whole = " ".join(said["caption"])
    assert "Upper limits (ULN) used: ALT 35 U/L" in whole
    assert "aza-reintro-cautious@1.0.0, Under Review" in whole
    assert "20-Nov-2025 09:41 UTC" in whole


SITTIG = (
    "the patient is named",
    "the chart has a title",
    "the time axis has a label",
    "the time axis has a scale",
    "the time axis has values",
    "the value axis names variable and unit",
    "the value axis has a scale",
    "the value axis has values",
    "the reference range is drawn",
    "each point has its details",
    "the curves are told apart by words",
)


def met(model: TrendModel) -> dict[str, bool]:
    """Each of the eleven criteria of Sittig 2015, told of the exported figure."""
    figure = captioned_figure(model, dpi=80)
    said = words_of(model)
    gids = [str(artist.get_gid()) for artist in figure.get_children() if artist.get_gid()]
    points = {point.result_id for series in model.series for point in series.points}
    told = {row.result_id for readout in model.readouts for row in readout.rows}
    titles = said["axis-title"]
    return dict(
        zip(
            SITTIG,
            (
                "HARGREAVES, Anita" in said["patient"][0] and "000123" in said["patient"][0],
                said["title"] == ["Liver enzymes and dose"],
                "Date" in titles,
                gids.count("axis") >= 3 and "tick" in gids,
                sum(1 for v in said["x-value"] if re.fullmatch(r"\d\d-[A-Z][a-z]{2}", v)) >= 4,
                "Result (× upper limit of normal)" in titles and "mg / day" in titles,
                "tick" in gids,
                len(said["y-value"]) >= 5,
                any(g == "limit:ULN" for g in gids) and "ALT 35 U/L" in " ".join(said["caption"]),
                points <= told and all(r.spoken for r in model.readouts),
                said["last"] == ["ALT 1.25"],
            ),
            strict=True,
        )
    )


@pytest.mark.parametrize("criterion", SITTIG)
def test_the_exported_picture_meets_each_criterion_of_sittig(criterion: str) -> None:
    assert met(a_model())[criterion]


def test_a_picture_that_names_nobody_still_tells_the_age() -> None:
    said = words_of(a_model().unnamed())
    assert said["patient"] == ["Name and number withheld, 41 years"]
    whole = " ".join(word for words in said.values() for word in words)
    for secret in ("HARGREAVES", "Anita", "14-Jul-1984", "000123"):
        assert secret not in whole


def test_results_without_a_place_are_listed_in_the_exported_picture() -> None:
    whole = " ".join(words_of(a_model())["caption"])
    assert "1 result cannot be drawn" in whole
    assert "AST 17-Nov-2025: no ULN" in whole


def test_only_the_demo_clinic_has_a_watermark() -> None:
    assert words_of(a_model(number="DEMO-0013"))["watermark"] == ["DEMO"]
    assert "watermark" not in words_of(a_model())


def test_exports_are_light_whatever_the_window_shows() -> None:
    figure = captioned_figure(a_model(), dpi=80)
    red, green, blue, _ = figure.get_facecolor()
    shown = f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"
    assert shown == LIGHT.surface


@pytest.mark.parametrize(
    ("name", "begins"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.PDF", b"%PDF")]
)
def test_the_ending_chooses_the_format(tmp_path: Path, name: str, begins: bytes) -> None:
    save_trend(a_model(), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="gif"):
        save_trend(a_model(), tmp_path / "a.gif")


def test_drawing_needs_neither_qt_nor_pyplot() -> None:
    code = (
        "import sys, aza_desktop.drawing.export;"
        "bad = [m for m in sys.modules if m.startswith(('PySide6', 'matplotlib.pyplot'))];"
        "sys.exit(str(bad) if bad else 0)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
