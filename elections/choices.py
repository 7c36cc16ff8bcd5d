"""The elections' words: stored codes with the Indonesian labels people read.

Outcomes and findings are decided in `elections/matching/`, which knows no Django; its vocabulary holds the
same codes, and a test holds the two together.
"""

from django.db.models import TextChoices


class ElectionKind(TextChoices):
    """Which family of election law applies."""

    PILKADA = "pilkada", "Pilkada"
    PEMILU = "pemilu", "Pemilu"


class RollKind(TextChoices):
    """What a list calls itself; what that means is data of the election.

    An unlisted voter with a KTP-el is on the DPTb in Pilkada 2020 but on the DPK in Pemilu 2024.
    """

    DP4 = "DP4", "DP4"
    DPS = "DPS", "DPS"
    DPSHP = "DPSHP", "DPSHP"
    DPT = "DPT", "DPT"
    DPTB = "DPTB", "DPTb"
    DPPH = "DPPH", "DPPh"
    DPK = "DPK", "DPK"


class RollMaritalStatus(TextChoices):
    """Marital status as the A-KWK form prints it; both S and P count as ever married."""

    NOT_YET = "B", "Belum kawin"
    MARRIED = "S", "Sudah kawin"
    FORMERLY = "P", "Pernah kawin"


class RunState(TextChoices):
    """How far a reconciliation has come; `cancelling` until the worker has stopped at a safe point.

    `waiting`: a part of a round has done its step and nobody works on it until the other parts have done theirs.
    """

    QUEUED = "queued", "Menunggu giliran"
    RUNNING = "running", "Sedang berjalan"
    WAITING = "waiting", "Menunggu bagian lain"
    CANCELLING = "cancelling", "Sedang dihentikan"
    CANCELLED = "cancelled", "Dibatalkan"
    FAILED = "failed", "Gagal"
    DONE = "done", "Selesai"


class Outcome(TextChoices):
    """What the comparison says of one roll row."""

    MATCHED = "MATCHED", "Cocok"
    MATCHED_WITH_DIFFERENCES = "MATCHED_WITH_DIFFERENCES", "Cocok, ada data yang berbeda"
    PROBABLE = "PROBABLE", "Sangat mungkin orang yang sama"
    REVIEW = "REVIEW", "Perlu diperiksa petugas"
    NOT_FOUND = "NOT_FOUND", "Tidak ditemukan"


class FindingKind(TextChoices):
    """What should be reported of a roll row, or of a resident whom the roll leaves out."""

    DUPLICATE = "duplicate", "Ganda"
    DECEASED = "deceased", "Meninggal"
    MOVED_OUT = "moved_out", "Pindah domisili"
    UNDER_AGE = "under_age", "Di bawah umur"
    MILITARY = "military", "TNI"
    POLICE = "police", "Polri"
    NOT_RECORDED = "not_recorded", "Belum merekam KTP-el"
    WRONG_VILLAGE = "wrong_village", "Desa/kelurahan tidak sesuai"
    INVALID_NIK = "invalid_nik", "NIK tidak sah"
    MISSING_FROM_ROLL = "missing_from_roll", "Memenuhi syarat tetapi tidak terdaftar"


class FigureSource(TextChoices):
    """Where a figure of a ranking comes from; `simulated` must be labelled wherever it is shown."""

    RECONCILIATION = "reconciliation", "Hasil pemadanan"
    PUBLISHED = "published", "Angka resmi yang diumumkan"
    SIMULATED = "simulated", "Simulasi"


class Measure(TextChoices):
    """By what regions are ranked; see `rules/ranking.py`."""

    PERCENT = "percent", "Persentase perekaman"
    BACKLOG = "backlog", "Jumlah yang belum merekam"
