"""Commands: thin doors for the terminal."""
