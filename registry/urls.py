"""Addresses of the officers' desks. No address carries a NIK, a KK number or a name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "registry"

urlpatterns: list[URLPattern | URLResolver] = []
