"""The records room: the one place that speaks SQL.

What was recorded is kept for ever: a correction is a new row beside the old one, and every write
leaves its audit entry in the same transaction. Frozen clinical values come out, never rows.
No rule, no sentence for a screen and no clock of its own may enter.
"""
