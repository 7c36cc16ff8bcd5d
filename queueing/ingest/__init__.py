"""Files that come in for the queue."""
