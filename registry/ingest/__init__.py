"""Files in: how rows come from a file, are checked as sets, and merge into the registry."""
