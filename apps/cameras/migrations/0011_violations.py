
import apps.core.ids
import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameras', '0010_watch_list'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('regions', '0006_time_zone_is_known'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ViolationKindEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('code', models.CharField(max_length=40, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'Small Latin letters, digits and _ alone.')], verbose_name='code')),
                ('name_uz', models.CharField(max_length=120, verbose_name='name in Uzbek')),
                ('name_ru', models.CharField(max_length=120, verbose_name='name in Russian')),
                ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                ('labels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, help_text='A detection with one of these labels, or a plate reading that names one, is such a violation.', size=None, verbose_name='words of analytics')),
                ('over_kmh', models.PositiveSmallIntegerField(blank=True, help_text='A plate reading that is faster than its limit by this much is such a violation.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='km/h above the limit')),
                ('needs_two', models.BooleanField(default=False, help_text='A violation counts only when a second person confirms it too.', verbose_name='two persons confirm')),
                ('is_active', models.BooleanField(default=True, help_text='Only active kinds are recorded.', verbose_name='active')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Violation',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='at')),
                ('plate', models.CharField(blank=True, max_length=16, verbose_name='number plate')),
                ('key', models.CharField(blank=True, editable=False, max_length=16)),
                ('speed_kmh', models.FloatField(blank=True, null=True, verbose_name='speed, km/h')),
                ('limit_kmh', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='speed limit, km/h')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='facts')),
                ('location', django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326, verbose_name='location')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('state', models.CharField(choices=[('pending', 'to be decided'), ('seconded', 'confirmed by one, waits for another'), ('confirmed', 'confirmed'), ('rejected', 'rejected')], default='pending', max_length=12, verbose_name='decision')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('camera', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cameras.camera', verbose_name='camera')),
                ('detection', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='violations', to='cameras.detection', verbose_name='detection')),
                ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'violation',
                'verbose_name_plural': 'violations',
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ViolationEntry',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='at')),
                ('was', models.CharField(blank=True, choices=[('pending', 'to be decided'), ('seconded', 'confirmed by one, waits for another'), ('confirmed', 'confirmed'), ('rejected', 'rejected')], max_length=12, verbose_name='was')),
                ('state', models.CharField(choices=[('pending', 'to be decided'), ('seconded', 'confirmed by one, waits for another'), ('confirmed', 'confirmed'), ('rejected', 'rejected')], max_length=12, verbose_name='became')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('by_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('violation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='cameras.violation', verbose_name='violation')),
            ],
            options={
                'verbose_name': "line of a violation's history",
                'verbose_name_plural': 'history of violations',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ViolationKind',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'Small Latin letters, digits and _ alone.')], verbose_name='code')),
                ('name_uz', models.CharField(max_length=120, verbose_name='name in Uzbek')),
                ('name_ru', models.CharField(max_length=120, verbose_name='name in Russian')),
                ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                ('labels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, help_text='A detection with one of these labels, or a plate reading that names one, is such a violation.', size=None, verbose_name='words of analytics')),
                ('over_kmh', models.PositiveSmallIntegerField(blank=True, help_text='A plate reading that is faster than its limit by this much is such a violation.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='km/h above the limit')),
                ('needs_two', models.BooleanField(default=False, help_text='A violation counts only when a second person confirms it too.', verbose_name='two persons confirm')),
                ('is_active', models.BooleanField(default=True, help_text='Only active kinds are recorded.', verbose_name='active')),
            ],
            options={
                'verbose_name': 'kind of violation',
                'verbose_name_plural': 'kinds of violation',
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('over_kmh__isnull', True), ('over_kmh__gte', 1), _connector='OR'), name='violation_kind_over_kmh_is_positive')],
            },
        ),
        migrations.AddField(
            model_name='violation',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cameras.violationkind', verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='violationkind',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cameras_violationkindevent" ("code", "is_active", "labels", "name_en", "name_ru", "name_uz", "needs_two", "over_kmh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."is_active", NEW."labels", NEW."name_en", NEW."name_ru", NEW."name_uz", NEW."needs_two", NEW."over_kmh", _pgh_attach_context(), NOW(), \'insert\', NEW."code"); RETURN NULL;', hash='b3c94a8fae61f38e9b7cc1daded3d84b048ac7bc', operation='INSERT', pgid='pgtrigger_insert_insert_e30f1', table='cameras_violationkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='violationkind',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cameras_violationkindevent" ("code", "is_active", "labels", "name_en", "name_ru", "name_uz", "needs_two", "over_kmh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."is_active", NEW."labels", NEW."name_en", NEW."name_ru", NEW."name_uz", NEW."needs_two", NEW."over_kmh", _pgh_attach_context(), NOW(), \'update\', NEW."code"); RETURN NULL;', hash='6cc6bae6086f5fa4c8fbf762b5f476fc9086a5eb', operation='UPDATE', pgid='pgtrigger_update_update_56d05', table='cameras_violationkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='violationkind',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cameras_violationkindevent" ("code", "is_active", "labels", "name_en", "name_ru", "name_uz", "needs_two", "over_kmh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."is_active", OLD."labels", OLD."name_en", OLD."name_ru", OLD."name_uz", OLD."needs_two", OLD."over_kmh", _pgh_attach_context(), NOW(), \'delete\', OLD."code"); RETURN NULL;', hash='91ec82ea1985b8121d1f6b8fa763cd8f10648065', operation='DELETE', pgid='pgtrigger_delete_delete_2192e', table='cameras_violationkind', when='AFTER')),
        ),
        migrations.AddField(
            model_name='violationkindevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='violationkindevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cameras.violationkind'),
        ),
        migrations.AddConstraint(
            model_name='violationentry',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'pending'), ('by_user__isnull', False), _connector='OR'), name='violation_is_decided_by_a_person'),
        ),
        migrations.AddConstraint(
            model_name='violationentry',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'pending'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='violation_is_decided_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='violationentry',
            constraint=models.UniqueConstraint(condition=models.Q(('by_user__isnull', False)), fields=('violation', 'by_user'), name='violation_is_decided_once_by_each_person'),
        ),
        migrations.AddConstraint(
            model_name='violationentry',
            constraint=models.UniqueConstraint(fields=('violation', 'state'), name='violation_reaches_each_state_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='violationentry',
            trigger=pgtrigger.compiler.Trigger(name='violation_history_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fe74ec7348d9ee6a37dab234f6c0f2363e8c7c5a', operation='UPDATE OR DELETE', pgid='pgtrigger_violation_history_is_append_only_cf0b0', table='cameras_violationentry', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='violation',
            index=models.Index(fields=['region', '-at', '-id'], name='violation_by_region'),
        ),
        migrations.AddIndex(
            model_name='violation',
            index=models.Index(fields=['-at', '-id'], name='violation_by_at'),
        ),
        migrations.AddIndex(
            model_name='violation',
            index=models.Index(fields=['camera', '-at'], name='violation_by_camera'),
        ),
        migrations.AddIndex(
            model_name='violation',
            index=models.Index(fields=['key', '-at'], name='violation_by_plate'),
        ),
        migrations.AddIndex(
            model_name='violation',
            index=models.Index(condition=models.Q(('state__in', ('pending', 'seconded'))), fields=['region', '-at'], name='violation_undecided'),
        ),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.UniqueConstraint(condition=models.Q(('detection__isnull', False)), fields=('kind', 'detection'), name='violation_is_one_per_kind_and_detection'),
        ),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.UniqueConstraint(condition=models.Q(('detection__isnull', True)), fields=('kind', 'camera', 'at', 'key'), name='violation_is_one_per_kind_camera_moment_and_plate'),
        ),
        migrations.AddConstraint(
            model_name='violation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state__in', ('pending', 'seconded'))), models.Q(('decided_at__isnull', False), ('state__in', ['confirmed', 'rejected'])), _connector='OR'), name='violation_is_decided_when_it_has_decided_at'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='violationkindevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='536f44f61c96fbff34dded12a895b132aad64377', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3fec3', table='cameras_violationkindevent', when='BEFORE')),
        ),
    ]
