"""What a user can do: one function, one unit of work; no window, no widget.

Services read the record, let the rules judge and put findings into words; they are the only door
between the faces of the program (window, commands) and the rooms behind. No Qt may enter, and no
SQL: that is spoken in `storage`.
"""
