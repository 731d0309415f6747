"""The window: widgets that draw view-models and forward wishes.

Views get `show_...` calls and emit `..._requested` signals; no view asks another view or a
service. Nothing here compares a result with a limit, asks the time, or imports storage,
intake, protocols or rules. matplotlib comes only after the first paint.
"""
