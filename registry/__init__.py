"""Residents, households, regions and officers; rests on no other app."""
