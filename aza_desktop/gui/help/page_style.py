"""How a page of the manual looks: the window's own colours and letters."""

from __future__ import annotations

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.theme import fonts


def page_style(tokens: Tokens) -> str:
    """A stylesheet for rich text documents."""
    family = fonts.font().family()
    sizes = {name: fonts.scaled(size) for name, size in (("h1", 22), ("h2", 16), ("body", 14))}
    return f"""
        h1 {{font-size: {sizes["h1"]}px; font-weight: 700; color: {tokens.text}; margin-top: 2px}}
        h2 {{font-size: {sizes["h2"]}px; font-weight: 600; color: {tokens.text}; margin-top: 18px}}
        p, li, td, th {{font-size: {sizes["body"]}px; color: {tokens.text}; line-height: 140%}}
        p.lead {{color: {tokens.text2}}}
        p.source {{color: {tokens.text2}}}
        th {{color: {tokens.text2}; text-align: left; padding: 3px 14px 3px 0}}
        td {{padding: 3px 14px 3px 0}}
        table.box {{margin-top: 12px; margin-bottom: 4px}}
        td.note {{background: {tokens.accent_tint}; padding: 9px 13px}}
        td.careful {{background: {tokens.warning_tint}; color: {tokens.warning}; padding: 9px 13px}}
        kbd, code {{font-family: '{family}'; color: {tokens.accent}; font-weight: 600}}
        a {{color: {tokens.accent}; text-decoration: none}}
    """
