"""Addresses of the inbox. A parcel's key has slashes in it, so the longer addresses come first."""

from django.urls import path

from portal.inbox import lists, parcels

app_name = "inbox"

urlpatterns = [
    path("", lists.inbox, name="list"),
    path("<path:key>/acknowledge", parcels.acknowledge, name="acknowledge"),
    path("<path:key>/letter/<int:act_id>/<str:language>", parcels.translation, name="translation"),
    path("<path:key>/letter/<int:act_id>", parcels.letter, name="letter"),
    path("<path:key>", parcels.parcel, name="parcel"),
]
