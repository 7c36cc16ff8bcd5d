"""Commands of the queueing app."""
