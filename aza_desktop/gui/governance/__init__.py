"""Screens about how the clinic is governed: its protocols, its audit trail, what was known when.

They are pages and sheets of the one window. Each shows a view-model; services are called by
`desk.Governance` alone.
"""
