"""Aza Desktop: offline decision support for azathioprine re-introduction after raised ALT/AST.

Facts go in, findings come out, the screens only draw findings.
"""

__version__ = "0.1.0"
