from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """Correcting, undoing and translating signed acts; a permit that ends; the language of an act by choice."""

    dependencies = [
        ('applications', '0008_requests_of_a_track'),
    ]

    operations = [
        migrations.CreateModel(
            name='LanguageChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('track', models.CharField(choices=[('WORK', 'Work'), ('RESIDENCE', 'Residence'), ('OVERALL', 'Whole application')], max_length=10)),
                ('authority', models.CharField(choices=[('flanders', 'Flanders'), ('wallonia', 'Wallonia'), ('brussels', 'Brussels-Capital'), ('ostbelgien', 'German-speaking Community'), ('federal', 'Immigration Office')], max_length=12)),
                ('before', models.CharField(blank=True, max_length=2)),
                ('language', models.CharField(max_length=2)),
                ('reason', models.TextField()),
                ('chosen_at', models.DateTimeField()),
                ('chosen_by', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('CORRECTED', 'An error in it was corrected'), ('APPEAL_UPHELD', 'An appeal against it was upheld'), ('ANNULLED', 'A court annulled it'), ('OWN_WITHDRAWAL', 'The authority withdrew it itself'), ('LOST_BASIS', 'The decision on work that it rests on no longer stands')], max_length=16)),
                ('basis', models.TextField()),
                ('reopened_at', models.DateTimeField()),
                ('reopened_by', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2)),
                ('origin', models.CharField(choices=[('RENDERED', 'Made by the platform from what the act was made from'), ('UPLOADED', 'Translated elsewhere and uploaded')], max_length=8)),
                ('file_key', models.CharField(max_length=80, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.CharField(max_length=64)),
                ('scan_status', models.CharField(choices=[('PENDING', 'Being scanned'), ('CLEAN', 'Scanned, clean'), ('INFECTED', 'Infected, withdrawn'), ('NOT_SCANNED', 'Not scanned (demo)')], max_length=12)),
                ('scanned_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='declaration',
            name='a_step_is_reported_once',
        ),
        migrations.AddField(
            model_name='act',
            name='evaluation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='applications.evaluation'),
        ),
        migrations.AddField(
            model_name='act',
            name='rectifies',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rectification', to='applications.act'),
        ),
        migrations.AddField(
            model_name='act',
            name='substance',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='act',
            name='superseded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='act',
            name='superseded_because',
            field=models.CharField(blank=True, choices=[('CORRECTED', 'An error in it was corrected'), ('APPEAL_UPHELD', 'An appeal against it was upheld'), ('ANNULLED', 'A court annulled it'), ('OWN_WITHDRAWAL', 'The authority withdrew it itself'), ('LOST_BASIS', 'The decision on work that it rests on no longer stands')], max_length=16),
        ),
        migrations.AddField(
            model_name='declaration',
            name='of_earlier_grant',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='permit',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='permit',
            name='ended_because',
            field=models.CharField(blank=True, choices=[('CORRECTED', 'An error in it was corrected'), ('APPEAL_UPHELD', 'An appeal against it was upheld'), ('ANNULLED', 'A court annulled it'), ('OWN_WITHDRAWAL', 'The authority withdrew it itself'), ('LOST_BASIS', 'The decision on work that it rests on no longer stands')], max_length=16),
        ),
        migrations.AlterField(
            model_name='journalentry',
            name='kind',
            field=models.CharField(choices=[('SUBMITTED', 'Application submitted'), ('DOCUMENT_ADDED', 'Document added'), ('DOCUMENT_SCANNED', 'Document scanned'), ('RESIDENCE_TICKED', 'Residence papers checked'), ('DOCUMENTS_ASKED', 'Documents asked'), ('DOCUMENTS_SUPPLIED', 'Documents supplied'), ('COMPLETE_DECLARED', 'Application complete'), ('NOTIFIED', 'Notified'), ('ASSIGNED', 'Assigned'), ('CONCLUDED', 'Review concluded'), ('ACT_PREVIEWED', 'Act previewed'), ('ACT_SIGNED', 'Act signed'), ('ACT_SEALED', 'Act sealed'), ('DECLARED', 'Report from a post or commune'), ('READDRESSED', 'Sent on'), ('WITHDRAWN', 'Withdrawn by the applicant'), ('PERIOD_LAPSED', "The applicant's time ended"), ('PIECES_ASKED', 'Further documents asked'), ('PIECES_ANSWERED', 'Further documents supplied'), ('CLOSED_WITHOUT_OBJECT', 'Closed without object'), ('ACT_LANGUAGE_CHANGED', 'Language of an act changed'), ('RECTIFICATION_PREPARED', 'Correction of an act prepared'), ('RECTIFICATION_DROPPED', 'Correction of an act dropped'), ('ACT_RECTIFIED', 'Act corrected'), ('REOPENED', 'Reopened'), ('TRANSLATION_ADDED', 'Translation added')], max_length=24),
        ),
        migrations.AlterField(
            model_name='permit',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='applications.dossier'),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'SUPERSEDED'), ('superseded_at__isnull', False), ('superseded_because__gt', '')), models.Q(models.Q(('state', 'SUPERSEDED'), _negated=True), ('superseded_at', None), ('superseded_because', '')), _connector='OR'), name='an_act_superseded_says_when_and_why'),
        ),
        migrations.AddConstraint(
            model_name='declaration',
            constraint=models.UniqueConstraint(condition=models.Q(('of_earlier_grant', False)), fields=('dossier', 'kind'), name='a_step_is_reported_once'),
        ),
        migrations.AddConstraint(
            model_name='permit',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('dossier',), name='one_live_permit_per_dossier'),
        ),
        migrations.AddConstraint(
            model_name='permit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_because', '')), models.Q(('ended_at__isnull', False), ('ended_because__gt', '')), _connector='OR'), name='a_permit_that_ended_says_why'),
        ),
        migrations.AddField(
            model_name='languagechoice',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='language_choices', to='applications.dossier'),
        ),
        migrations.AddField(
            model_name='reopening',
            name='act',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='applications.act'),
        ),
        migrations.AddField(
            model_name='reopening',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='applications.dossier'),
        ),
        migrations.AddField(
            model_name='reopening',
            name='signatory',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='applications.signatory'),
        ),
        migrations.AddField(
            model_name='translation',
            name='act',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='applications.act'),
        ),
        migrations.AddIndex(
            model_name='languagechoice',
            index=models.Index(fields=['dossier', 'track', '-id'], name='language_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='languagechoice',
            constraint=models.CheckConstraint(condition=models.Q(('reason__gt', '')), name='a_language_is_changed_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='reopening',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ('APPEAL_UPHELD', 'ANNULLED', 'OWN_WITHDRAWAL')), ('basis__gt', '')), name='a_reopening_says_why_and_on_what_basis'),
        ),
        migrations.AddConstraint(
            model_name='reopening',
            constraint=models.UniqueConstraint(fields=('act',), name='an_act_is_undone_once'),
        ),
        migrations.AddIndex(
            model_name='translation',
            index=models.Index(fields=['act', 'language', '-id'], name='translation_newest_first'),
        ),
        migrations.AddIndex(
            model_name='translation',
            index=models.Index(condition=models.Q(('scan_status', 'PENDING')), fields=['id'], name='translations_to_scan'),
        ),
        migrations.RunSQL((SQL / "acts_afterwards.sql").read_text(), migrations.RunSQL.noop),
    ]
