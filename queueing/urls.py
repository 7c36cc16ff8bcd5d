"""Addresses of the queue: what residents open, and the desks of officers."""

from django.urls import path

from queueing.views.desk import bookings as desk_bookings
from queueing.views.desk import cuts as desk_cuts
from queueing.views.desk import draws as desk_draws
from queueing.views.desk import front_desk, proof
from queueing.views.desk import outages as desk_outages
from queueing.views.public import (
    cancel,
    change,
    check,
    code,
    days,
    draw,
    find,
    line,
    offices,
    people,
    priority,
    proposal,
    renew,
    slots,
    ticket,
    waiting,
    wish,
)

app_name = "queueing"

urlpatterns = [
    path("antre/", offices.choose, name="offices"),
    path("antre/kantor/<int:office_id>/", days.choose, name="days"),
    path("antre/kantor/<int:office_id>/<slug:day>/", slots.choose, name="slots"),
    path("antre/isi/<str:link>/", people.fill, name="people"),
    path("antre/isi/<str:link>/kode/", code.prove, name="code"),
    path("antre/isi/<str:link>/periksa/", check.check, name="check"),
    path("antre/isi/<str:link>/tanpa/", check.leave_out, name="leave_out"),
    path("antre/isi/<str:link>/prioritas/", check.go_first, name="go_first"),
    path("antre/isi/<str:link>/lagi/", renew.renew, name="renew"),
    path("antre/tunggu/<int:office_id>/", wish.ask, name="wish"),
    path("antre/tunggu/<str:link>/", waiting.show, name="waiting"),
    path("antre/tunggu/<str:link>/terima/", waiting.accept, name="accept_offer"),
    path("antre/tunggu/<str:link>/tolak/", waiting.decline, name="decline_offer"),
    path("antre/tunggu/<str:link>/keluar/", waiting.leave, name="leave_line"),
    path("antre/tunggu/<str:link>/undian/", waiting.enter, name="enter_draw"),
    path("antre/undian/<uuid:draw_id>/", draw.show, name="draw"),
    path("antre/undian/<uuid:draw_id>/catatan.json", draw.record, name="draw_record"),
    path("petugas/undian/", desk_draws.show, name="draws"),
    path("petugas/undian/<uuid:draw_id>/batal/", desk_draws.call_off, name="call_off_draw"),
    path("tiket/", find.find, name="find_ticket"),
    path("tiket/<str:link>/", ticket.show, name="ticket"),
    path("tiket/<str:link>/pdf/", ticket.as_pdf, name="ticket_pdf"),
    path("tiket/<str:link>/cetak/<int:width>/", ticket.receipt, name="receipt"),
    path("tiket/<str:link>/kalender.ics", ticket.as_calendar, name="ticket_calendar"),
    path("tiket/<str:link>/ubah/", change.change, name="change_ticket"),
    path("tiket/<str:link>/usul/", proposal.answer, name="proposal"),
    path("tiket/<str:link>/prioritas/", priority.choose, name="priority"),
    path("tiket/<str:link>/batal/", cancel.cancel, name="cancel_ticket"),
    path("tiket/<str:link>/antrean/", line.show, name="line"),
    path("tiket/<str:link>/antrean/<int:office_id>/", line.follow, name="follow_line"),
    path("petugas/meja-depan/", front_desk.show, name="front_desk"),
    path("petugas/meja-depan/kantor/", front_desk.choose, name="front_desk_office"),
    path("petugas/meja-depan/terima/", front_desk.receive, name="front_desk_receive"),
    path("petugas/meja-depan/langsung/", front_desk.walk_in, name="front_desk_walk_in"),
    path("petugas/meja-depan/nomor/<int:ticket_id>/", front_desk.number, name="front_desk_number"),
    path("petugas/pemesanan/baru/", front_desk.book, name="front_desk_book"),
    path("petugas/pemesanan/", desk_bookings.load, name="desk_load"),
    path("petugas/pemesanan/hari/<int:office_id>/<slug:day>/", desk_bookings.day, name="desk_day"),
    path("petugas/pemesanan/<int:booking_id>/", desk_bookings.booking, name="desk_booking"),
    path("petugas/pemesanan/<int:booking_id>/pindah/", desk_bookings.move, name="desk_move"),
    path("petugas/pemesanan/<int:booking_id>/kirim/", desk_bookings.send_again, name="desk_send_again"),
    path("petugas/pemesanan/pengurangan/", desk_cuts.index, name="desk_cuts"),
    path("petugas/pemesanan/pengurangan/baru/", desk_cuts.assistant, name="desk_assistant"),
    path("petugas/pemesanan/pengurangan/<int:cut_id>/", desk_cuts.follow_up, name="desk_cut"),
    path("petugas/pemesanan/pengurangan/<int:cut_id>/batalkan/", desk_cuts.undo, name="desk_undo_cut"),
    path("petugas/pemesanan/gangguan/", desk_outages.index, name="desk_outages"),
    path("petugas/pemesanan/gangguan/<int:outage_id>/selesai/", desk_outages.end, name="desk_end_outage"),
    path("petugas/pemesanan/bukti/", proof.show, name="desk_proof"),
]
