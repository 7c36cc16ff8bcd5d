"""Commands of the elections app."""
