"""The results table and the strip in which new results are typed."""
