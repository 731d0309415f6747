"""The manual in the window: pages that travel with the program, and a search over them.

Nothing is fetched from anywhere; a link leads to another page, or shows an address to be copied.
"""
