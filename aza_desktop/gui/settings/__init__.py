"""Settings: of this computer (theme, size of text) and of the clinic (name, phones, days)."""
