"""Printing from the window: the desk with its preview, and how blocks are drawn on a page.

Lengths on paper are tenths of a point, on screen, in a PDF and on a printer alike: a page looks
the same everywhere, whatever the resolution.
"""
