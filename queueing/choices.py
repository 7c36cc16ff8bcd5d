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
