"""The addresses of the whole system; each app's own stand in the app."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.functional import lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView
from django.views.i18n import set_language

from kependudukan.front_page import front_page
from kependudukan.health import health
from kependudukan.palette import no_palette

admin.site.site_header = "Kependudukan"
admin.site.site_title = "Kependudukan"
admin.site.index_title = "Meja kerja petugas"

#: allauth's answer to whoever is too fast.
handler429 = "kependudukan.sign_in.throttling.too_many"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front_page, name="front_page"),
    # Sets a cookie and nothing else: a page that everybody may keep can carry no token of anybody.
    path("bahasa/", csrf_exempt(set_language), name="language"),
    path("", include("elections.urls")),
    path("", include("queueing.urls")),
    path("petugas/", include("registry.urls")),
    path("health/", health, name="health"),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/mark.svg"))),
    path("", include("kependudukan.sign_in.urls")),
    path("admin/search/", no_palette),
    path("admin/", admin.site.urls),
]
