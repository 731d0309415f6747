"""Where things lie: the data folder of a clinic, and the resources that travel with the program."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

APP_FOLDER = "aza-desktop"


@dataclass(frozen=True, slots=True)
class ClinicPaths:
    """The files of one data folder. Nothing is created by naming it."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "clinic.db"

    @property
    def keys(self) -> Path:
        return self.root / "clinic.keys"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def settings(self) -> Path:
        return self.root / "settings.toml"

    @property
    def window(self) -> Path:
        return self.root / "window.ini"

    @property
    def demo(self) -> ClinicPaths:
        """The data folder of the demo clinic: its database is ``demo/demo.db``."""
        return DemoPaths(self.root / "demo")


@dataclass(frozen=True, slots=True)
class DemoPaths(ClinicPaths):
    """The demo clinic's folder; never holds a ``clinic.db``."""

    @property
    def database(self) -> Path:
        return self.root / "demo.db"


def default_data_folder() -> Path:
    """The per-user data folder of this system (platformdirs)."""
    import platformdirs  # noqa: PLC0415 - only the start of a real clinic needs it

    return Path(platformdirs.user_data_dir(APP_FOLDER, appauthor=False))


def resources_folder() -> Path:
    """The ``resources`` folder: in a bundle, in an installed wheel, or in a checkout.

    Raises FileNotFoundError, naming the places looked at, when none has it.
    """
    here = Path(__file__).resolve().parent
    places = [here / "_resources", here.parent / "resources"]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        places.insert(0, Path(bundle) / "resources")
    for place in places:
        if (place / "analytes.toml").is_file():
            return place
    raise FileNotFoundError("no resources folder in: " + ", ".join(str(place) for place in places))


def build_hash() -> str:
    """What exactly runs here: the executable's hash, or that of the package's own files."""
    if getattr(sys, "frozen", False):
        files = [Path(sys.executable)]
    else:
        files = sorted(Path(__file__).parent.rglob("*.py"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
