"""The whole window on the demo clinic: lists, patients, themes, panes, the first start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.window_state import WindowState
from tests.support.open_window import (
    EffortCounter,
    a_window,
    listed,
    open_number,
    part,
    press,
    settle,
)

FIXED_NAMES = [
    "find_patient",
    "worklist",
    "patient_list",
    "patient_banner",
    "trend_chart",
    "dose_calendar",
    "findings_panel",
    "results_table",
    "add_result",
    "result_date",
    "result_alt",
    "result_ast",
    "result_bili",
    "result_alp",
    "result_uln_alt",
    "result_uln_ast",
    "result_uln_bili",
    "result_unit_bili",
    "save_results",
    "message_bar",
    "message_undo",
    "user_chooser",
    "acknowledge_mark",
    "confirm_dose_dialog",
    "confirm_dose_typed",
    "confirm_dose_ok",
    "import_dialog",
    "protocol_view",
    "edish_view",
    "unlock_dialog",
    "unlock_user",
    "unlock_password",
    "demo_chip",
    "first_run_demo",
]


def test_the_window_has_every_fixed_name_once(window: MainWindow) -> None:
    assert window.objectName() == "main_window"
    counts = {name: len(window.findChildren(QWidget, name)) for name in FIXED_NAMES}
    assert {name: count for name, count in counts.items() if count != 1} == {}


class FlashWatch(QObject):
    """Notes every part that becomes a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_shown = event.type() is QEvent.Type.Show
        if is_shown and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.add(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_part_flashes_up_as_a_window_before_it_has_its_place(
    tmp_path: Path, qapp: QApplication
) -> None:
    watch = FlashWatch()
    qapp.installEventFilter(watch)
    try:
        with a_window(tmp_path) as window:
            for desk in window.desks._desks:
                for view in set(desk.views()) - {"import"}:  # a dialog is a window
                    desk.show(view)
    finally:
        qapp.removeEventFilter(watch)
    assert watch.seen == {"MainWindow main_window"}


def test_nothing_of_a_later_release_can_be_seen(window: MainWindow) -> None:
    open_number(window)
    for name in ("import_dialog", "protocol_view", "edish_view", "unlock_dialog"):
        assert not part(window, QWidget, name).isVisible()


def test_who_must_be_called_is_there_without_a_key(window: MainWindow) -> None:
    places = listed(window)
    assert places["DEMO-0001"] == "call_today"
    assert next(iter(places.values())) == "call_today"


def test_a_click_on_the_list_opens_the_patient(window: MainWindow) -> None:
    view = part(window, QAbstractItemView, "worklist")
    index = next(
        view.model().index(row, 0)
        for row in range(view.model().rowCount())
        if view.model().index(row, 0).data(Qt.ItemDataRole.UserRole + 2) == "DEMO-0001"
    )
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    settle()
    assert part(window, QLabel, "banner_name").text() == "<b>HALVORSEN</b>, Ingrid (Mrs)"


def test_a_group_head_folds_only_where_nothing_grave_can_hide(window: MainWindow) -> None:
    rows = window.place.worklist.today.rows
    before = listed(window)
    for row in range(rows.rowCount()):
        index = rows.index(row)
        if index.data(Qt.ItemDataRole.UserRole + 2) is None:
            window.place.worklist.today._open(index)
            break
    assert listed(window) == before
    window.place.worklist.today.rows.fold("labs_overdue")
    assert "labs_overdue" not in listed(window).values()
    window.place.worklist.today.rows.fold("labs_overdue")
    assert listed(window) == before


def test_finding_opens_the_first_with_at_most_six_keys(window: MainWindow) -> None:
    counter = EffortCounter()
    QApplication.instance().installEventFilter(counter)
    QTest.keySequence(window.windowHandle(), "Ctrl+F")
    for sign in "harg":
        QTest.keyClick(window.windowHandle(), sign)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    QApplication.instance().removeEventFilter(counter)
    settle()
    assert "HARGREAVES" in part(window, QLabel, "banner_name").text()
    assert counter.keys <= 6


def test_escape_leaves_the_search_and_today_is_back(window: MainWindow) -> None:
    find = part(window, QLineEdit, "find_patient")
    find.setFocus()
    press("harg")
    assert window.place.worklist.found.isVisible()
    QTest.keyClick(find, Qt.Key.Key_Escape)
    assert window.place.worklist.today.isVisible()
    assert find.text() == ""


def test_no_match_says_so(window: MainWindow) -> None:
    part(window, QLineEdit, "find_patient").setText("zzzz")
    settle()
    texts = [each.text() for each in window.place.worklist.findChildren(QLabel) if each.isVisible()]
    assert "No patient matches “zzzz”." in texts


def test_the_theme_changes_at_once_and_back_to_the_same_pixels(window: MainWindow) -> None:
    open_number(window)
    light = window.grab().toImage()
    window._appearance.choose_theme("dark")
    settle()
    assert window.grab().toImage().pixelColor(5, 400) != light.pixelColor(5, 400)
    window._appearance.choose_theme("light")
    settle()
    assert window.grab().toImage().pixelColor(5, 400) == light.pixelColor(5, 400)


def test_following_the_system_equals_the_same_explicit_choice(window: MainWindow) -> None:
    window._appearance.choose_theme("system")
    first = window._appearance.tokens
    window._appearance.choose_theme(first.name)
    assert window._appearance.tokens is first


def test_larger_text_makes_everything_larger(window: MainWindow) -> None:
    before = window.place.worklist.find_box.fontMetrics().height()
    window._appearance.choose_size(150)
    settle()
    after = window.place.worklist.find_box.fontMetrics().height()
    window._appearance.choose_size(100)
    assert after >= before * 1.4


def test_all_patients_stand_in_one_table(window: MainWindow) -> None:
    window.place.show_all_patients()
    settle()
    table = part(window, QAbstractItemView, "patient_list")
    assert table.isVisible()
    assert table.model().rowCount() == len(window.session.lines)  # type: ignore[union-attr]
    QTest.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=table.visualRect(table.model().index(0, 0)).center(),
    )
    settle()
    assert window.place.page.isVisible()


def test_demo_data_are_marked(window: MainWindow) -> None:
    assert part(window, QWidget, "demo_chip").isVisible()
    assert "DEMO DATA" in part(window, QPushButton, "status_about").text()


def test_the_current_user_is_shown(window: MainWindow) -> None:
    assert part(window, QComboBox, "user_chooser").currentText() == "first.user"


def test_f6_walks_through_every_pane_and_back(window: MainWindow) -> None:
    open_number(window)
    seen = []
    window.place.worklist.find_box.setFocus()
    for _ in window.place.panes():
        window._menus  # noqa: B018 - the menu owns the key
        focused = QApplication.focusWidget()
        seen.append(focused)
        from aza_desktop.gui.panes import next_pane

        next_pane(window.place.panes(), step=1)
    assert len(set(map(id, seen))) == len(window.place.panes())
    assert QApplication.focusWidget() is seen[0]


def test_the_window_remembers_its_layout(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "window.ini"
    with a_window(tmp_path, state=WindowState(path)) as window:
        window.place.worklist.today.rows.fold("labs_overdue")
        window._appearance.choose_theme("dark")
    assert "DEMO-00" not in path.read_text(encoding="utf-8")
    with a_window(tmp_path, state=WindowState(path), theme="") as window:
        assert window.place.worklist.today.rows.folded == ["labs_overdue"]
        assert window._appearance.theme == "dark"
        window._reset_layout()
        window._appearance.choose_theme("light")


def test_a_first_start_leads_to_the_demo_with_one_click(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path, demo=False) as window:
        assert window.first_run.isVisible()
        QTest.mouseClick(part(window, QPushButton, "first_run_demo"), Qt.MouseButton.LeftButton)
        settle()
        assert window.place.isVisible()
        assert listed(window)


def test_a_first_start_makes_an_empty_clinic(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path, demo=False) as window:
        start = part(window, QPushButton, "first_run_start")
        assert not start.isEnabled()
        QTest.keyClicks(part(window, QLineEdit, "first_run_clinic"), "Harbour clinic")
        QTest.keyClicks(part(window, QLineEdit, "first_run_user"), "n.ward")
        assert not start.isEnabled()  # nobody becomes a prescriber without saying so
        part(window, QComboBox, "first_run_role").setCurrentIndex(0)
        QTest.mouseClick(start, Qt.MouseButton.LeftButton)
        settle()
        assert window.place.isVisible()
        assert not part(window, QWidget, "demo_chip").isVisible()
        assert part(window, QComboBox, "user_chooser").currentText() == "n.ward"
        shown = [label.text() for label in window.place.worklist.findChildren(QLabel)]
        assert any(text.startswith("No patients yet.") for text in shown)
        assert (tmp_path / "data" / "clinic.db").is_file()


def test_a_new_patient_is_recorded_and_opened(own: MainWindow) -> None:
    assert own.conductor is not None
    own.conductor.new_patient()
    save = part(own, QPushButton, "new_patient_save")
    assert not save.isEnabled()
    for name, text in (
        ("new_number", "000123"),
        ("new_family", "Rossi"),
        ("new_given", "Elena"),
        ("new_born", "11nov1990"),
    ):
        QTest.keyClicks(part(own, QLineEdit, name), text)
    assert save.isEnabled()
    save.click()
    settle()
    assert not own.place.new_patient.isVisible()
    assert part(own, QLabel, "banner_name").text() == "<b>ROSSI</b>, Elena"
    assert own.session is not None
    assert "000123" in {line.number for line in own.session.lines or ()}


def test_a_number_that_is_known_is_refused_before_anything_is_written(window: MainWindow) -> None:
    assert window.conductor is not None
    window.conductor.new_patient()
    part(window, QLineEdit, "new_family").setText("Other")
    QTest.keyClicks(part(window, QLineEdit, "new_number"), "demo-0013")
    message = part(window, QLabel, "new_patient_message")
    assert message.text() == "A patient with this number is recorded already."
    assert not part(window, QPushButton, "new_patient_save").isEnabled()
    window.place.new_patient.reject()
