"""Paper: what stands on each sheet that leaves the clinic, as values.

A sheet is made of few kinds of blocks (`document`), each builder answers one question about what
a reader needs. No Qt, no database, no rule: the facts come in, the words go out, and
`gui/paper.py` alone knows how a page is drawn. Nothing here decides whether a sheet may be made.
"""
