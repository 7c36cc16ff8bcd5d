"""One module per command; each is a thin door."""
