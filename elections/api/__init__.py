"""Answers of elections for other programs."""
