
import apps.core.ids
import django.contrib.gis.db.models.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameras', '0009_plate_reads'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('regions', '0006_time_zone_is_known'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WatchEntry',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('plate', models.CharField(max_length=24, verbose_name='number plate')),
                ('key', models.CharField(editable=False, max_length=24)),
                ('is_pattern', models.BooleanField(default=False, editable=False)),
                ('reason', models.CharField(max_length=250, verbose_name='reason')),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low')], default=2, verbose_name='priority')),
                ('valid_from', models.DateTimeField(verbose_name='valid from')),
                ('valid_until', models.DateTimeField(blank=True, null=True, verbose_name='valid until')),
                ('added_at', models.DateTimeField(verbose_name='added at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='taken off at')),
                ('end_reason', models.CharField(blank=True, max_length=250, verbose_name='reason of taking off')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken off by')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'entry of the watch list',
                'verbose_name_plural': 'watch list',
                'ordering': ('priority', '-added_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='PlateHit',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='at')),
                ('plate', models.CharField(max_length=16, verbose_name='number plate')),
                ('key', models.CharField(editable=False, max_length=16)),
                ('confidence', models.FloatField(blank=True, null=True, verbose_name='confidence')),
                ('direction', models.CharField(choices=[('approaching', 'approaching'), ('leaving', 'leaving'), ('unknown', 'unknown')], default='unknown', max_length=12, verbose_name='direction')),
                ('location', django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326, verbose_name='location')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('camera', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cameras.camera', verbose_name='camera')),
                ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='region')),
                ('watch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hits', to='cameras.watchentry', verbose_name='entry of the watch list')),
            ],
            options={
                'verbose_name': 'hit of the watch list',
                'verbose_name_plural': 'hits of the watch list',
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='WatchEntryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, serialize=False)),
                ('plate', models.CharField(max_length=24, verbose_name='number plate')),
                ('reason', models.CharField(max_length=250, verbose_name='reason')),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low')], default=2, verbose_name='priority')),
                ('valid_from', models.DateTimeField(verbose_name='valid from')),
                ('valid_until', models.DateTimeField(blank=True, null=True, verbose_name='valid until')),
                ('added_at', models.DateTimeField(verbose_name='added at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='taken off at')),
                ('end_reason', models.CharField(blank=True, max_length=250, verbose_name='reason of taking off')),
                ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken off by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cameras.watchentry')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.region', verbose_name='region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='watchentry',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), ('is_pattern', True)), fields=['is_pattern'], name='watch_entry_patterns'),
        ),
        migrations.AddConstraint(
            model_name='watchentry',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('key', 'region'), name='watch_entry_is_on_the_list_once_per_region', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='watchentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True)), models.Q(('ended_at__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='watch_entry_is_taken_off_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='watchentry',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='watch_entry_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='watchentry',
            constraint=models.CheckConstraint(condition=models.Q(('priority__range', (1, 4))), name='watch_entry_priority_is_1_to_4'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='watchentry',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cameras_watchentryevent" ("added_at", "added_by_id", "end_reason", "ended_at", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plate", "priority", "reason", "region_id", "valid_from", "valid_until") VALUES (NEW."added_at", NEW."added_by_id", NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plate", NEW."priority", NEW."reason", NEW."region_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='9a9d3a56cc6d8836f358cffb9e6054c47d5d11b3', operation='INSERT', pgid='pgtrigger_insert_insert_c0126', table='cameras_watchentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='watchentry',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."plate" IS DISTINCT FROM (NEW."plate") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))', func='INSERT INTO "cameras_watchentryevent" ("added_at", "added_by_id", "end_reason", "ended_at", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plate", "priority", "reason", "region_id", "valid_from", "valid_until") VALUES (NEW."added_at", NEW."added_by_id", NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plate", NEW."priority", NEW."reason", NEW."region_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='bb469a53a9dc00b4fdeb2775cf1e9d1517545eae', operation='UPDATE', pgid='pgtrigger_update_update_2508a', table='cameras_watchentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='watchentry',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cameras_watchentryevent" ("added_at", "added_by_id", "end_reason", "ended_at", "ended_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plate", "priority", "reason", "region_id", "valid_from", "valid_until") VALUES (OLD."added_at", OLD."added_by_id", OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plate", OLD."priority", OLD."reason", OLD."region_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='b0918eab951056197f1d27a15ff75d92efdf5801', operation='DELETE', pgid='pgtrigger_delete_delete_62424', table='cameras_watchentry', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='platehit',
            index=models.Index(fields=['region', '-at'], name='plate_hit_by_region'),
        ),
        migrations.AddConstraint(
            model_name='platehit',
            constraint=models.UniqueConstraint(fields=('watch', 'camera', 'at'), name='plate_hit_is_one_per_entry_camera_and_moment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='watchentryevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7b6bcf682e66e9d9ac60012552106a1a7361938d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_33977', table='cameras_watchentryevent', when='BEFORE')),
        ),
    ]
