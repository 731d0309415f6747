"""The tab that tells what became of the open patient's findings."""
