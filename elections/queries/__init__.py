"""Questions over several nouns of elections."""
