"""The page that judges results and doses that nobody recorded. Hatched, and nothing is saved."""
