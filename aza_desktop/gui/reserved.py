"""Names that tests and tools know already, for views that a later release brings. Never visible."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from aza_desktop.texts import tr

_PAGES: tuple[tuple[str, str], ...] = ()


def reserve(parent: QWidget) -> tuple[QWidget, ...]:
    """Hidden widgets under the fixed names; each says honestly that it is not there yet."""
    made: list[QWidget] = []
    for name, text in _PAGES:
        page = QDialog(parent) if name.endswith("dialog") else QWidget(parent)
        page.setObjectName(name)
        page.setAccessibleName(tr(text))
        QVBoxLayout(page).addWidget(QLabel(tr(text)))
        page.hide()
        made.append(page)
    made.append(_unlock(parent))
    return tuple(made)


def _unlock(parent: QWidget) -> QDialog:
    """Signing in comes with encryption: until then there is nothing to unlock."""
    dialog = QDialog(parent)
    dialog.setObjectName("unlock_dialog")
    dialog.setAccessibleName(tr("Unlock"))
    body = QVBoxLayout(dialog)
    body.addWidget(QLabel(tr("This clinic has no password yet.")))
    for name, what in (("unlock_user", tr("User")), ("unlock_password", tr("Password"))):
        edit = QLineEdit()
        edit.setObjectName(name)
        edit.setAccessibleName(what)
        edit.setEnabled(False)
        body.addWidget(edit)
    dialog.hide()
    return dialog
