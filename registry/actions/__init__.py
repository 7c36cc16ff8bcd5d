"""Verbs: the only writers of the registry, bulk loads apart."""
