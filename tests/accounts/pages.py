"""Addresses for the tests of access: ours, and three pages that are guarded as the rooms guard theirs."""

from django.http import HttpResponse
from django.urls import include, path
from django.views.generic import View

from applications.vocabulary import Capacity
from portal.accounts import kept_posts
from portal.accounts.access import ActorRequired, actor_required


@actor_required(Capacity.OFFICER)
def desk(request):
    return HttpResponse(f"desk of {request.actor.authority}")


@actor_required(Capacity.EMPLOYER, Capacity.MANDATARY)
def form(request):
    if request.method == "POST":
        return HttpResponse("saved")
    kept = kept_posts.kept_post(request)
    return HttpResponse("nothing kept" if kept is None else " ".join(f"{key}={kept.getlist(key)}" for key in kept))


class Anybody(ActorRequired, View):
    def get(self, request):
        return HttpResponse(request.actor.capacity)


urlpatterns = [
    path("desk", desk),
    path("form", form),
    path("form/save", form),
    path("anybody", Anybody.as_view()),
    path("", include("portal.urls")),
]
