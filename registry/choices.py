"""The registry's words: stored codes with the Indonesian labels people read.

Where a rule decides on a code (the recording states, the kinds of region), the same codes stand as plain
enums in `registry/rules/`, which know no Django; a test holds the two together.
"""

from django.db.models import IntegerChoices, TextChoices


class Sex(TextChoices):
    """Sex as printed on the KK and on voter rolls; SIAK extracts write 1 and 2 instead."""

    MALE = "L", "Laki-laki"
    FEMALE = "P", "Perempuan"


class MaritalStatus(IntegerChoices):
    """Status kawin, as SIAK codes it. All but 1 mean "ever married", which gives the vote before 17."""

    SINGLE = 1, "Belum kawin"
    MARRIED = 2, "Kawin"
    DIVORCED = 3, "Cerai hidup"
    WIDOWED = 4, "Cerai mati"


class ResidencyStatus(IntegerChoices):
    """Status dasar: whether the registry still counts this person here. SIAK has no codes 5, 7 and 8."""

    ALIVE = 1, "Hidup"
    DECEASED = 2, "Mati"
    MOVED = 3, "Pindah"
    MISSING = 4, "Hilang"
    GONE_ABROAD = 6, "Pergi"
    INVALID = 9, "Tidak valid"


class RelationToHead(IntegerChoices):
    """SHDK: how a member of a household stands to its head."""

    HEAD = 1, "Kepala keluarga"
    HUSBAND = 2, "Suami"
    WIFE = 3, "Istri"
    CHILD = 4, "Anak"
    CHILD_IN_LAW = 5, "Menantu"
    GRANDCHILD = 6, "Cucu"
    PARENT = 7, "Orang tua"
    PARENT_IN_LAW = 8, "Mertua"
    OTHER_RELATIVE = 9, "Famili lain"
    DOMESTIC_WORKER = 10, "Pembantu"
    OTHER = 11, "Lainnya"


class CardStatus(TextChoices):
    """Where a person's KTP-el stands, with labels a resident understands. See `rules/card_status.py`."""

    UNREGISTERED = "UNREGISTERED", "Belum merekam KTP-el"
    BIO_CAPTURED = "BIO_CAPTURED", "Sudah merekam, data baru diambil"
    PROCESSING = "PROCESSING", "Sudah merekam, data disiapkan untuk dikirim"
    SENT_FOR_ENROLLMENT = "SENT_FOR_ENROLLMENT", "Data dalam pengiriman ke pusat"
    RECEIVED_AT_CENTRAL = "RECEIVED_AT_CENTRAL", "Data diterima pusat, menunggu pemeriksaan"
    ENROLL_FAILURE_AT_CENTRAL = "ENROLL_FAILURE_AT_CENTRAL", "Rekaman gagal di pusat, merekam ulang"
    SEARCH_FAILURE_AT_CENTRAL = "SEARCH_FAILURE_AT_CENTRAL", "Pemeriksaan gagal, data dikirim ulang"
    ENROLL_FAILURE_AT_REGIONAL = "ENROLL_FAILURE_AT_REGIONAL", "Rekaman gagal di daerah, merekam ulang"
    ADJUDICATE_RECORD = "ADJUDICATE_RECORD", "Rekaman mirip orang lain, sedang diperiksa petugas pusat"
    REQUEST_VALIDATION = "REQUEST_VALIDATION", "Menunggu pengesahan data"
    DUPLICATE_RECORD = "DUPLICATE_RECORD", "Sudah pernah merekam dengan NIK lain, hubungi petugas"
    PRINT_READY_RECORD = "PRINT_READY_RECORD", "Data siap cetak"
    SENT_FOR_CARD_PRINTING = "SENT_FOR_CARD_PRINTING", "Kartu dalam antrean cetak"
    CARD_PRINTED = "CARD_PRINTED", "Kartu sudah dicetak"
    CARD_SHIPPED = "CARD_SHIPPED", "Kartu dalam pengiriman"
    CARD_ISSUED = "CARD_ISSUED", "Kartu sudah diserahkan"


class CardTaker(TextChoices):
    """Into whose hands a card was given at the counter."""

    HERSELF = "herself", "Yang bersangkutan"
    FAMILY = "family", "Anggota keluarga dalam KK"
    AUTHORISED = "authorised", "Penerima kuasa tertulis"


class Role(TextChoices):
    """What an officer is trusted with; the permissions of each stand in `kependudukan/roles.py`."""

    CLERK = "clerk", "Petugas perekaman"
    FRONT_DESK = "front_desk", "Petugas penerima tamu"
    REVIEWER = "reviewer", "Pemeriksa"
    SUPERVISOR = "supervisor", "Penyelia"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class RegionLevel(TextChoices):
    """How deep a region lies, from the whole country to a village."""

    NATION = "nation", "Nasional"
    PROVINCE = "province", "Provinsi"
    REGENCY = "regency", "Kabupaten/kota"
    DISTRICT = "district", "Kecamatan"
    VILLAGE = "village", "Desa/kelurahan"


class RegionKind(TextChoices):
    """What the law calls a region; two kinds can stand on one level (a kabupaten and a kota)."""

    PROVINSI = "provinsi", "Provinsi"
    KABUPATEN = "kabupaten", "Kabupaten"
    KOTA = "kota", "Kota"
    KECAMATAN = "kecamatan", "Kecamatan"
    KELURAHAN = "kelurahan", "Kelurahan"
    DESA = "desa", "Desa"
    DESA_ADAT = "desa_adat", "Desa adat"


class CivilEventKind(TextChoices):
    """What happened to a resident in law: the kinds of entry in the append-only book of events."""

    BIRTH = "birth", "Kelahiran"
    DEATH = "death", "Kematian"
    MOVE_OUT = "move_out", "Pindah keluar"
    MOVE_IN = "move_in", "Pindah datang"
    MARRIAGE = "marriage", "Perkawinan"
    DIVORCE = "divorce", "Perceraian"
    CORRECTION = "correction", "Pembetulan data"
    MOVE_WITHIN = "move_within", "Pindah di dalam wilayah"
    SPLIT = "split", "Pisah kartu keluarga"
    HEAD_CHANGE = "head_change", "Ganti kepala keluarga"
    REVERSAL = "reversal", "Pembatalan peristiwa"


class IntakeKind(TextChoices):
    """What kind of file was brought in."""

    SIAK_EXTRACT = "siak_extract", "Data penduduk SIAK"
    VOTER_ROLL = "voter_roll", "Daftar pemilih"
    CARD_STATUS = "card_status", "Status KTP-el"


class IntakeState(TextChoices):
    """How far a file has come; `withdrawn` means that a finished batch was taken back as a whole.

    `matching` and `waiting` wait for somebody at the intake desk, all others for a worker or for nobody.
    """

    RECEIVED = "received", "Diterima"
    CHECKING = "checking", "Sedang diperiksa"
    MATCHING = "matching", "Menunggu pencocokan kolom"
    WAITING = "waiting", "Menunggu persetujuan"
    MERGING = "merging", "Sedang digabungkan"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"
    WITHDRAWING = "withdrawing", "Sedang ditarik"
    WITHDRAWN = "withdrawn", "Ditarik kembali"


class RowVerdict(TextChoices):
    """What became of one row: every row of a file is exactly one of these."""

    ACCEPTED = "accepted", "Diterima"
    HELD = "held", "Ditahan untuk diperiksa"
    REJECTED = "rejected", "Ditolak"


class HeldRowState(TextChoices):
    """Whether somebody has dealt with a row that was held back: mended, then loaded with others; or let go."""

    HELD = "held", "Menunggu diperiksa"
    MENDED = "mended", "Sudah dibetulkan, belum dimuat"
    RESOLVED = "resolved", "Sudah dimuat"
    DISMISSED = "ignored", "Diabaikan"
