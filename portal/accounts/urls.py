"""The addresses of sign-in. Of allauth what a sign-in by OpenID Connect, by code and by passkey needs: no passwords.

The names without a namespace are allauth's, which looks them up itself.
"""

from django.urls import include, path

from portal.accounts import codes, identity, joining, passkeys, views

own = [
    path("capacity", views.capacity, name="capacity"),
    path("oneself", views.for_oneself, name="for_oneself"),
    path("invitation", joining.join, name="join"),
    path("identity", identity.link, name="identity"),
    path("passkeys", passkeys.passkeys, name="passkeys"),
    path("passkeys/<int:key_id>/remove", passkeys.remove, name="passkey_remove"),
    path("passkey/options", passkeys.options, name="passkey_options"),
    path("passkey/sign-in", passkeys.sign_in, name="passkey_sign_in"),
]

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("code/", codes.ask, name="account_request_login_code"),
    path("code/confirm/", codes.confirm, name="account_confirm_login_code"),
    path("logout/", views.sign_out, name="account_logout"),
    path("inactive/", views.inactive, name="account_inactive"),
    path("cancelled/", views.cancelled, name="socialaccount_login_cancelled"),
    path("failed/", views.failed, name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", views.begin, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
    path("", include((own, "accounts"))),
]
