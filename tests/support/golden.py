"""Pictures of the main screens against the ones that were looked at and kept.

`AZA_GOLDEN=write` keeps the pictures of now in place of the old ones: look at every one that
git calls changed before it is committed.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QWidget

FOLDER = Path(__file__).parents[1] / "gui" / "golden"
MEAN = 2.0
"""Of 255: letters are drawn a little differently from one system to the next."""
SHARE, STEP = 0.02, 48
"""How many pixels may differ by more than a step: a card that moved changes far more."""


def picture_of(widget: QWidget) -> Image.Image:
    """The widget at half its size, as it is kept."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    whole = Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGB")
    return whole.resize((whole.width // 2, whole.height // 2), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """The mean difference, and the share of pixels that differ visibly."""
    first, second = (np.asarray(each.convert("RGB"), dtype=np.int16) for each in (one, other))
    if first.shape != second.shape:
        return 255.0, 1.0
    apart = np.abs(first - second)
    return float(apart.mean()), float((apart.max(axis=2) > STEP).mean())


def assert_as_kept(widget: QWidget, name: str, tmp_path: Path) -> None:
    """Fail where the widget looks otherwise than it was kept, and leave its picture to see why."""
    now, path = picture_of(widget), FOLDER / f"{name}.png"
    if os.environ.get("AZA_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        kept = now.quantize(256, dither=Image.Dither.NONE)
        kept.save(path, optimize=True)
        return
    assert path.is_file(), f"no picture is kept: AZA_GOLDEN=write makes {path}"
    mean, share = difference(now, Image.open(path))
    if mean > MEAN or share > SHARE:
        actual = tmp_path / f"{name}.png"
        now.save(actual)
        message = (
            f"{name} looks otherwise: mean {mean:.2f} (at most {MEAN}), "
            f"changed {share:.1%} (at most {SHARE:.0%}).\n"
            f"now  {actual}\nkept {path}\nAZA_GOLDEN=write keeps it as it is now."
        )
        raise AssertionError(message)
