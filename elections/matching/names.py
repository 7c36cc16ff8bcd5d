"""What is known of Indonesian names: spellings of one name, titles, degrees, and what is no name at all.

Data only; ``normalising.py`` turns it into SQL. Sources: forms in use on rolls and family cards, and the list of
Permendagri 73/2022 of what may stand in a name.
"""

VARIANTS: dict[str, tuple[str, ...]] = {
    "MUHAMMAD": (
        *("MUHAMAD", "MOHAMMAD", "MOHAMAD", "MOCHAMMAD", "MOCHAMAD", "MUCHAMMAD", "MUCHAMAD", "MUKHAMMAD", "MUKHAMAD"),
        *("MOKHAMMAD", "MOKHAMAD", "MUHAMMED", "MOHAMMED", "MUHAMMAT", "MUHAMAT", "MUHAMMADD"),
        *("MOCH", "MOH", "MUH", "MUCH", "MOKH", "MUKH", "MHD", "MUHD", "MOHD", "MCH"),
    ),
    "SITI": ("ST", "STI", "SITTI", "SITY", "SITIE"),
    "ABDUL": ("ABD", "ABDL", "ABDOEL", "ABDULL", "ABDUUL"),
    "AHMAD": ("ACHMAD", "AKHMAD", "ACH", "AKH", "AHMD", "AHM", "AHMAT", "ACHMAT", "AHAMAD"),
    "NUR": ("NOER", "NOOR", "NOR", "NUUR"),
    "DWI": ("DWIE", "DWY"),
    "SRI": ("SRIE", "SRY"),
    "TRI": ("TRIE", "TRY"),
}
"""A first name and the ways it is shortened or spelled. "M.", "S." and "R." stay what they are: initials."""

WEAK_WORDS = ("MUHAMMAD", "SITI", "ABDUL", "AHMAD", "NUR", "SRI")
"""Words so common in front of a name that sharing them tells nothing."""

LEADING_TITLES = (
    *("H", "HJ", "HAJI", "HAJJAH", "KH", "KHJ", "NYAI", "KYAI", "KIAI", "USTADZ", "USTADZAH", "DRS", "DRA", "DR"),
    *("DRG", "DRH", "IR", "PROF", "R", "RR", "RA", "RM", "RNGT", "RADEN", "ROR", "ALM", "ALMH", "ALMARHUM"),
    *("ALMARHUMAH", "TN", "NY", "SDR", "SDRI", "BPK", "BAPAK", "IBU"),
)
"""Before a name; they are taken off while a word of two letters or more is left."""

TRAILING_TITLES = (
    *("SPD", "SPDI", "SAG", "SE", "SEI", "SH", "SHI", "SKOM", "SSOS", "SKEP", "SKM", "STP", "SPT", "SPSI", "SHUM"),
    *("SIP", "SIKOM", "SFARM", "STRKEB", "SST", "AMD", "AMAKEB", "AMDKEB", "AMKEB", "AMDKEP", "MPD", "MPDI", "MSI"),
    *("MAG", "MM", "MH", "MT", "MKES", "MKOM", "MHUM", "MAP", "MSC", "BA", "BSC", "PHD", "NERS", "NS", "APT", "ALM"),
    *("ALMH", "HJ"),
)
"""After a name, without their dots."""

DEGREES_WITH_DOTS = (
    r"(?:S|M)\.? ?(?:PD|AG|SI|KOM|SOS|KEP|KES|KEB|HUM|FARM|PSI|IKOM|AP|KM|IP|TP|PT|ST|TR|E|H|T|M|SC)",
    r"A\.? ?(?:MD|MA)",
)
"""Degrees as they are written with dots ("S.Pd.", "A. Md."), each perhaps followed by a speciality."""

JOINERS = ("BIN", "BINTI", "BINTE", "BT", "ALIAS", "ALS")
"""From here on it is the father's name or another name of the same person; some clerks write it, some do not."""

NO_NAMES = (
    *("", "NN", "N N", "XX", "XXX", "XXXX", "TANPA NAMA", "TIDAK ADA", "TIDAK ADA NAMA", "KOSONG", "BELUM ADA"),
    *("BELUM ADA NAMA", "NO NAME", "NONAME", "NIHIL", "ANONIM", "ALM", "ALMARHUM", "ALMARHUMAH"),
)
"""What stands where a name is missing. One-letter names are real, but these two letters never were."""

SOUNDS = (
    *(("OE", "U"), ("TJ", "C"), ("DJ", "J"), ("SJ", "SY"), ("KH", "H"), ("CH", "H"), ("SY", "S"), ("SH", "S")),
    *(("TH", "T"), ("DH", "D"), ("DL", "D"), ("DZ", "Z"), ("TS", "S"), ("GH", "G"), ("BH", "B"), ("PH", "P")),
    *(("X", "KS"), ("Q", "K"), ("F", "P"), ("V", "P"), ("AE", "AI"), ("IE", "I"), ("IY", "I"), ("UW", "U")),
    *(("O", "U"), ("J", "Y"), ("EI", "I")),
)
"""Sounds that clerks write in more than one way, in order; the result is a key, never a name to show."""
