"""Qt item models over frozen view-models. `row_table` is the only table model."""
