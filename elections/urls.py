"""The addresses of elections: rankings are public."""

from django.urls import URLPattern, URLResolver, path

from elections.api.rankings import RankingView
from elections.views import rankings

app_name = "elections"

urlpatterns: list[URLPattern | URLResolver] = [
    path("peringkat/", rankings.index, name="rankings"),
    path("peringkat/<int:edition_id>/<str:code>/", rankings.show, name="ranking"),
    path("peringkat/<int:edition_id>/<str:code>/unduh/", rankings.download, name="ranking_csv"),
    path("api/peringkat/<int:edition_id>/<str:code>/", RankingView.as_view(), name="ranking_api"),
]
