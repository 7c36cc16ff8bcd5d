"""Names that are given today (Permendagri 73/2022); older names, of one word or one letter, stay valid."""

LONGEST_NAME = 60


def name_faults(name: str) -> list[str]:
    """Why a name cannot be entered, as sentences."""
    faults = []
    if len(name) > LONGEST_NAME:
        faults.append(f"Nama paling panjang {LONGEST_NAME} huruf, termasuk spasi.")
    if any(character.isdigit() for character in name) or not any(character.isalpha() for character in name):
        faults.append("Nama ditulis dengan huruf, tanpa angka.")
    return faults


def name_remarks(name: str) -> list[str]:
    """What to point out of a name that may be entered all the same."""
    return [] if len(name.split()) > 1 else ["Nama hanya satu kata: nama baru dianjurkan dua kata atau lebih."]
