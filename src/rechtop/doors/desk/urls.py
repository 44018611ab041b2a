"""The desk: everything for people who are signed in."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from csp.decorators import csp_update
from django.urls import include, path

from rechtop.doors.desk import language
from rechtop.ground.kernel.marks import open_to_all
from rechtop.overview.annual_report.urls import desk as annual_report
from rechtop.overview.calendar.urls import desk as calendar
from rechtop.overview.handover.urls import desk as handover
from rechtop.overview.home.urls import desk as home
from rechtop.overview.keeping.urls import desk as keeping
from rechtop.overview.my_page.urls import desk as my_page
from rechtop.overview.search.urls import desk as search
from rechtop.overview.team.urls import desk as team
from rechtop.overview.trail.urls import desk as trail
from rechtop.overview.year_import.urls import desk as year_import
from rechtop.people.identity.urls import desk as identity
from rechtop.people.identity.urls import to_account, to_desk
from rechtop.people.invitations.urls import desk as invitations
from rechtop.people.organisation.urls import desk as organisation
from rechtop.people.personnel.urls import desk as personnel
from rechtop.people.recovery.urls import desk as recovery
from rechtop.people.reviews.urls import desk as reviews
from rechtop.tools.action_points.urls import desk as action_points
from rechtop.tools.policies.urls import desk as policies
from rechtop.tools.procedures.urls import desk as procedures
from rechtop.tools.toolbox.urls import desk as toolbox
from rechtop.work.activities.urls import desk as activities
from rechtop.work.cases.urls import desk as cases
from rechtop.work.confidants.urls import desk as confidants
from rechtop.work.good_conversations.urls import desk as good_conversations
from rechtop.work.identities.urls import desk as identities
from rechtop.work.investigations.urls import desk as investigations
from rechtop.work.oath.urls import desk as oath
from rechtop.work.programme.urls import desk as programme
from rechtop.work.protection.urls import desk as protection
from rechtop.work.requests.urls import desk as requests
from rechtop.work.risks.urls import desk as risks
from rechtop.work.signpost.urls import desk as signpost
from rechtop.work.spoken.urls import desk as spoken
from rechtop.work.steps.urls import desk as steps
from rechtop.work.training.urls import desk as training
from rechtop.work.triage.urls import desk as triage

# The picture of the second step's secret is drawn in the page itself.
_with_drawn_picture = csp_update({"img-src": ["data:"]})

urlpatterns = [
    path("", include(home)),
    path("", include(identity)),
    path("", include(organisation)),
    path("", include(personnel)),
    path("", include(invitations)),
    path("", include(recovery)),
    path("", include(search)),
    path("", include(my_page)),
    path("", include(team)),
    path("", include(cases)),
    path("", include(confidants)),
    path("", include(good_conversations)),
    path("", include(identities)),
    path("", include(spoken)),
    path("", include(steps)),
    path("", include(investigations)),
    path("", include(triage)),
    path("", include(protection)),
    path("", include(oath)),
    path("", include(programme)),
    path("", include(activities)),
    path("", include(training)),
    path("", include(action_points)),
    path("", include(risks)),
    path("", include(requests)),
    path("", include(signpost)),
    path("", include(procedures)),
    path("", include(policies)),
    path("", include(toolbox)),
    path("", include(annual_report)),
    path("", include(year_import)),
    path("", include(trail)),
    path("", include(keeping)),
    path("", include(calendar)),
    path("", include(handover)),
    path("", include(reviews)),
    path("taal/", language.choose, name="language"),
    path("aanmelden/", open_to_all(account.LoginView.as_view()), name="account_login"),
    path("afmelden/", account.LogoutView.as_view(), name="account_logout"),
    path("bevestigen/", account.ReauthenticateView.as_view(), name="account_reauthenticate"),
    path(
        "tweede-stap/", open_to_all(second_step.AuthenticateView.as_view()), name="mfa_authenticate"
    ),
    path(
        "tweede-stap/bevestigen/",
        second_step.ReauthenticateView.as_view(),
        name="mfa_reauthenticate",
    ),
    path(
        "tweede-stap/instellen/",
        _with_drawn_picture(totp.ActivateTOTPView.as_view()),
        name="mfa_activate_totp",
    ),
    path("passkeys/", passkeys.ListWebAuthnView.as_view(), name="mfa_list_webauthn"),
    path("passkeys/nieuw/", passkeys.AddWebAuthnView.as_view(), name="mfa_add_webauthn"),
    path(
        "herstelcodes/",
        recovery_codes.ViewRecoveryCodesView.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "herstelcodes/nieuw/",
        recovery_codes.GenerateRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    # Names the sign-in library leads to, for which we have no page.
    path("tweede-stap/overzicht/", to_account, name="mfa_index"),
    path("tweede-stap/weg/", to_account, name="mfa_deactivate_totp"),
    path("passkeys/hernoemen/<int:pk>/", to_account, name="mfa_edit_webauthn"),
    path("passkeys/bevestigen/", to_account, name="mfa_reauthenticate_webauthn"),
    path("nieuw/", to_desk, name="account_signup"),
    path("vergeten/", to_desk, name="account_reset_password"),
]
