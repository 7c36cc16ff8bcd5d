"""Questions about the queue over several of its nouns."""
