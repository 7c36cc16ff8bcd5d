"""What is typed of an event about one resident; the rules decide whether it can be so."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from registry.choices import MaritalStatus, RelationToHead, Sex
from registry.forms.fields import CapitalsField, DayField, KkNumberField, NikField, WordsField
from registry.models import Resident
from registry.queries import families
from registry.rules.civil_events import deaths
from registry.rules.civil_events.plan import Home, Person

_PROPOSED: Final = "Kosongkan bila belum diterbitkan: sistem mengusulkan nomor urut yang masih bebas."
_NO_HOME: Final = "Tidak ada keluarga dengan nomor KK ini di wilayah Anda."


class EventForm(forms.Form):
    """When it happened and by which paper; each kind adds its own."""

    event_date = DayField(label="Tanggal peristiwa")
    document = WordsField(label="Nomor akta atau surat", max_length=60, required=False)

    def __init__(self, *args: Any, home: Home | None = None, person: Person | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.home, self.person = home, person
        self.ask()
        for field in self.fields.values():
            field.error_messages["required"] = "Harus diisi."

    def ask(self) -> None:
        """Fit the fields to the household and the person it is about."""

    def _living(self) -> tuple[Person, ...]:
        return self.home.living if self.home else ()


class BirthForm(EventForm):
    """A child of this resident."""

    name = CapitalsField(label="Nama anak", max_length=120)
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Sex.choices, widget=forms.RadioSelect)
    birth_place = CapitalsField(label="Tempat lahir", max_length=100)
    nik = NikField(label="NIK", required=False, help_text=_PROPOSED)
    field_order = ("name", "sex", "birth_place", "event_date", "nik", "document")

    def ask(self) -> None:
        """Call the day what it is."""
        self.fields["event_date"].label = "Tanggal lahir"
        self.fields["document"].label = "Nomor surat keterangan lahir"


class DeathForm(EventForm):
    """The death of this resident."""

    def ask(self) -> None:
        """Call the day what it is."""
        self.fields["event_date"].label = "Tanggal kematian"
        self.fields["document"].label = "Nomor surat keterangan kematian"


class MoveOutForm(EventForm):
    """Who of the household leaves the area, and where to."""

    who = forms.TypedMultipleChoiceField(label="Siapa yang pindah", coerce=int, widget=forms.CheckboxSelectMultiple)
    destination = CapitalsField(label="Pindah ke (desa, kecamatan, kabupaten, provinsi)", max_length=150)
    field_order = ("who", "destination", "event_date", "document")

    def ask(self) -> None:
        """Offer the living members, this resident chosen."""
        field = self.fields["who"]
        field.choices = [(member.id, member.name) for member in self._living()]  # type: ignore[attr-defined]
        field.initial = [self.person.id] if self.person else []
        self.fields["event_date"].label = "Tanggal pindah"
        self.fields["document"].label = "Nomor surat pindah"


class _IntoHomeForm(EventForm):
    """Into which household, by its number, and as what."""

    kk_number = KkNumberField(label="Nomor KK keluarga tujuan")
    relation = forms.TypedChoiceField(
        label="Hubungan dengan kepala keluarga", coerce=int, choices=RelationToHead.choices
    )

    def clean_kk_number(self) -> int:
        """Return the household with this number inside the area, or the present one where it may stay empty."""
        number = self.cleaned_data["kk_number"]
        if not number and self.home:
            return self.home.id
        found = families.by_kk_number(number)
        if found is None:
            raise forms.ValidationError(_NO_HOME)
        return found.pk


class JoinForm(_IntoHomeForm):
    """This resident moves to another household of the area."""

    reason = WordsField(label="Alasan", max_length=200)
    field_order = ("kk_number", "relation", "reason", "event_date", "document")


class ReturnForm(_IntoHomeForm):
    """This resident lives here again."""

    origin = CapitalsField(label="Datang dari", max_length=150)
    field_order = ("origin", "kk_number", "relation", "event_date", "document")

    def ask(self) -> None:
        """Let the household stay as it was."""
        self.fields["kk_number"].required = False
        self.fields["kk_number"].help_text = "Kosongkan bila kembali ke keluarga yang lama."
        if self.person:
            self.fields["relation"].initial = self.person.relation_to_head


class _PartnerForm(EventForm):
    """The other side: somebody of the household, somebody by NIK, or a name alone."""

    partner_here = forms.TypedChoiceField(
        label="Pasangan di keluarga ini", coerce=int, empty_value=None, required=False
    )
    partner_nik = NikField(label="NIK pasangan", required=False, help_text="Bila pasangan ada di keluarga lain.")
    partner_name = CapitalsField(
        label="Nama pasangan", max_length=120, required=False, help_text="Hanya bila tidak terdaftar di wilayah ini."
    )

    def ask(self) -> None:
        """Offer whoever of the household may be the partner."""
        others = [
            member for member in self._living() if self.person and member.sex != self.person.sex and self.may_be(member)
        ]
        choices = [("", "Bukan anggota keluarga ini"), *((member.id, member.name) for member in others)]
        self.fields["partner_here"].choices = choices  # type: ignore[attr-defined]

    def may_be(self, member: Person) -> bool:
        """Whether a member may be offered."""
        raise NotImplementedError

    def clean_partner_nik(self) -> Resident | None:
        """Return the resident with this NIK inside the area."""
        number = self.cleaned_data["partner_nik"]
        if not number:
            return None
        found = families.by_nik(number)
        if found is None:
            raise forms.ValidationError("Tidak ada penduduk dengan NIK ini di wilayah Anda: isi namanya saja.")
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for just one of the three; the partner's id, if she has one, is `partner`."""
        given = self.cleaned_data
        ways = [given.get("partner_here"), given.get("partner_nik"), given.get("partner_name")]
        if "partner_nik" in given and sum(map(bool, ways)) != 1:
            raise forms.ValidationError("Isi satu saja: anggota keluarga, NIK pasangan, atau nama pasangan.")
        by_nik = given.get("partner_nik")
        given["partner"] = by_nik.pk if by_nik else given.get("partner_here")
        return given


class MarriageForm(_PartnerForm):
    """This resident marries."""

    dispensation = WordsField(
        label="Nomor dispensasi pengadilan", max_length=60, required=False,
        help_text="Wajib bila salah satu belum 19 tahun.",
    )  # fmt: skip
    field_order = ("partner_here", "partner_nik", "partner_name", "event_date", "document", "dispensation")

    def may_be(self, member: Person) -> bool:
        """Whoever is not married now."""
        return member.marital_status != MaritalStatus.MARRIED


class DivorceForm(_PartnerForm):
    """This resident's marriage ends by divorce."""

    field_order = ("partner_here", "partner_nik", "partner_name", "event_date", "document")

    def ask(self) -> None:
        """Choose the spouse beforehand, where the card tells who that is."""
        super().ask()
        if self.person and self.home and len(found := deaths.spouses(self.person, self.home)) == 1:
            self.fields["partner_here"].initial = found[0].id

    def may_be(self, member: Person) -> bool:
        """Whoever is married now."""
        return member.marital_status == MaritalStatus.MARRIED


class CorrectionForm(EventForm):
    """The right values; what is left as it stands is not touched."""

    name = CapitalsField(label="Nama", max_length=120)
    birth_place = CapitalsField(label="Tempat lahir", max_length=100, required=False)
    birth_date = DayField(label="Tanggal lahir")
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Sex.choices, widget=forms.RadioSelect)
    marital_status = forms.TypedChoiceField(label="Status kawin", coerce=int, choices=MaritalStatus.choices)
    occupation_code = forms.IntegerField(
        label="Kode pekerjaan", required=False, min_value=1, max_value=89, localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 2}),
    )  # fmt: skip
    reason = WordsField(label="Alasan pembetulan", max_length=200)
    field_order = (
        "name", "birth_place", "birth_date", "sex", "marital_status", "occupation_code",
        "reason", "event_date", "document",
    )  # fmt: skip

    def ask(self) -> None:
        """Begin with what stands there now."""
        self.fields["event_date"].label = "Tanggal pembetulan"
        for column in ("name", "birth_place", "birth_date", "sex", "marital_status", "occupation_code"):
            self.fields[column].initial = getattr(self.person, column, None)
