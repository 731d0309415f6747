"""What was overridden, read once a week."""
