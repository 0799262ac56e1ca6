from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in. Their rights come from the organisation they act for, never from here."""

    name = "portal.accounts"
    label = "accounts"
