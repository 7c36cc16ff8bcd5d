"""The queue's words: stored codes with the Indonesian labels people read."""

from django.db.models import IntegerChoices, TextChoices


class OfficeKind(TextChoices):
    """What an office is to its regency."""

    MAIN = "main", "Kantor utama"
    BRANCH = "branch", "Kantor zona"


class TimeZone(TextChoices):
    """The three zones of Indonesia, by the names of the tz database."""

    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Weekday(IntegerChoices):
    """Days of the week as ISO 8601 counts them: the week begins on Monday."""

    MONDAY = 1, "Senin"
    TUESDAY = 2, "Selasa"
    WEDNESDAY = 3, "Rabu"
    THURSDAY = 4, "Kamis"
    FRIDAY = 5, "Jumat"
    SATURDAY = 6, "Sabtu"
    SUNDAY = 7, "Minggu"


class Lane(TextChoices):
    """Whom a seat is kept for: a share of each slot."""

    GENERAL = "general", "Umum"
    PRIORITY = "priority", "Prioritas"
    WALK_IN = "walk_in", "Datang langsung"


class Withheld(TextChoices):
    """Why a seat of a slot is not given to anybody."""

    NOT = "", "Dibuka"
    PROTOCOL = "protocol", "Protokol kesehatan"
    CUT = "cut", "Kapasitas dikurangi"


class PartyState(TextChoices):
    """Where people who come together stand with their one form."""

    HELD = "held", "Sedang diisi"
    ASKING = "asking", "Sedang meminta tempat"
    WAITING = "waiting", "Daftar tunggu"
    DRAWING = "drawing", "Menunggu undian"
    OFFERED = "offered", "Ditawari tempat"
    CONFIRMED = "confirmed", "Terpesan"
    CANCELLED = "cancelled", "Dibatalkan"
    EXPIRED = "expired", "Lewat waktu"


class BookingState(TextChoices):
    """Where one person of a party stands."""

    ASKING = "asking", "Sedang meminta tempat"
    WISHED = "wished", "Menunggu tempat"
    HELD = "held", "Tempat ditahan"
    CONFIRMED = "confirmed", "Terpesan"
    CHECKED_IN = "checked_in", "Sudah datang"
    SERVED = "served", "Selesai"
    NO_SHOW = "no_show", "Tidak datang"
    CANCELLED = "cancelled", "Dibatalkan"
    EXPIRED = "expired", "Lewat waktu"


class DrawState(TextChoices):
    """How far a draw has come; whether requests are taken is told by its times."""

    ANNOUNCED = "announced", "Diumumkan"
    DRAWN = "drawn", "Sudah diundi"
    CALLED_OFF = "called_off", "Dibatalkan"


class Language(TextChoices):
    """What a resident reads, as ISO 639-1 names it."""

    INDONESIAN = "id", "Bahasa Indonesia"
    ENGLISH = "en", "Bahasa Inggris"


class Channel(TextChoices):
    """Where a resident can be reached."""

    WHATSAPP = "whatsapp", "WhatsApp"
    EMAIL = "email", "Surel"


class Priority(TextChoices):
    """Why somebody uses the priority lane: declared by her, checked at the desk."""

    NONE = "", "Tidak ada"
    ELDERLY = "elderly", "Lanjut usia"
    DISABLED = "disabled", "Penyandang disabilitas"
    PREGNANT = "pregnant", "Ibu hamil"
    INFANT = "infant", "Membawa bayi"
    NOT_ON_ROLL = "not_on_roll", "Belum terdaftar dalam DPT"
    INVITED = "invited", "Memegang undangan KPU"
    OUTAGE = "outage", "Pengganti hari gangguan"


class QueueEventKind(TextChoices):
    """What happened to a party, a booking or a ticket."""

    HELD = "held", "Tempat ditahan"
    EXPIRED = "expired", "Tempat dilepas karena lewat waktu"
    CONFIRMED = "confirmed", "Dipesan"
    MOVED = "moved", "Dipindah"
    CANCELLED = "cancelled", "Dibatalkan"
    SUPERSEDED = "superseded", "Digantikan pesanan pemilik NIK"
    JOINED = "joined", "Masuk daftar tunggu"
    LEFT = "left", "Keluar dari daftar tunggu"
    OFFERED = "offered", "Ditawari tempat"
    OFFER_EXPIRED = "offer_expired", "Tawaran lewat waktu"
    DECLINED = "declined", "Tawaran ditolak"
    ENTERED_DRAW = "entered_draw", "Ikut undian"
    DRAWN = "drawn", "Mendapat tempat lewat undian"
    NOT_DRAWN = "not_drawn", "Tidak mendapat tempat lewat undian"
    MOVE_PROPOSED = "move_proposed", "Diminta pindah"
    PRIORITY_GIVEN = "priority_given", "Diberi prioritas hari berikutnya"
    CHECKED_IN = "checked_in", "Datang"
    WALKED_IN = "walked_in", "Datang langsung"
    CALLED = "called", "Dipanggil"
    CALLED_AGAIN = "called_again", "Dipanggil ulang"
    NOT_HERE = "not_here", "Dipanggil, belum ada"
    TRANSFERRED = "transferred", "Dialihkan"
    FINISHED = "finished", "Selesai dilayani"
    NO_SHOW = "no_show", "Tidak datang"
    UNDONE = "undone", "Langkah loket dibatalkan"
    RECORDING = "recording", "Mulai direkam"
    RECORDED = "recorded", "Perekaman berakhir"


class Service(TextChoices):
    """What somebody comes for, by the letter of her number."""

    RECORDING = "A", "Perekaman KTP-el"
    COLLECTION = "B", "Pengambilan KTP-el"
    DATA = "C", "Perbaikan data"


class TicketState(TextChoices):
    """Where a ticket stands in the hall. Who was not there when called is called once more after some numbers."""

    WAITING = "waiting", "Menunggu"
    CALLED = "called", "Dipanggil"
    NOT_HERE = "not_here", "Dipanggil, belum ada"
    SERVED = "served", "Selesai"
    NO_SHOW = "no_show", "Tidak datang"
    CANCELLED = "cancelled", "Dibatalkan"


class SessionOutcome(TextChoices):
    """How a recording session ended."""

    CAPTURED = "captured", "Terekam"
    FAILED = "failed", "Gagal direkam"
    SENT_BACK = "sent_back", "Dikembalikan untuk melengkapi"


class SessionReason(TextChoices):
    """Why a session ended without a recording."""

    DEVICE = "device", "Alat atau jaringan terganggu"
    QUALITY = "quality", "Mutu rekaman tidak cukup"
    LEFT = "left", "Warga pergi sebelum selesai"
    NO_DOCUMENT = "no_document", "Tidak membawa KK"
    NOT_THE_PERSON = "not_the_person", "Bukan pemilik data"
    DATA_DIFFERS = "data_differs", "Data harus dibetulkan dahulu"
    NOT_DUE = "not_due", "Belum atau tidak perlu direkam"


class RecordedPart(TextChoices):
    """The four parts of a recording; none of them is stored here, only that it was taken."""

    FACE = "face", "Foto wajah"
    FINGERPRINTS = "fingerprints", "Sidik jari"
    IRISES = "irises", "Iris mata"
    SIGNATURE = "signature", "Tanda tangan"


class NotPossible(TextChoices):
    """Why a part cannot be taken of a person."""

    MISSING = "missing", "Tidak ada (amputasi, bawaan)"
    INJURED = "injured", "Luka atau diperban"
    WORN = "worn", "Aus atau tidak terbaca"
    DISABLED = "disabled", "Disabilitas"
    ILL = "ill", "Sakit (misalnya katarak)"
    ILLITERATE = "illiterate", "Tidak dapat menulis"


class HolidayKind(TextChoices):
    """What kind of day off a decree names."""

    NATIONAL = "national", "Libur nasional"
    COLLECTIVE_LEAVE = "collective_leave", "Cuti bersama"
    LOCAL = "local", "Libur daerah"


class NoticeKind(TextChoices):
    """What a notice says."""

    ONE_TIME_CODE = "one_time_code", "Kode sekali pakai"
    CONFIRMED = "confirmed", "Tempat dipesan"
    CHANGED = "changed", "Tempat diubah"
    CANCELLED = "cancelled", "Tempat dibatalkan"
    REMINDER = "reminder", "Pengingat"
    JOINED = "joined", "Masuk daftar tunggu atau undian"
    OFFER = "offer", "Tawaran tempat"
    OFFER_EXPIRED = "offer_expired", "Tawaran berakhir"
    DRAW_LOST = "draw_lost", "Tidak terpilih dalam undian"
    MOVED = "moved", "Dipindahkan kantor"
    OUTAGE = "outage", "Gangguan"
    SUPERSEDED = "superseded", "Digantikan pemesanan lain"
    RECORD_AGAIN = "record_again", "Undangan merekam ulang"


class NoticeState(TextChoices):
    """How far a notice has come."""

    WAITING = "waiting", "Menunggu"
    SENDING = "sending", "Sedang dikirim"
    SENT = "sent", "Terkirim"
    FAILED = "failed", "Gagal"
    DROPPED = "dropped", "Tidak dikirim"


class ProposalState(TextChoices):
    """What became of the question whether somebody comes another time."""

    OPEN = "open", "Menunggu jawaban"
    UNANSWERED = "unanswered", "Belum dijawab, perlu ditelepon"
    ACCEPTED = "accepted", "Disetujui"
    CHOSEN = "chosen", "Memilih waktu lain"
    CANCELLED = "cancelled", "Membatalkan pesanan"
    WITHDRAWN = "withdrawn", "Dicabut kantor"


class VisitKind(TextChoices):
    """Where a team goes."""

    VILLAGE = "village", "Desa atau kelurahan"
    SCHOOL = "school", "Sekolah"
    PRISON = "prison", "Lapas atau rutan"
    HOME = "home", "Rumah warga"


class VisitState(TextChoices):
    """How far a team visit has come."""

    PLANNED = "planned", "Direncanakan"
    UNDER_WAY = "under_way", "Sedang berjalan"
    CLOSED = "closed", "Selesai"
    CALLED_OFF = "called_off", "Dibatalkan"


class VisitOutcome(TextChoices):
    """What became of one person of the list; without any she stays due."""

    RECORDED = "recorded", "Terekam"
    ABSENT = "absent", "Tidak ada di tempat"
    MOVED = "moved", "Sudah pindah"
    DECEASED = "deceased", "Meninggal"
    REFUSED = "refused", "Menolak"


class VisitEventKind(TextChoices):
    """What happened to a team visit."""

    PLANNED = "planned", "Direncanakan"
    ADDED = "added", "Nama ditambahkan"
    DROPPED = "dropped", "Nama dikeluarkan"
    STARTED = "started", "Dimulai"
    ANSWERED = "answered", "Hasil dicatat"
    CLOSED = "closed", "Diselesaikan"
    CALLED_OFF = "called_off", "Dibatalkan"
