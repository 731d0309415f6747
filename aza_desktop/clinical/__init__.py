"""The vocabulary of the clinic: frozen values and date arithmetic, standard library only.

Everything that crosses from one room to another is defined here. Nothing here reads a file,
a clock or a database, compares a result with a limit, or knows a number of medicine.
"""
