"""Every address there is, by door."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("rechtop.doors.fixed")),
    path("desk/", include("rechtop.doors.desk.urls")),
    *i18n_patterns(
        path("", include("rechtop.doors.public.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "rechtop.doors.errors.bad_request"
handler403 = "rechtop.doors.errors.forbidden"
handler404 = "rechtop.doors.errors.not_found"
handler429 = "rechtop.doors.errors.too_often"  # the sign-in library asks for it
handler500 = "rechtop.doors.errors.server_error"
