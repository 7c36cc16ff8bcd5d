"""Verbs: the only writers of the queue, the web admin apart."""
