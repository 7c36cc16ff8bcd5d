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


class Language(TextChoices):
    """What a resident reads, as ISO 639-1 names it."""

    INDONESIAN = "id", "Bahasa Indonesia"
    ENGLISH = "en", "Bahasa Inggris"


class Channel(TextChoices):
    """Where a resident can be reached."""

    WHATSAPP = "whatsapp", "WhatsApp"
    EMAIL = "email", "Surel"


class NoticeKind(TextChoices):
    """What a notice says."""

    ONE_TIME_CODE = "one_time_code", "Kode sekali pakai"
    CONFIRMED = "confirmed", "Tempat dipesan"
    CHANGED = "changed", "Tempat diubah"
    CANCELLED = "cancelled", "Tempat dibatalkan"
    REMINDER = "reminder", "Pengingat"
    OFFER = "offer", "Tawaran tempat"
    OFFER_EXPIRED = "offer_expired", "Tawaran berakhir"
    DRAW_LOST = "draw_lost", "Tidak terpilih dalam undian"
    MOVED = "moved", "Dipindahkan kantor"
    OUTAGE = "outage", "Gangguan"
    SUPERSEDED = "superseded", "Digantikan pemesanan lain"


class NoticeState(TextChoices):
    """How far a notice has come."""

    WAITING = "waiting", "Menunggu"
    SENDING = "sending", "Sedang dikirim"
    SENT = "sent", "Terkirim"
    FAILED = "failed", "Gagal"
    DROPPED = "dropped", "Tidak dikirim"
