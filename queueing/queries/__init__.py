"""The queue's questions over several nouns."""
