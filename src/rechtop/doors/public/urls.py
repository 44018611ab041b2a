"""The public door."""

from django.urls import include, path

from rechtop.doors.public import views
from rechtop.work.intake.urls import public as intake

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("", views.home, name="home"),
                    path("uitleg/", views.how, name="how"),
                    path("veilig/", views.safety, name="safety"),
                ],
                "public",
            )
        ),
    ),
    path("", include(intake)),
]
