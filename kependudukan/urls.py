"""The addresses of the whole system; each app's own stand in the app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from kependudukan.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("elections.urls")),
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
]
