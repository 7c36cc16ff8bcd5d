"""Questions about the queue."""
