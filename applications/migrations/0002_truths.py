from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """What the database keeps true by itself: the journal's chain, immutable rows, who may not rewrite what."""

    dependencies = [("applications", "0001_dossier")]

    operations = [
        migrations.RunSQL((SQL / "journal.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "truths.sql").read_text(), migrations.RunSQL.noop),
    ]
