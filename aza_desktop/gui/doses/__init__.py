"""Confirming a dose: the one dialog of the program."""
