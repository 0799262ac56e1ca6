from django.db import migrations, models


class Migration(migrations.Migration):
    """A post or a commune asks for what was addressed to it; without this the whole table would be read."""

    dependencies = [
        ("applications", "0002_truths"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["addressee_key", "what", "id"], name="notifications_of_an_addressee"),
        ),
    ]
