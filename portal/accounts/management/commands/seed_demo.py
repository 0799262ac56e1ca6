from typing import Any

from django.core.management.base import BaseCommand

from applications.models import Dossier
from applications.now import law_now
from exchange import demo_seals
from portal.accounts import seeding
from portal.demo import dossiers


class Command(BaseCommand):
    """`manage.py seed_demo`: people, seal keys and one dossier at each turn of the procedure; once."""

    help = "Fill the demo: people, seal keys, one dossier at each turn of the procedure. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        now = law_now()
        names = {str(code): name for code, (_language, name) in seeding.AUTHORITIES.items()}
        demo_seals.make(names=names, at=now)
        if Dossier.objects.exists():
            seeding.seed()
            self.stdout.write("the demo is filled already")
            return
        made = dossiers.make(now=now)
        self.stdout.write(f"{len(made)} dossiers made")
