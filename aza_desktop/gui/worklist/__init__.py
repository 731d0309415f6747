"""The left pane: who needs something today, all patients, and the find box."""
