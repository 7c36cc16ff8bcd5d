"""The queue's doors for people."""
