"""Pictures: colour tokens, and matplotlib figures drawn from frozen models of `clinical`.

Screen and paper use the same figures, so they cannot differ. No Qt, no limit and no comparison
of a result with a limit may enter here.
"""
