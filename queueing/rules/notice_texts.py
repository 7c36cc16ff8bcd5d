"""What each kind of notice says, in Indonesian and English: subject and text, at most 600 characters.

What, where and when, what to bring, that it is free, and the link under which it can be changed. No NIK, no whole name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from queueing.rules.notice_words import ENGLISH, Place, cut, lines, moment, office, people

#: Longer ones would come as several messages, or be cut.
LONGEST: Final = 600

_BRING: Final = {"id": "Bawa KK. Tidak dipungut biaya.", "en": "Bring the family card (KK). It is free of charge."}


class Text(NamedTuple):
    """A subject, which only e-mail shows, and the text itself."""

    subject: str
    body: str


def one_time_code(code: str, minutes: int, *, language: str) -> Text:
    """The code that proves that this phone or mailbox is hers."""
    if language == ENGLISH:
        return _text(
            "Your code",
            f"Your code: {code}. It is good for {minutes} minutes.",
            "Tell nobody this code, not even an officer.",
            "If you did not ask for a place at the civil registry, ignore this message.",
        )
    return _text(
        "Kode Anda",
        f"Kode Anda: {code}. Berlaku {minutes} menit.",
        "Jangan berikan kode ini kepada siapa pun, juga tidak kepada petugas.",
        "Jika Anda tidak memesan tempat di kantor kependudukan, abaikan pesan ini.",
    )


def confirmed(place: Place, link: str, *, language: str) -> Text:
    """A place is booked."""
    if language == ENGLISH:
        head, change = "Your place for the KTP-el recording is booked", "Ticket, change or cancel"
    else:
        head, change = "Tempat perekaman KTP-el Anda sudah dipesan", "Tiket, ubah, atau batalkan"
    return _text(head, f"{head}.", *lines(place, language), _BRING[language], f"{change}: {link}")


def changed(place: Place, before: datetime, link: str, *, language: str) -> Text:
    """She has chosen another place."""
    former = moment(before, place.zone, language)
    if language == ENGLISH:
        head, was, change = "Your place was changed", f"It was: {former}.", "Ticket, change or cancel"
    else:
        head, was, change = "Tempat Anda sudah diubah", f"Semula: {former}.", "Tiket, ubah, atau batalkan"
    return _text(head, f"{head}. {was}", *lines(place, language), _BRING[language], f"{change}: {link}")


def cancelled(place: Place, link: str, *, language: str) -> Text:
    """Her place is given back."""
    if language == ENGLISH:
        head, why, again = "Your place was cancelled", "It now goes to somebody else.", "Book another place"
    else:
        head, why, again = (
            "Tempat Anda sudah dibatalkan",
            "Tempat itu diberikan kepada orang lain.",
            "Pesan tempat lain",
        )
    return _text(head, f"{head}. {why}", *lines(place, language), f"{again}: {link}")


def reminder(place: Place, link: str, *, language: str) -> Text:
    """The day before."""
    if language == ENGLISH:
        head, absent = "Your KTP-el recording is soon", "You cannot come? Give the place to others"
    else:
        head, absent = "Perekaman KTP-el Anda sebentar lagi", "Tidak bisa datang? Berikan tempat ini kepada orang lain"
    return _text(head, f"{head}.", *lines(place, language), _BRING[language], f"{absent}: {link}")


def joined(office_name: str, link: str, *, language: str, in_draw: bool = False) -> Text:
    """She stands in line, or takes part in a draw; under the link she sees where, and may leave."""
    where = cut(office_name, 50)
    if language == ENGLISH:
        line, drawn = "You are on the waiting list", "You take part in the draw"
        then = "We write to you when you get a place." if in_draw else "We write to you when there is a place for you."
        look = "See your request or take it back"
    else:
        line, drawn = "Anda masuk daftar tunggu", "Anda ikut undian"
        then = "Hasilnya kami kirim." if in_draw else "Begitu ada tempat untuk Anda, kami mengirim pesan."
        look = "Lihat atau batalkan permintaan ini"
    head = drawn if in_draw else line
    return _text(head, f"{head}: {where}.", then, f"{look}: {link}")


def offer(place: Place, until: datetime, link: str, *, language: str) -> Text:
    """A place is kept for somebody on the waiting list."""
    end = moment(until, place.zone, language)
    if language == ENGLISH:
        head, answer = "There is a place for you", f"Take it before {end}; then it goes to the next person"
    else:
        head, answer = "Ada tempat untuk Anda", f"Ambil sebelum {end}; sesudah itu ditawarkan kepada orang berikutnya"
    return _text(head, f"{head}.", *lines(place, language), _BRING[language], f"{answer}: {link}")


def offer_expired(place: Place, link: str, *, language: str, waits_on: bool = False) -> Text:
    """She did not answer in time; with `waits_on` she keeps her place in line, else she has left it."""
    if language == ENGLISH:
        head, why = "The offer has ended", "The place goes to the next person."
        again, stays = "Look for another place", "You stay on the waiting list. See your place in line"
    else:
        head, why = "Tawaran sudah berakhir", "Tempat itu untuk orang berikutnya."
        again, stays = "Cari tempat lain", "Anda tetap dalam daftar tunggu. Lihat urutan Anda"
    return _text(head, f"{head}. {why}", *lines(place, language), f"{stays if waits_on else again}: {link}")


def draw_lost(place: Place, next_release: datetime | None, link: str, *, language: str) -> Text:
    """Her request was not drawn; `place` is what was drawn for, `next_release` when there is the next chance."""
    day = moment(place.starts_at, place.zone, language)
    release = "" if next_release is None else moment(next_release, place.zone, language)
    if language == ENGLISH:
        head = "There was no place left for you in the draw"
        what, again = f"{head}: {office(place)}, {day}.", f"The next places open on {release}."
        fair, line = "Everybody who asked in time had the same chance.", "You are on the waiting list now."
        look = "Your place in line, and how it was drawn"
    else:
        head = "Anda belum mendapat tempat dalam undian"
        what, again = f"{head}: {office(place)}, {day}.", f"Tempat berikutnya dibuka {release}."
        fair, line = "Semua yang meminta tepat waktu berpeluang sama.", "Sekarang Anda dalam daftar tunggu."
        look = "Urutan Anda dan cara undian ini"
    return _text(head, what, fair, line, again if release else "", f"{look}: {link}")


def moved(place: Place, before: datetime, reason: str, link: str, *, language: str) -> Text:
    """The office asks her to come another time; `reason` is its own sentence, in the language of the notice."""
    former, why = moment(before, place.zone, language), cut(reason, 60)
    if language == ENGLISH:
        head, was = "The office asks you to come at another time", f"It was: {former}."
        choose = "This place is kept for you. Accept it or choose another"
    else:
        head, was = "Kantor mengusulkan waktu lain untuk Anda", f"Semula: {former}."
        choose = "Tempat ini disimpan. Setujui atau pilih yang lain"
    return _text(head, f"{head}. {why}", was, *lines(place, language), f"{choose}: {link}")


def no_room_near(place: Place, reason: str, link: str, *, language: str) -> Text:
    """The office cannot take her at her time, `place`, and has no other near it: she chooses, or an officer calls."""
    why = cut(reason, 60)
    if language == ENGLISH:
        head, choose = "The office cannot take you at your time", "Choose another time, or an officer will contact you"
    else:
        head = "Kantor tidak dapat menerima Anda pada waktu Anda"
        choose = "Pilih waktu lain, atau petugas menghubungi Anda"
    return _text(head, f"{head}. {why}", *lines(place, language), f"{choose}: {link}")


def stays(place: Place, link: str, *, language: str) -> Text:
    """The office takes back that she should come another time."""
    if language == ENGLISH:
        head, what = "Your place stands after all", "You need not come at another time."
        change = "Ticket, change or cancel"
    else:
        head, what = "Tempat Anda tetap berlaku", "Anda tidak perlu datang pada waktu lain."
        change = "Tiket, ubah, atau batalkan"
    return _text(head, f"{head}. {what}", *lines(place, language), _BRING[language], f"{change}: {link}")


def outage(place: Place, link: str, *, language: str) -> Text:
    """The systems are down: nobody need wait, and whoever did comes first another day."""
    if language == ENGLISH:
        head, what = "The KTP-el system is down", f"{office(place)} cannot record at present. You need not wait."
        first, choose = f"On another day you come first: show the code {place.code}.", "Choose a day"
    else:
        head, what = "Sistem KTP-el sedang gangguan", f"{office(place)} belum bisa merekam. Anda tidak perlu menunggu."
        first, choose = f"Pada hari lain Anda didahulukan: tunjukkan kode {place.code}.", "Pilih hari"
    return _text(head, f"{head}. {what}", first, _BRING[language], f"{choose}: {link}")


def superseded(place: Place, link: str, *, language: str) -> Text:
    """Another booking, proven by the person herself, stands in the place of this one."""
    if language == ENGLISH:
        head, why = "Your place is not valid any more", "The same person was booked again, with proof of identity."
        ask = "If that was not you, ask the office"
    else:
        head, why = "Tempat Anda tidak berlaku lagi", "Orang yang sama dipesankan lagi, dengan bukti diri."
        ask = "Jika itu bukan Anda, tanyakan ke kantor"
    return _text(head, f"{head}. {why}", *lines(place, language), f"{ask}: {link}")


def record_again(name: str, link: str, *, language: str) -> Text:
    """Her recording failed, and she is asked to book a place for another one; why it failed is told to nobody."""
    if language == ENGLISH:
        head, whom, book = "Your KTP-el recording has to be taken again", "For", "Book a place"
        what = "The last one cannot be used yet."
    else:
        head, whom, book = "Rekaman KTP-el Anda perlu diulang", "Untuk", "Pesan tempat"
        what = "Rekaman yang lalu belum dapat dipakai."
    return _text(head, f"{head}. {what}", f"{whom}: {people((name,), language)}", _BRING[language], f"{book}: {link}")


def _text(subject: str, *parts: str) -> Text:
    return Text(subject, "\n".join(part for part in parts if part))
