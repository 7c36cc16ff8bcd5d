"""Compares a voter roll with the population registry, person by person. No Django inside; see the README."""
