"""The public door."""

from django.urls import include, path

from rechtop.doors.public import views
from rechtop.tools.policies.urls import public as policies
from rechtop.tools.procedures.urls import public as procedures
from rechtop.tools.proofs.urls import public as proofs
from rechtop.work.intake.urls import public as intake
from rechtop.work.investigations.urls import public as letters
from rechtop.work.signpost.urls import public as signpost

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("", views.home, name="home"),
                    path("uitleg/", views.how, name="how"),
                    path("veilig/", views.safety, name="safety"),
                    path("vertrouwenspersonen/", views.confidants, name="confidants"),
                    path("vertrouwenspersonen/<int:card>/foto/", views.photo, name="photo"),
                ],
                "public",
            )
        ),
    ),
    path("", include(proofs)),
    path("", include(procedures)),
    path("", include(policies)),
    path("", include(signpost)),
    path("", include(intake)),
    path("", include(letters)),
]
