"""Every address, one line per room. No language in the address: a letter's link opens in the reader's language."""

from django.urls import include, path

from portal import health
from portal.accounts.views import set_language

urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("language", set_language, name="set_language"),
    path("", include("portal.public.urls")),
    path("accounts/", include("portal.accounts.urls")),
    path("applications/", include("portal.applicant.urls")),
    path("desk/", include("portal.desk.urls")),
    path("inbox/", include("portal.inbox.urls")),
    path("partner/", include("portal.partner.urls")),
]
