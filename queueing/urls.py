"""Addresses of the queue: what residents open."""

from django.urls import path

from queueing.views.public import days, offices, slots, waiting

app_name = "queueing"

urlpatterns = [
    path("antre/", offices.choose, name="offices"),
    path("antre/kantor/<int:office_id>/", days.choose, name="days"),
    path("antre/kantor/<int:office_id>/<slug:day>/", slots.choose, name="slots"),
    path("antre/tunggu/<str:link>/", waiting.show, name="waiting"),
    path("tiket/<str:link>/", waiting.show, name="ticket"),
]
