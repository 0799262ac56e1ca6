"""Who is signed in, in which organisations they may act, and the choice between them.

For page writers
----------------
`request.actor` is the `applications.actors.Actor` of the capacity chosen, or None; `request.membership` the row behind
it. Both are read anew for every page, so a place that was taken away is gone with the next click.

    from portal.accounts.access import ActorRequired, actor_required

    @actor_required(Capacity.EMPLOYER, Capacity.MANDATARY)     no capacity named: any will do
    def dossiers(request): ...

    class Queue(ActorRequired, ListView):
        capacities = (Capacity.OFFICER,)

Not signed in: to `account_login` and back. No capacity chosen: to `accounts:capacity` and back. Another capacity: 403.
htmx gets 401 with HX-Redirect. What was being posted is kept half an hour, encrypted, for the same person on the page
where it was typed; that page gives it back with

    from portal.accounts import kept_posts
    form = FactsForm(kept_posts.kept_post(request) or initial…)     a QueryDict or None; it also says so in a message

Addresses: `account_login` (?next=), `account_logout` (POST), `accounts:capacity` (?next=), `openid_connect_login`
(provider_id="fas", POST), `set_language`. For workers who were invited: `accounts:join` (?t=), `accounts:passkeys`,
`accounts:identity`, `account_request_login_code`. Nothing else of allauth can be reached.

`choosing` chooses, `memberships` is the only writer of places, `adapter` reads what the provider says, `demo` and
`seeding` (`manage.py seed_accounts`) make the demo's people. The worker's door (P20): `joining` lets in by an
invitation, `doors` opens and closes, `codes` and `passkeys` are the ways back in, `identity` puts a number behind it.

In tests: fixtures `client_as("employer")`, `actor_as("region-handler")`, `membership_of(…)` (tests/signing_in.py).
"""
