from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


SQL = Path(__file__).parent / "sql" / "worker_door.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0015_reason_of_a_change'),
    ]

    operations = [
        migrations.AlterField(
            model_name='journalentry',
            name='kind',
            field=models.CharField(choices=[('SUBMITTED', 'Application submitted'), ('DOCUMENT_ADDED', 'Document added'), ('DOCUMENT_SCANNED', 'Document scanned'), ('RESIDENCE_TICKED', 'Residence papers checked'), ('DOCUMENTS_ASKED', 'Documents asked'), ('DOCUMENTS_SUPPLIED', 'Documents supplied'), ('COMPLETE_DECLARED', 'Application complete'), ('NOTIFIED', 'Notified'), ('ASSIGNED', 'Assigned'), ('CONCLUDED', 'Review concluded'), ('ACT_PREVIEWED', 'Act previewed'), ('ACT_SIGNED', 'Act signed'), ('ACT_SEALED', 'Act sealed'), ('DECLARED', 'Report from a post or commune'), ('READDRESSED', 'Sent on'), ('WITHDRAWN', 'Withdrawn by the applicant'), ('PERIOD_LAPSED', "The applicant's time ended"), ('PIECES_ASKED', 'Further documents asked'), ('PIECES_ANSWERED', 'Further documents supplied'), ('CLOSED_WITHOUT_OBJECT', 'Closed without object'), ('WORKER_INVITED', 'Worker invited'), ('WORKER_JOINED', 'Worker joined'), ('WORKER_LINKED', "Worker's accounts linked"), ('FACTS_CONFIRMED', 'Facts confirmed by the worker'), ('FACT_FLAGGED', 'Fact flagged by the worker')], max_length=24),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=2)),
                ('nonce', models.CharField(max_length=32)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('identity_hash', models.CharField(max_length=64)),
                ('representative_name', models.CharField(blank=True, max_length=160)),
                ('relation', models.CharField(blank=True, choices=[('PARENT', 'Parent'), ('GUARDIAN', 'Guardian')], max_length=10)),
                ('invited_at', models.DateTimeField()),
                ('invited_by', models.CharField(max_length=64)),
                ('capacity', models.CharField(choices=[('EMPLOYER', 'Employer'), ('MANDATARY', 'Mandatary'), ('WORKER', 'Worker'), ('OFFICER', 'Officer'), ('POST', 'Diplomatic post'), ('COMMUNE', 'Commune'), ('INSPECTOR', 'Inspectorate'), ('COUNTER', 'Enterprise counter'), ('SYSTEM', 'The platform')], max_length=10)),
                ('organisation_key', models.CharField(max_length=80)),
                ('expires_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('OPEN', 'Waiting'), ('ACCEPTED', 'Accepted'), ('REVOKED', 'Withdrawn')], default='OPEN', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('accepted_by', models.CharField(blank=True, max_length=64)),
                ('notice', models.CharField(blank=True, max_length=20)),
                ('send_after', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=400)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='applications.dossier')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at', None), ('state', 'OPEN')), fields=['send_after'], name='invitations_to_send')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'OPEN')), fields=('dossier',), name='one_open_invitation_per_dossier'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'OPEN')), models.Q(models.Q(('state', 'OPEN'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='an_invitation_ends_when_it_is_no_longer_open'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_by__gt', ''), ('notice__gt', ''), ('state', 'ACCEPTED')), models.Q(models.Q(('state', 'ACCEPTED'), _negated=True), ('accepted_by', ''), ('notice', '')), _connector='OR'), name='who_accepted_is_known_and_was_informed'), models.CheckConstraint(condition=models.Q(models.Q(('relation', ''), ('representative_name', '')), models.Q(('relation__gt', ''), ('representative_name__gt', '')), _connector='OR'), name='a_representative_says_as_what'), models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='an_invitation_takes_five_wrong_tries')],
            },
        ),
        migrations.CreateModel(
            name='WorkerStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('CONFIRMED', 'This is right'), ('WRONG', 'This is wrong')], max_length=10)),
                ('path', models.CharField(blank=True, max_length=80)),
                ('text', models.TextField(blank=True)),
                ('said_at', models.DateTimeField()),
                ('said_by', models.CharField(max_length=64)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='worker_statements', to='applications.dossier')),
                ('facts_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.factsversion')),
            ],
            options={
                'indexes': [models.Index(fields=['dossier', 'id'], name='statements_about_a_dossier')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'CONFIRMED'), ('path', ''), ('text', '')), models.Q(('kind', 'WRONG'), ('path__gt', ''), ('text__gt', '')), _connector='OR'), name='what_is_wrong_is_named_and_explained')],
            },
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
