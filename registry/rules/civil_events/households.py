"""Household operations: members split off under a new number, a household moves, a head is replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from registry.rules.card_due import card_is_due_on
from registry.rules.civil_events.moves import Address, make_home
from registry.rules.civil_events.plan import FUTURE, NEW, Draft, Home, Person, Plan, head_leaves
from registry.rules.siak_codes import Relation

_ONE_HEAD = "Pilih tepat satu kepala keluarga."
_UNKNOWN = "Pilih anggota yang masih tercatat di keluarga ini."


@dataclass(frozen=True, slots=True)
class Split:
    """Who leaves, each with the relation to the new head, and where the new household lives."""

    event_date: date
    relations: Mapping[int, int]
    address: Address


@dataclass(frozen=True, slots=True)
class HouseMove:
    """A whole household goes to live elsewhere in the area."""

    event_date: date
    address: Address


@dataclass(frozen=True, slots=True)
class HeadChange:
    """Everybody's relation to the new head; with a new number the living members get a new household."""

    event_date: date
    relations: Mapping[int, int]
    new_number: bool = False


def plan_split(home: Home, told: Split, *, today: date) -> Plan:
    """Say what changes when members found a household of their own."""
    draft = Draft()
    leaving = _chosen(home, told.relations)
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(not leaving, "Pilih siapa yang pisah.")
    draft.refuse_if(len(leaving) != len(told.relations), _UNKNOWN)
    draft.refuse_if(
        bool(leaving) and len(leaving) == len(home.living),
        "Semua anggota dipilih: gunakan ganti kepala keluarga dengan nomor KK baru.",
    )
    _check_relations(draft, leaving, told.relations, told.event_date)
    make_home(draft, told.address)
    for person in leaving:
        relation = told.relations[person.id]
        draft.add(person, household_id=NEW, relation_to_head=relation, region_id=told.address.region_id)
    _say_who_leaves(draft, home, leaving)
    if told.address.region_id != home.region_id:
        draft.consequences.append("Desa/kelurahan berubah, tetapi tidak dihitung pindah keluar.")
    return draft.done()


def plan_house_move(home: Home, told: HouseMove, *, today: date) -> Plan:
    """Say what changes when a household moves inside the area: its own row and everybody's village."""
    draft = Draft()
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(not home.living, "Keluarga ini tidak punya anggota lagi.")
    to = told.address
    draft.add_home(home, "Keluarga", region_id=to.region_id, address=to.address, rt=to.rt, rw=to.rw)
    for member in home.living:
        draft.add(member, region_id=to.region_id)
    draft.refuse_if(not draft.changes, "Alamat baru sama dengan alamat lama.")
    draft.consequences.append(f"{len(home.living)} anggota pindah alamat; nomor KK tetap.")
    if to.region_id != home.region_id:
        draft.consequences.append("Desa/kelurahan berubah: TPS dan daftar pemilih perlu diperiksa.")
    return draft.done()


def plan_head_change(home: Home, told: HeadChange, *, today: date) -> Plan:
    """Say what changes when another member becomes the head."""
    draft = Draft()
    members = _chosen(home, told.relations)
    draft.refuse_if(told.event_date > today, FUTURE)
    draft.refuse_if(len(members) != len(told.relations) or len(members) != len(home.living), _UNKNOWN)
    _check_relations(draft, members, told.relations, told.event_date)
    if told.new_number:
        make_home(draft, Address(home.region_id, home.address, home.rt, home.rw))
        draft.consequences.append("Nomor KK berganti: semua anggota yang dihitung pindah ke kartu baru.")
    for person in members:
        moved = {"household_id": NEW} if told.new_number else {}
        draft.add(person, relation_to_head=told.relations[person.id], **moved)
    draft.refuse_if(not draft.changes, "Tidak ada yang berubah.")
    return draft.done()


def _chosen(home: Home, relations: Mapping[int, int]) -> list[Person]:
    return [member for member in home.living if member.id in relations]


def _check_relations(draft: Draft, people: Iterable[Person], relations: Mapping[int, int], day: date) -> None:
    """Refuse a household without exactly one head, and husbands and wives of the wrong sex."""
    people = list(people)
    heads = [person for person in people if relations[person.id] == Relation.HEAD]
    draft.refuse_if(len(heads) != 1, _ONE_HEAD)
    for person in people:
        wrong = (relations[person.id], person.sex) in {(Relation.HUSBAND, "P"), (Relation.WIFE, "L")}
        draft.refuse_if(wrong, f"Hubungan keluarga {person.name} tidak cocok dengan jenis kelaminnya.")
        draft.refuse_if(day < person.birth_date, f"Tanggal peristiwa sebelum {person.name} lahir.")
    for head in heads:
        if not card_is_due_on(head.birth_date, head.marital_status, day):
            draft.consequences.append(f"{head.name} belum 17 tahun dan belum kawin: periksa perwaliannya.")
        else:
            draft.consequences.append(f"{head.name} menjadi kepala keluarga.")


def _say_who_leaves(draft: Draft, home: Home, leaving: list[Person]) -> None:
    draft.consequences.append(f"{len(leaving)} orang keluar dari keluarga lama dan masuk ke kartu baru.")
    if sentence := head_leaves(home, leaving):
        draft.consequences.append(f"Keluarga lama: {sentence[0].lower()}{sentence[1:]}")
