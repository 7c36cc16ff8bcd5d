"""Addresses of the queue: what residents open."""

from django.urls import path

from queueing.views.public import cancel, change, days, find, line, offices, priority, proposal, slots, ticket, waiting

app_name = "queueing"

urlpatterns = [
    path("antre/", offices.choose, name="offices"),
    path("antre/kantor/<int:office_id>/", days.choose, name="days"),
    path("antre/kantor/<int:office_id>/<slug:day>/", slots.choose, name="slots"),
    path("antre/tunggu/<str:link>/", waiting.show, name="waiting"),
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
]
