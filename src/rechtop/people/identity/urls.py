"""Addresses of signing in and of the vault."""

from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

from rechtop.people.identity.views import desk as views

desk = (
    [
        path("account/", views.account, name="account"),
        path("account/aangemeld/", views.sessions, name="sessions"),
        path("passkeys/<int:pk>/weg/", views.TakePasskeyAway.as_view(), name="remove_passkey"),
        path("wachtwoord/", views.password, name="password"),
        path("herstelcodes/bewaard/", views.codes_kept, name="codes_kept"),
        path("aanmelding-gezien/", views.renewal_seen, name="renewal_seen"),
        path("wachtzin/", views.keys, name="keys"),
        path("wachtzin/sleutel-erbij/", views.further_keys, name="further_keys"),
        path("wachtzin/wijzigen/", views.passphrase, name="passphrase"),
        path("kluis/", views.unlock, name="unlock"),
        path("kluis/sluiten/", views.lock, name="lock"),
        path("getypt/", views.kept, name="kept"),
        path("getypt/<int:number>/weg/", views.throw_away, name="throw_away"),
    ],
    "identity",
)

# Pages the sign-in library names but we do not have lead back to the desk.
to_desk = RedirectView.as_view(url=reverse_lazy("home:home"))
to_account = RedirectView.as_view(url=reverse_lazy("identity:account"))
