"""A made-up population: a registry and a voter roll that do not quite agree, and the truth behind both.

Nobody in it is real. `make_population` is the one call; it needs no Django and no database.
"""

from elections.made_up.making import MadeUp, MadeUpRegency, make_population

__all__ = ["MadeUp", "MadeUpRegency", "make_population"]
