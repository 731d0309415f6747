"""The cohort in one picture (eDISH): painted by Qt, because its lines are dragged.

The picture answers mouse and keys; the page says in words what the picture shows.
"""
