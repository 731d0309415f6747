"""What each view shows, as frozen values built by pure functions: no Qt, no database, no picture.

Texts are ready to be shown; flags come from marks and the protocol, never from a number here.
"""
