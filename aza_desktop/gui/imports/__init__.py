"""Laboratory files in the window: the import in four steps, the watched folder, the tray.

Views show what the services staged and forward wishes. Nothing is written before the last step,
and nothing is ever imported by itself.
"""
