from django.db import migrations, models


class Migration(migrations.Migration):
    """Why an officer changed facts, in his own words: beside the version, since the journal takes no free text."""

    dependencies = [
        ("applications", "0014_mandates"),
    ]

    operations = [
        migrations.AddField(
            model_name="factsversion",
            name="reason",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
