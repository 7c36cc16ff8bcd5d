"""Questions over several nouns of the registry."""
