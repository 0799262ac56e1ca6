"""Addresses of the room of posts and communes."""

from django.urls import path

from portal.partner import claiming, dossier, lists

app_name = "partner"

urlpatterns = [
    path("", lists.decisions, name="list"),
    path("claim", claiming.claim, name="claim"),
    path("<str:reference>", dossier.dossier, name="dossier"),
    path("<str:reference>/report", dossier.report, name="report"),
    path("<str:reference>/post", dossier.redirect_post, name="redirect"),
    path("<str:reference>/commune", dossier.announce, name="announce"),
]
