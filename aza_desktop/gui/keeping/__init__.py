"""Copies of the record, and the way back from one."""
