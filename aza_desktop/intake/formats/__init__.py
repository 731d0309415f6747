"""One small pure file for each kind of laboratory file. A format stages; it never writes."""
