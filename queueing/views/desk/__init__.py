"""The officers' pages of the queue."""
