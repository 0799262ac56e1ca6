from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look: tags, parts and form rendering that every room shares. No models, no views but the style guide."""

    name = "portal.ui"
    label = "ui"
