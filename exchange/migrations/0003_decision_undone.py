from django.db import migrations, models


class Migration(migrations.Migration):
    """Everybody who had a decision hears that it no longer stands."""

    dependencies = [
        ('exchange', '0002_receipts_only_grow'),
    ]

    operations = [
        migrations.AlterField(
            model_name='parcel',
            name='kind',
            field=models.CharField(choices=[('RECEIPT_OF_FILING', 'Application received'), ('DOCUMENTS_ASKED', 'Documents are asked'), ('COMPLETENESS', 'The application is complete'), ('INADMISSIBILITY', 'The application is inadmissible'), ('WORK_DECISION', 'Decision on work'), ('COMBINED_GRANT', 'Combined permit granted (annex 46)'), ('RESIDENCE_REFUSAL', 'Residence refused (annex 48)'), ('VISA_INSTRUCTION', 'Visa to issue'), ('COMMUNE_INSTRUCTION', 'Person to register, card to issue'), ('DECISION_UNDONE', 'A decision no longer stands'), ('NEWS', 'News of the application')], max_length=24),
        ),
    ]
