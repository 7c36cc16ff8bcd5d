"""Elections in the web admin, one module per noun."""

from elections.admin import editions, elections, polling_stations, results, rolls, rounds, runs

__all__ = ["editions", "elections", "polling_stations", "results", "rolls", "rounds", "runs"]
