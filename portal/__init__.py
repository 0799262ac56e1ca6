"""The web: settings, accounts, pages, API, and the servers that `./dev` starts. Knows everybody; nobody knows it."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
