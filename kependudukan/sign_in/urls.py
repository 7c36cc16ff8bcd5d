"""Where one signs in and keeps one's password and second factors; the names are those that allauth looks up."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from kependudukan.sign_in.views import RemoveKeyView, from_the_admin

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/nonaktif/", account.account_inactive, name="account_inactive"),
    path("keluar/", account.logout, name="account_logout"),
    path("akun/kata-sandi/", account.password_change, name="account_change_password"),
    path("akun/konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/konfirmasi/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("akun/konfirmasi/kunci/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("akun/faktor-kedua/", mfa.index, name="mfa_index"),
    path("akun/faktor-kedua/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/faktor-kedua/aplikasi/hapus/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/faktor-kedua/kode-cadangan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/faktor-kedua/kode-cadangan/baru/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("akun/faktor-kedua/kunci/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("akun/faktor-kedua/kunci/tambah/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("akun/faktor-kedua/kunci/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("akun/faktor-kedua/kunci/<int:pk>/hapus/", RemoveKeyView.as_view(), name="mfa_remove_webauthn"),
    # The admin's own doors lead here.
    path("admin/login/", from_the_admin),
    path("admin/logout/", account.logout),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
]
