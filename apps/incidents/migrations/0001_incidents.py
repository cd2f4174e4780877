"""Types, targets, incidents with their history, calls."""

import apps.core.ids
import apps.core.nearest
import apps.incidents.workflow
import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('regions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name='IncidentTypeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('code', models.CharField(max_length=40, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'Small Latin letters, digits and _ alone.')], verbose_name='code')),
                ('name_uz', models.CharField(max_length=120, verbose_name='name in Uzbek')),
                ('name_ru', models.CharField(max_length=120, verbose_name='name in Russian')),
                ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                ('category', models.CharField(choices=[('public_order', 'public order'), ('crime', 'crime'), ('road_safety', 'road safety'), ('fire', 'fire'), ('natural_hazard', 'natural hazard'), ('industrial_hazard', 'industrial hazard'), ('environment', 'environment'), ('utilities', 'utilities'), ('critical_infrastructure', 'critical infrastructure'), ('social', 'social'), ('medical', 'medical assist'), ('officer_help', 'officer needs help'), ('system', 'system')], max_length=24, verbose_name='category')),
                ('default_priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], default=3, verbose_name='default priority')),
                ('is_active', models.BooleanField(default=True, help_text='Only active types are offered for new incidents.', verbose_name='active')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('parent_of', 'parent of'), ('related', 'related to'), ('duplicate_of', 'duplicate of')], max_length=12, verbose_name='kind')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='NumberCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='last number')),
            ],
            options={
                'verbose_name': 'counter of numbers',
                'verbose_name_plural': 'counters of numbers',
            },
        ),
        migrations.CreateModel(
            name='PriorityChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('before', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='before')),
                ('after', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='after')),
            ],
            options={
                'verbose_name': 'change of priority',
                'verbose_name_plural': 'changes of priority',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='priority')),
                ('interval', models.CharField(choices=[('answering', 'answering'), ('processing', 'processing'), ('hold', 'hold'), ('acceptance', 'acceptance'), ('turnout', 'turnout'), ('travel', 'travel'), ('arrival', 'arrival'), ('total_response', 'total response'), ('resolution', 'resolution')], max_length=20, verbose_name='interval')),
                ('limit_s', models.PositiveIntegerField(help_text='Seconds.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='limit')),
                ('share', models.DecimalField(decimal_places=3, help_text='From 0 to 1: 0.9 means nine of ten.', max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='share')),
            ],
            options={
                'verbose_name': 'target',
                'verbose_name_plural': 'targets',
                'ordering': ('type', 'priority', 'interval'),
            },
        ),
        migrations.CreateModel(
            name='TargetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='priority')),
                ('interval', models.CharField(choices=[('answering', 'answering'), ('processing', 'processing'), ('hold', 'hold'), ('acceptance', 'acceptance'), ('turnout', 'turnout'), ('travel', 'travel'), ('arrival', 'arrival'), ('total_response', 'total response'), ('resolution', 'resolution')], max_length=20, verbose_name='interval')),
                ('limit_s', models.PositiveIntegerField(help_text='Seconds.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='limit')),
                ('share', models.DecimalField(decimal_places=3, help_text='From 0 to 1: 0.9 means nine of ten.', max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='share')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('102', '102'), ('112', '112'), ('button', 'panic button'), ('app', 'mobile app')], default='102', max_length=8, verbose_name='line')),
                ('number', models.CharField(blank=True, max_length=24, verbose_name="caller's number")),
                ('rang_at', models.DateTimeField(verbose_name='rang at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('location', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, srid=4326, verbose_name='location')),
                ('location_source', models.CharField(blank=True, choices=[('said', 'said by the caller'), ('map', 'set on the map'), ('cell', 'cell of the network'), ('device', 'device')], max_length=8, verbose_name='source of the point')),
                ('location_accuracy_m', models.FloatField(blank=True, null=True, verbose_name='accuracy of the point, m')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address or landmark')),
                ('outcome', models.CharField(blank=True, choices=[('new_incident', 'new incident'), ('attached', 'attached to an open incident'), ('information', 'information'), ('silent', 'silent: call back'), ('prank', 'prank'), ('test', 'test')], max_length=16, verbose_name='outcome')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('source', models.CharField(max_length=40, verbose_name='source')),
                ('source_ref', models.CharField(blank=True, max_length=120, verbose_name='reference at the source')),
                ('intake', models.CharField(editable=False, max_length=40)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.apiclient', verbose_name='API client')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='regions.region', verbose_name='region')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken by')),
            ],
            options={
                'verbose_name': 'call',
                'verbose_name_plural': 'calls',
                'ordering': ('-rang_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number')),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='priority')),
                ('initial_priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='first priority')),
                ('highest_priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='highest priority held')),
                ('status', models.CharField(choices=[('reported', 'reported'), ('acknowledged', 'acknowledged'), ('dispatched', 'dispatched'), ('en_route', 'en route'), ('on_scene', 'on scene'), ('resolved', 'resolved'), ('closed', 'closed'), ('on_hold', 'on hold'), ('cancelled', 'cancelled'), ('unfounded', 'unfounded'), ('reopened', 'reopened'), ('merged', 'merged')], default=apps.incidents.workflow.Status['REPORTED'], max_length=12, verbose_name='status')),
                ('held_from', models.CharField(blank=True, choices=[('reported', 'reported'), ('acknowledged', 'acknowledged'), ('dispatched', 'dispatched'), ('en_route', 'en route'), ('on_scene', 'on scene'), ('resolved', 'resolved'), ('closed', 'closed'), ('on_hold', 'on hold'), ('cancelled', 'cancelled'), ('unfounded', 'unfounded'), ('reopened', 'reopened'), ('merged', 'merged')], max_length=12, verbose_name='status before the hold')),
                ('is_ringing', models.BooleanField(default=True, verbose_name='rings until taken')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('location', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, srid=4326, verbose_name='location')),
                ('location_source', models.CharField(blank=True, choices=[('said', 'said by the caller'), ('map', 'set on the map'), ('cell', 'cell of the network'), ('device', 'device')], max_length=8, verbose_name='source of the point')),
                ('location_accuracy_m', models.FloatField(blank=True, null=True, verbose_name='accuracy of the point, m')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('is_outside', models.BooleanField(default=False, verbose_name='outside the country')),
                ('source', models.CharField(max_length=40, verbose_name='source')),
                ('source_ref', models.CharField(blank=True, max_length=120, verbose_name='reference at the source')),
                ('intake', models.CharField(editable=False, max_length=40)),
                ('is_exercise', models.BooleanField(default=False, verbose_name='exercise')),
                ('is_officer_initiated', models.BooleanField(default=False, verbose_name='initiated by an officer')),
                ('reported_at', models.DateTimeField(verbose_name='reported at')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='acknowledged at')),
                ('dispatched_at', models.DateTimeField(blank=True, null=True, verbose_name='dispatched at')),
                ('en_route_at', models.DateTimeField(blank=True, null=True, verbose_name='en route at')),
                ('on_scene_at', models.DateTimeField(blank=True, null=True, verbose_name='on scene at')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='resolved at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('outcome', models.CharField(blank=True, choices=[('dealt_with', 'dealt with'), ('report_taken', 'report taken'), ('detained', 'detained'), ('handed_over', 'handed over'), ('nothing_found', 'nothing found'), ('false_alarm', 'false alarm')], max_length=16, verbose_name='outcome')),
                ('calls_count', models.PositiveIntegerField(default=0, verbose_name='calls')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('search', models.TextField(blank=True, editable=False)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.apiclient', verbose_name='API client')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='regions.district', verbose_name='district')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handled_incidents', to=settings.AUTH_USER_MODEL, verbose_name='handler')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='incidents.incident', verbose_name='merged into')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='regions.region', verbose_name='region')),
                ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
            ],
            options={
                'verbose_name': 'incident',
                'verbose_name_plural': 'incidents',
                'ordering': ('-reported_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('intake', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=200, verbose_name='key')),
                ('body_hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField(verbose_name='at')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident', verbose_name='incident')),
            ],
            options={
                'verbose_name': 'idempotency key',
                'verbose_name_plural': 'idempotency keys',
            },
        ),
        migrations.CreateModel(
            name='HistoryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('kind', models.CharField(max_length=32, verbose_name='kind')),
                ('from_status', models.CharField(blank=True, choices=[('reported', 'reported'), ('acknowledged', 'acknowledged'), ('dispatched', 'dispatched'), ('en_route', 'en route'), ('on_scene', 'on scene'), ('resolved', 'resolved'), ('closed', 'closed'), ('on_hold', 'on hold'), ('cancelled', 'cancelled'), ('unfounded', 'unfounded'), ('reopened', 'reopened'), ('merged', 'merged')], max_length=12, verbose_name='from status')),
                ('to_status', models.CharField(blank=True, choices=[('reported', 'reported'), ('acknowledged', 'acknowledged'), ('dispatched', 'dispatched'), ('en_route', 'en route'), ('on_scene', 'on scene'), ('resolved', 'resolved'), ('closed', 'closed'), ('on_hold', 'on hold'), ('cancelled', 'cancelled'), ('unfounded', 'unfounded'), ('reopened', 'reopened'), ('merged', 'merged')], max_length=12, verbose_name='to status')),
                ('field', models.CharField(blank=True, max_length=32, verbose_name='field')),
                ('old', models.JSONField(blank=True, null=True, verbose_name='old value')),
                ('new', models.JSONField(blank=True, null=True, verbose_name='new value')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('is_offline', models.BooleanField(default=False, verbose_name='kept while offline')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.apiclient', verbose_name='API client')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='incidents.incident', verbose_name='incident')),
            ],
            options={
                'verbose_name': 'history entry',
                'verbose_name_plural': 'history entries',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CallEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, serialize=False)),
                ('channel', models.CharField(choices=[('102', '102'), ('112', '112'), ('button', 'panic button'), ('app', 'mobile app')], default='102', max_length=8, verbose_name='line')),
                ('rang_at', models.DateTimeField(verbose_name='rang at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('location', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, srid=4326, verbose_name='location')),
                ('location_source', models.CharField(blank=True, choices=[('said', 'said by the caller'), ('map', 'set on the map'), ('cell', 'cell of the network'), ('device', 'device')], max_length=8, verbose_name='source of the point')),
                ('location_accuracy_m', models.FloatField(blank=True, null=True, verbose_name='accuracy of the point, m')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address or landmark')),
                ('outcome', models.CharField(blank=True, choices=[('new_incident', 'new incident'), ('attached', 'attached to an open incident'), ('information', 'information'), ('silent', 'silent: call back'), ('prank', 'prank'), ('test', 'test')], max_length=16, verbose_name='outcome')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('source', models.CharField(max_length=40, verbose_name='source')),
                ('source_ref', models.CharField(blank=True, max_length=120, verbose_name='reference at the source')),
                ('intake', models.CharField(editable=False, max_length=40)),
                ('client', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.apiclient', verbose_name='API client')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='incidents.call')),
                ('region', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.region', verbose_name='region')),
                ('taken_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken by')),
                ('incident', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='incidents.incident', verbose_name='incident')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='call',
            name='incident',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='incidents.incident', verbose_name='incident'),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(max_length=200, upload_to='', verbose_name='file')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('content_type', models.CharField(max_length=80, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='size, bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.apiclient', verbose_name='API client')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='incidents.incident', verbose_name='incident')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='IncidentShare',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='at')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='incidents.incident', verbose_name='incident')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='region')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'share of an incident',
                'verbose_name_plural': 'shares of incidents',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='IncidentType',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'Small Latin letters, digits and _ alone.')], verbose_name='code')),
                ('name_uz', models.CharField(max_length=120, verbose_name='name in Uzbek')),
                ('name_ru', models.CharField(max_length=120, verbose_name='name in Russian')),
                ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                ('category', models.CharField(choices=[('public_order', 'public order'), ('crime', 'crime'), ('road_safety', 'road safety'), ('fire', 'fire'), ('natural_hazard', 'natural hazard'), ('industrial_hazard', 'industrial hazard'), ('environment', 'environment'), ('utilities', 'utilities'), ('critical_infrastructure', 'critical infrastructure'), ('social', 'social'), ('medical', 'medical assist'), ('officer_help', 'officer needs help'), ('system', 'system')], max_length=24, verbose_name='category')),
                ('default_priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], default=3, verbose_name='default priority')),
                ('is_active', models.BooleanField(default=True, help_text='Only active types are offered for new incidents.', verbose_name='active')),
            ],
            options={
                'verbose_name': 'incident type',
                'verbose_name_plural': 'incident types',
                'ordering': ('category', 'code'),
                'constraints': [models.CheckConstraint(condition=models.Q(('default_priority__range', (1, 5))), name='incident_type_default_priority_is_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='IncidentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, serialize=False)),
                ('number', models.CharField(max_length=20, verbose_name='number')),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='priority')),
                ('initial_priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='first priority')),
                ('highest_priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low'), (5, 'normal')], verbose_name='highest priority held')),
                ('status', models.CharField(choices=[('reported', 'reported'), ('acknowledged', 'acknowledged'), ('dispatched', 'dispatched'), ('en_route', 'en route'), ('on_scene', 'on scene'), ('resolved', 'resolved'), ('closed', 'closed'), ('on_hold', 'on hold'), ('cancelled', 'cancelled'), ('unfounded', 'unfounded'), ('reopened', 'reopened'), ('merged', 'merged')], default=apps.incidents.workflow.Status['REPORTED'], max_length=12, verbose_name='status')),
                ('held_from', models.CharField(blank=True, choices=[('reported', 'reported'), ('acknowledged', 'acknowledged'), ('dispatched', 'dispatched'), ('en_route', 'en route'), ('on_scene', 'on scene'), ('resolved', 'resolved'), ('closed', 'closed'), ('on_hold', 'on hold'), ('cancelled', 'cancelled'), ('unfounded', 'unfounded'), ('reopened', 'reopened'), ('merged', 'merged')], max_length=12, verbose_name='status before the hold')),
                ('is_ringing', models.BooleanField(default=True, verbose_name='rings until taken')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('location', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, srid=4326, verbose_name='location')),
                ('location_source', models.CharField(blank=True, choices=[('said', 'said by the caller'), ('map', 'set on the map'), ('cell', 'cell of the network'), ('device', 'device')], max_length=8, verbose_name='source of the point')),
                ('location_accuracy_m', models.FloatField(blank=True, null=True, verbose_name='accuracy of the point, m')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('is_outside', models.BooleanField(default=False, verbose_name='outside the country')),
                ('source', models.CharField(max_length=40, verbose_name='source')),
                ('source_ref', models.CharField(blank=True, max_length=120, verbose_name='reference at the source')),
                ('intake', models.CharField(editable=False, max_length=40)),
                ('is_exercise', models.BooleanField(default=False, verbose_name='exercise')),
                ('is_officer_initiated', models.BooleanField(default=False, verbose_name='initiated by an officer')),
                ('reported_at', models.DateTimeField(verbose_name='reported at')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='acknowledged at')),
                ('dispatched_at', models.DateTimeField(blank=True, null=True, verbose_name='dispatched at')),
                ('en_route_at', models.DateTimeField(blank=True, null=True, verbose_name='en route at')),
                ('on_scene_at', models.DateTimeField(blank=True, null=True, verbose_name='on scene at')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='resolved at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('outcome', models.CharField(blank=True, choices=[('dealt_with', 'dealt with'), ('report_taken', 'report taken'), ('detained', 'detained'), ('handed_over', 'handed over'), ('nothing_found', 'nothing found'), ('false_alarm', 'false alarm')], max_length=16, verbose_name='outcome')),
                ('calls_count', models.PositiveIntegerField(default=0, verbose_name='calls')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('client', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.apiclient', verbose_name='API client')),
                ('district', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.district', verbose_name='district')),
                ('handler', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handler')),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='incidents.incident', verbose_name='merged into')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='incidents.incident')),
                ('region', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.region', verbose_name='region')),
                ('reported_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
                ('type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='incidents.incidenttype', verbose_name='incident type')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='incident',
            name='type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='incidents.incidenttype', verbose_name='incident type'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incidenttype',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_incidenttypeevent" ("category", "code", "default_priority", "is_active", "name_en", "name_ru", "name_uz", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."category", NEW."code", NEW."default_priority", NEW."is_active", NEW."name_en", NEW."name_ru", NEW."name_uz", _pgh_attach_context(), NOW(), \'insert\', NEW."code"); RETURN NULL;', hash='3be2f5e7436384858d736849c847b137ee5eeec1', operation='INSERT', pgid='pgtrigger_insert_insert_327e3', table='incidents_incidenttype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incidenttype',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "incidents_incidenttypeevent" ("category", "code", "default_priority", "is_active", "name_en", "name_ru", "name_uz", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."category", NEW."code", NEW."default_priority", NEW."is_active", NEW."name_en", NEW."name_ru", NEW."name_uz", _pgh_attach_context(), NOW(), \'update\', NEW."code"); RETURN NULL;', hash='6daafe29c02dbf76b773939c7f5f5cc7c5afa424', operation='UPDATE', pgid='pgtrigger_update_update_fb89e', table='incidents_incidenttype', when='AFTER')),
        ),
        migrations.AddField(
            model_name='incidenttypeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='incidenttypeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='incidents.incidenttype'),
        ),
        migrations.AddField(
            model_name='link',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='incidents.incident', verbose_name='incident'),
        ),
        migrations.AddField(
            model_name='link',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='incidents.incident', verbose_name='other incident'),
        ),
        migrations.AddField(
            model_name='link',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddField(
            model_name='numbercounter',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='prioritychange',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='priority_changes', to='incidents.incident', verbose_name='incident'),
        ),
        migrations.AddField(
            model_name='target',
            name='type',
            field=models.ForeignKey(blank=True, help_text='Empty: for every type that has no target of its own.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='incidents.incidenttype', verbose_name='incident type'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='incidents.target'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='type',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: for every type that has no target of its own.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='incidents.incidenttype', verbose_name='incident type'),
        ),
        migrations.AddConstraint(
            model_name='idempotencykey',
            constraint=models.UniqueConstraint(fields=('intake', 'key'), name='idempotency_key_is_unique_per_intake'),
        ),
        migrations.AddIndex(
            model_name='historyentry',
            index=models.Index(fields=['incident', 'at', 'id'], name='history_by_incident'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historyentry',
            trigger=pgtrigger.compiler.Trigger(name='incident_history_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='94d98f76aeb345e7e91cbbbecad4a56fbdfb0d9d', operation='UPDATE OR DELETE', pgid='pgtrigger_incident_history_is_append_only_eb649', table='incidents_historyentry', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['region', '-rang_at'], name='call_by_region_and_time'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['incident'], name='call_by_incident'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(condition=models.Q(('source_ref', ''), _negated=True), fields=('intake', 'source', 'source_ref'), name='call_source_ref_is_unique_per_intake'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('incident__isnull', False), ('outcome__in', ['new_incident', 'attached'])), models.Q(models.Q(('outcome__in', ['new_incident', 'attached']), _negated=True), ('incident__isnull', True)), _connector='OR'), name='call_has_an_incident_when_it_became_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='call',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_callevent" ("address", "answered_at", "channel", "client_id", "ended_at", "id", "incident_id", "intake", "location", "location_accuracy_m", "location_source", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang_at", "recorded_at", "region_id", "source", "source_ref", "taken_by_id") VALUES (NEW."address", NEW."answered_at", NEW."channel", NEW."client_id", NEW."ended_at", NEW."id", NEW."incident_id", NEW."intake", NEW."location", NEW."location_accuracy_m", NEW."location_source", NEW."note", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rang_at", NEW."recorded_at", NEW."region_id", NEW."source", NEW."source_ref", NEW."taken_by_id"); RETURN NULL;', hash='fbfca1d3a486c377393e19476004491ca4a3a9d4', operation='INSERT', pgid='pgtrigger_insert_insert_207ad', table='incidents_call', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='call',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."incident_id" IS DISTINCT FROM (NEW."incident_id") OR OLD."intake" IS DISTINCT FROM (NEW."intake") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."location_accuracy_m" IS DISTINCT FROM (NEW."location_accuracy_m") OR OLD."location_source" IS DISTINCT FROM (NEW."location_source") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."rang_at" IS DISTINCT FROM (NEW."rang_at") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_ref" IS DISTINCT FROM (NEW."source_ref") OR OLD."taken_by_id" IS DISTINCT FROM (NEW."taken_by_id"))', func='INSERT INTO "incidents_callevent" ("address", "answered_at", "channel", "client_id", "ended_at", "id", "incident_id", "intake", "location", "location_accuracy_m", "location_source", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang_at", "recorded_at", "region_id", "source", "source_ref", "taken_by_id") VALUES (NEW."address", NEW."answered_at", NEW."channel", NEW."client_id", NEW."ended_at", NEW."id", NEW."incident_id", NEW."intake", NEW."location", NEW."location_accuracy_m", NEW."location_source", NEW."note", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rang_at", NEW."recorded_at", NEW."region_id", NEW."source", NEW."source_ref", NEW."taken_by_id"); RETURN NULL;', hash='d3531b9044b3b3224dbc7a10734c1df1f408f330', operation='UPDATE', pgid='pgtrigger_update_update_d2024', table='incidents_call', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='incidentshare',
            constraint=models.UniqueConstraint(fields=('incident', 'region'), name='incident_is_shared_once_with_a_region'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=django.contrib.postgres.indexes.GistIndex(apps.core.nearest.Geography('location'), name='incident_location_geography'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='incident_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['region', '-reported_at'], name='incident_by_region_and_time'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['-reported_at', '-id'], name='incident_by_time'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('status__in', ['acknowledged', 'dispatched', 'en_route', 'on_hold', 'on_scene', 'reopened', 'reported', 'resolved'])), fields=['region', 'priority'], name='incident_open_by_region'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('status__in', ['acknowledged', 'dispatched', 'en_route', 'on_hold', 'on_scene', 'reopened', 'reported', 'resolved'])), fields=['handler'], name='incident_open_by_handler'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.UniqueConstraint(condition=models.Q(('source_ref', ''), _negated=True), fields=('intake', 'source', 'source_ref'), name='incident_source_ref_is_unique_per_intake'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='incident_closed_has_closed_at'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'resolved'), _negated=True), ('resolved_at__isnull', False), _connector='OR'), name='incident_resolved_has_resolved_at'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'closed'), ('closed_at__isnull', True), _connector='OR'), name='incident_only_closed_has_closed_at'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_from__gt', ''), ('status', 'on_hold')), models.Q(models.Q(('status', 'on_hold'), _negated=True), ('held_from', '')), _connector='OR'), name='incident_on_hold_knows_the_status_before'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('status', 'merged')), models.Q(models.Q(('status', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='incident_merged_knows_the_survivor'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='incident_is_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('is_ringing', False), ('status__in', ['acknowledged', 'dispatched', 'en_route', 'on_hold', 'on_scene', 'reopened', 'reported']), _connector='OR'), name='incident_rings_only_while_unresolved'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('priority__range', (1, 5))), name='incident_priority_is_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('highest_priority__lte', models.F('priority')), ('highest_priority__lte', models.F('initial_priority'))), name='incident_highest_priority_is_the_highest'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('location_accuracy_m__isnull', True), ('location_accuracy_m__gte', 0), _connector='OR'), name='incident_accuracy_is_not_negative'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incident',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_incidentevent" ("acknowledged_at", "address", "calls_count", "client_id", "closed_at", "description", "dispatched_at", "district_id", "en_route_at", "handler_id", "held_from", "highest_priority", "id", "initial_priority", "intake", "is_exercise", "is_officer_initiated", "is_outside", "is_ringing", "location", "location_accuracy_m", "location_source", "merged_into_id", "number", "on_scene_at", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "recorded_at", "region_id", "reported_at", "reported_by_id", "resolved_at", "source", "source_ref", "status", "title", "type_id", "version") VALUES (NEW."acknowledged_at", NEW."address", NEW."calls_count", NEW."client_id", NEW."closed_at", NEW."description", NEW."dispatched_at", NEW."district_id", NEW."en_route_at", NEW."handler_id", NEW."held_from", NEW."highest_priority", NEW."id", NEW."initial_priority", NEW."intake", NEW."is_exercise", NEW."is_officer_initiated", NEW."is_outside", NEW."is_ringing", NEW."location", NEW."location_accuracy_m", NEW."location_source", NEW."merged_into_id", NEW."number", NEW."on_scene_at", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priority", NEW."recorded_at", NEW."region_id", NEW."reported_at", NEW."reported_by_id", NEW."resolved_at", NEW."source", NEW."source_ref", NEW."status", NEW."title", NEW."type_id", NEW."version"); RETURN NULL;', hash='b4d80271c11440f10fa5d19effd06605878b73b4', operation='INSERT', pgid='pgtrigger_insert_insert_edffb', table='incidents_incident', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incident',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."acknowledged_at" IS DISTINCT FROM (NEW."acknowledged_at") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."calls_count" IS DISTINCT FROM (NEW."calls_count") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."dispatched_at" IS DISTINCT FROM (NEW."dispatched_at") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."en_route_at" IS DISTINCT FROM (NEW."en_route_at") OR OLD."handler_id" IS DISTINCT FROM (NEW."handler_id") OR OLD."held_from" IS DISTINCT FROM (NEW."held_from") OR OLD."highest_priority" IS DISTINCT FROM (NEW."highest_priority") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."initial_priority" IS DISTINCT FROM (NEW."initial_priority") OR OLD."intake" IS DISTINCT FROM (NEW."intake") OR OLD."is_exercise" IS DISTINCT FROM (NEW."is_exercise") OR OLD."is_officer_initiated" IS DISTINCT FROM (NEW."is_officer_initiated") OR OLD."is_outside" IS DISTINCT FROM (NEW."is_outside") OR OLD."is_ringing" IS DISTINCT FROM (NEW."is_ringing") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."location_accuracy_m" IS DISTINCT FROM (NEW."location_accuracy_m") OR OLD."location_source" IS DISTINCT FROM (NEW."location_source") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."on_scene_at" IS DISTINCT FROM (NEW."on_scene_at") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."reported_at" IS DISTINCT FROM (NEW."reported_at") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."resolved_at" IS DISTINCT FROM (NEW."resolved_at") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_ref" IS DISTINCT FROM (NEW."source_ref") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."type_id" IS DISTINCT FROM (NEW."type_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "incidents_incidentevent" ("acknowledged_at", "address", "calls_count", "client_id", "closed_at", "description", "dispatched_at", "district_id", "en_route_at", "handler_id", "held_from", "highest_priority", "id", "initial_priority", "intake", "is_exercise", "is_officer_initiated", "is_outside", "is_ringing", "location", "location_accuracy_m", "location_source", "merged_into_id", "number", "on_scene_at", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "recorded_at", "region_id", "reported_at", "reported_by_id", "resolved_at", "source", "source_ref", "status", "title", "type_id", "version") VALUES (NEW."acknowledged_at", NEW."address", NEW."calls_count", NEW."client_id", NEW."closed_at", NEW."description", NEW."dispatched_at", NEW."district_id", NEW."en_route_at", NEW."handler_id", NEW."held_from", NEW."highest_priority", NEW."id", NEW."initial_priority", NEW."intake", NEW."is_exercise", NEW."is_officer_initiated", NEW."is_outside", NEW."is_ringing", NEW."location", NEW."location_accuracy_m", NEW."location_source", NEW."merged_into_id", NEW."number", NEW."on_scene_at", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priority", NEW."recorded_at", NEW."region_id", NEW."reported_at", NEW."reported_by_id", NEW."resolved_at", NEW."source", NEW."source_ref", NEW."status", NEW."title", NEW."type_id", NEW."version"); RETURN NULL;', hash='4eba0d72e7247f7462f37b4beb8e30a5a0ba67d3', operation='UPDATE', pgid='pgtrigger_update_update_41444', table='incidents_incident', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.UniqueConstraint(fields=('source', 'target', 'kind'), name='link_is_made_once'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='link_joins_two_incidents'),
        ),
        migrations.AddConstraint(
            model_name='numbercounter',
            constraint=models.UniqueConstraint(fields=('region', 'year'), name='one_counter_per_region_and_year'),
        ),
        migrations.AddIndex(
            model_name='prioritychange',
            index=models.Index(fields=['incident', 'at'], name='priority_change_by_incident'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prioritychange',
            trigger=pgtrigger.compiler.Trigger(name='priority_change_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6caf75cbb9131c16ee93a083c20fd6f75e7ec15d', operation='UPDATE OR DELETE', pgid='pgtrigger_priority_change_is_append_only_9370a', table='incidents_prioritychange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('type', 'priority', 'interval'), name='one_target_per_type_priority_and_interval', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('priority__range', (1, 5))), name='target_priority_is_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('share__gte', 0), ('share__lte', 1)), name='target_share_is_0_to_1'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('limit_s__gte', 1)), name='target_limit_is_positive'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_targetevent" ("id", "interval", "limit_s", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "share", "type_id") VALUES (NEW."id", NEW."interval", NEW."limit_s", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priority", NEW."share", NEW."type_id"); RETURN NULL;', hash='5553e7d5e485dce14e5cd21548be360fefd27f15', operation='INSERT', pgid='pgtrigger_insert_insert_1e2f5', table='incidents_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "incidents_targetevent" ("id", "interval", "limit_s", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "share", "type_id") VALUES (NEW."id", NEW."interval", NEW."limit_s", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priority", NEW."share", NEW."type_id"); RETURN NULL;', hash='0bb792144d83c5430d5c2ba1c26de16d7a1f32ca', operation='UPDATE', pgid='pgtrigger_update_update_9c979', table='incidents_target', when='AFTER')),
        ),
    ]
