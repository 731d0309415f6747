"""The patient's record being kept: each section's forms, and the merge of two records."""
