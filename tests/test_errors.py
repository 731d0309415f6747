"""An error in one line: three sentences, each ended once."""

from __future__ import annotations

from aza_desktop.errors import UserError


def test_each_sentence_ends_once_however_it_was_written() -> None:
    bare = UserError("x", "Not written", why="the disk is full", remedy="Make room")
    ended = UserError("x", "Not written.", why="the disk is full.", remedy="Make room.")
    assert bare.as_text() == ended.as_text() == "Not written. the disk is full. Make room."
    assert ended.as_text(joint=":") == "Not written: the disk is full. Make room."
