from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The dossier and everything that may happen to it."""

    name = "applications"
    default_auto_field = "django.db.models.BigAutoField"
