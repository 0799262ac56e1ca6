"""Pages that anybody may read."""

from django.urls import path

from portal.public import deadlines, law, precheck, precheck_which, verify, views
from portal.ui import styleguide

app_name = "public"

urlpatterns = [
    path("", views.home, name="home"),
    path("check/", precheck.show, name="precheck"),
    path("which/", precheck_which.show, name="which"),
    path("check/communes", precheck.communes, name="communes"),
    path("law/", law.show, name="law"),
    path("law/rules/<str:code>", law.rule, name="law_rule"),
    path("law/changes", law.changes, name="law_changes"),
    path("law/authorities", law.beside, name="law_beside"),
    path("law/deadlines", deadlines.show, name="deadlines"),
    path("law/deadlines.ics", deadlines.calendar, name="deadlines_calendar"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("privacy", views.privacy, name="privacy"),
    path("information", views.information, name="information"),
    path("verify/", verify.ask, name="verify"),
    path("verify/<str:reference>", verify.letter, name="verify_letter"),
    path("styleguide", styleguide.show, name="styleguide"),
]
