"""Questions over several nouns of the queue."""
