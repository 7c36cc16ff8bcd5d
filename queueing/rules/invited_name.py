"""Whether a name on a letter could be that of the person whose NIK stands beside it: a guard against a mistyped NIK.

Letters shorten names and spell them by ear, so one word that sounds alike is enough; two names without any in common
are two people.
"""

from registry.rules.name_key import name_key


def could_be_named(written: str, recorded: str) -> bool:
    """Whether the two share a word by sound, or are one name spaced differently."""
    one, other = name_key(written), name_key(recorded)
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    return bool(set(one.split()) & set(other.split()))
