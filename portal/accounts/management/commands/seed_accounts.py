from typing import Any

from django.core.management.base import BaseCommand

from portal.accounts import demo, seeding


class Command(BaseCommand):
    """`manage.py seed_accounts`: the demo's organisations and people; a second run changes nothing."""

    help = "Make the demo's organisations, its people with their places and rights to sign, and who can be written to."

    def handle(self, *args: Any, **options: Any) -> None:
        seeding.seed()
        self.stdout.write(f"{len(demo.ACCOUNTS)} people have their places.")
