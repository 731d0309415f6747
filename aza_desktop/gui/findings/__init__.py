"""The findings panel: why each mark stands, on what it rests, and what comes next."""

from aza_desktop.gui.findings.findings_panel import FindingsPanel

__all__ = ["FindingsPanel"]
