"""A made-up population: a registry and a voter roll that do not quite agree, and the truth behind both.

Nobody in it is real. `make_population` is the one call; it needs no Django and no database. How good the roll is says
a profile (`profiles.py`): `standard` (88 % of the rows without error), `hard` (77 %, no family card numbers, errors
that come together) and `clean`. `ErrorKind` lists what can be wrong with a row; the truth files say who stands on it,
what is wrong with it and what a perfect comparison would report. `for_matching.write_for_matching` gives the same
population in the columns of `elections.matching`, for its benchmarks.
"""

from elections.made_up.making import MadeUp, MadeUpRegency, make_population

__all__ = ["MadeUp", "MadeUpRegency", "make_population"]
