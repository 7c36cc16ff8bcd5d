"""Verbs: the only writers of elections, bulk loads apart."""
