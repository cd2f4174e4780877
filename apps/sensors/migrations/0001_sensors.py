"""Kinds, sensors, thresholds, crossings, and what readings are condensed to."""

import apps.core.ids
import apps.core.nearest
import apps.sensors.models.sensors
import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('regions', '0006_time_zone_is_known'),
    ]

    operations = [
        # Left in place when this is undone: others may use it.
        migrations.RunSQL('CREATE EXTENSION IF NOT EXISTS pg_trgm', migrations.RunSQL.noop),
        migrations.CreateModel(
            name='RollupProgress',
            fields=[
                ('step', models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name='step')),
                ('upto', models.DateTimeField(verbose_name='up to')),
            ],
            options={
                'verbose_name': 'progress of condensing',
                'verbose_name_plural': 'progress of condensing',
            },
        ),
        migrations.CreateModel(
            name='Sensor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('location', django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name='location')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='address')),
                ('every_s', models.PositiveIntegerField(blank=True, help_text='Empty: as its kind.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='own interval, s')),
                ('calibrated_on', models.DateField(blank=True, null=True, verbose_name='calibrated on')),
                ('calibration_due_on', models.DateField(blank=True, null=True, verbose_name='calibration due on')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired at')),
                ('search', apps.sensors.models.sensors.SearchWords(blank=True, default='', editable=False)),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sensors', to='regions.district', verbose_name='district')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sensors', to='regions.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'sensor',
                'verbose_name_plural': 'sensors',
                'ordering': ('region', 'code'),
            },
        ),
        migrations.CreateModel(
            name='SensorKindEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('code', models.CharField(max_length=40, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'Small Latin letters, digits and _ alone.')], verbose_name='code')),
                ('name_uz', models.CharField(max_length=120, verbose_name='name in Uzbek')),
                ('name_ru', models.CharField(max_length=120, verbose_name='name in Russian')),
                ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                ('unit', models.CharField(max_length=20, validators=[django.core.validators.RegexValidator('^[!-~]+$', 'A UCUM code, as m, ug/m3 or Cel.')], verbose_name='unit (UCUM)')),
                ('symbol', models.CharField(blank=True, help_text='Empty for plain numbers.', max_length=20, verbose_name='unit as shown')),
                ('decimals', models.PositiveSmallIntegerField(default=1, verbose_name='decimals shown')),
                ('low', models.FloatField(blank=True, null=True, verbose_name='lowest plausible value')),
                ('high', models.FloatField(blank=True, null=True, verbose_name='highest plausible value')),
                ('interval_s', models.PositiveIntegerField(help_text='A sensor that misses three readings counts as silent.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='expected interval, s')),
                ('is_active', models.BooleanField(default=True, help_text='Only active kinds are offered for new sensors.', verbose_name='active')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SensorMaintenance',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('begins_at', models.DateTimeField(verbose_name='begins at')),
                ('ends_at', models.DateTimeField(verbose_name='ends at')),
                ('reason', models.CharField(max_length=250, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'maintenance of a sensor',
                'verbose_name_plural': 'maintenance of sensors',
                'ordering': ('-begins_at',),
            },
        ),
        migrations.CreateModel(
            name='SensorMaintenanceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, serialize=False)),
                ('begins_at', models.DateTimeField(verbose_name='begins at')),
                ('ends_at', models.DateTimeField(verbose_name='ends at')),
                ('reason', models.CharField(max_length=250, verbose_name='reason')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SensorRevision',
            fields=[
                ('region', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='regions.region', verbose_name='region')),
                ('sensors', models.BigIntegerField(default=1, verbose_name='changes of sensors')),
                ('statuses', models.BigIntegerField(default=1, verbose_name='changes of status')),
            ],
            options={
                'verbose_name': 'revision of sensors',
                'verbose_name_plural': 'revisions of sensors',
            },
        ),
        migrations.CreateModel(
            name='Threshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('value', 'value'), ('rate', 'change per hour'), ('absence', 'silence, s')], default='value', max_length=8, verbose_name='measure')),
                ('compare', models.CharField(choices=[('above', 'above'), ('below', 'below')], default='above', max_length=8, verbose_name='compare')),
                ('limit', models.FloatField(help_text="In the sensor's unit; of silence, in seconds.", verbose_name='limit')),
                ('deadband', models.FloatField(default=0, help_text='So much must a value come back before it counts as back.', verbose_name='deadband')),
                ('delay_s', models.PositiveIntegerField(default=0, verbose_name='delay, s')),
                ('return_delay_s', models.PositiveIntegerField(default=0, verbose_name='return delay, s')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low')], default=3, verbose_name='level')),
                ('owner', models.CharField(blank=True, editable=False, max_length=60, verbose_name='owner')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retired at')),
            ],
            options={
                'verbose_name': 'threshold',
                'verbose_name_plural': 'thresholds',
                'ordering': ('kind', 'sensor', 'measure', 'compare', 'limit'),
            },
        ),
        migrations.CreateModel(
            name='ThresholdEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('id', models.BigIntegerField()),
                ('measure', models.CharField(choices=[('value', 'value'), ('rate', 'change per hour'), ('absence', 'silence, s')], default='value', max_length=8, verbose_name='measure')),
                ('compare', models.CharField(choices=[('above', 'above'), ('below', 'below')], default='above', max_length=8, verbose_name='compare')),
                ('limit', models.FloatField(help_text="In the sensor's unit; of silence, in seconds.", verbose_name='limit')),
                ('deadband', models.FloatField(default=0, help_text='So much must a value come back before it counts as back.', verbose_name='deadband')),
                ('delay_s', models.PositiveIntegerField(default=0, verbose_name='delay, s')),
                ('return_delay_s', models.PositiveIntegerField(default=0, verbose_name='return delay, s')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'critical'), (2, 'high'), (3, 'medium'), (4, 'low')], default=3, verbose_name='level')),
                ('owner', models.CharField(blank=True, editable=False, max_length=60, verbose_name='owner')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retired at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(choices=[('normal', 'normal'), ('pending', 'pending'), ('crossed', 'crossed'), ('returning', 'returning')], max_length=10, verbose_name='phase')),
                ('began_at', models.DateTimeField(verbose_name='began at')),
                ('back_at', models.DateTimeField(null=True, verbose_name='back at')),
                ('value', models.FloatField(null=True, verbose_name='value')),
                ('peak', models.FloatField(null=True, verbose_name='peak')),
            ],
            options={
                'verbose_name': 'watched threshold',
                'verbose_name_plural': 'watched thresholds',
            },
        ),
        migrations.CreateModel(
            name='SensorState',
            fields=[
                ('sensor', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='state', serialize=False, to='sensors.sensor', verbose_name='sensor')),
                ('at', models.DateTimeField(null=True, verbose_name='at')),
                ('value', models.FloatField(null=True, verbose_name='value')),
                ('is_outside', models.BooleanField(default=False, verbose_name='cannot be true')),
                ('received_at', models.DateTimeField(null=True, verbose_name='received at')),
                ('judged_at', models.DateTimeField(null=True, verbose_name='judged up to')),
                ('quiet_low', models.FloatField(default=float("-inf"), verbose_name='quiet from')),
                ('quiet_high', models.FloatField(default=float("inf"), verbose_name='quiet to')),
                ('is_quiet', models.BooleanField(default=False, verbose_name='quiet')),
                ('silent_s', models.FloatField(default=float("inf"), verbose_name='may be silent, s')),
                ('due_at', models.DateTimeField(null=True, verbose_name='due at')),
                ('base_at', models.DateTimeField(null=True, verbose_name='rate is measured from')),
                ('base_value', models.FloatField(null=True, verbose_name='rate is measured against')),
                ('status', models.CharField(choices=[('ok', 'in order'), ('crossed', 'limit crossed'), ('stale', 'silent'), ('maintenance', 'maintenance'), ('unknown', 'no reading yet')], default='unknown', max_length=12, verbose_name='status')),
                ('status_changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='status since')),
            ],
            options={
                'verbose_name': 'state of a sensor',
                'verbose_name_plural': 'states of sensors',
            },
        ),
        migrations.CreateModel(
            name='LateHour',
            fields=[
                ('pk', models.CompositePrimaryKey('sensor_id', 'at', blank=True, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='hour')),
                ('marked_at', models.DateTimeField(verbose_name='marked at')),
                ('sensor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sensors.sensor', verbose_name='sensor')),
            ],
            options={
                'verbose_name': 'hour to condense again',
                'verbose_name_plural': 'hours to condense again',
            },
        ),
        migrations.CreateModel(
            name='HourRollup',
            fields=[
                ('pk', models.CompositePrimaryKey('sensor_id', 'at', blank=True, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='at')),
                ('readings', models.PositiveIntegerField(verbose_name='readings')),
                ('outside', models.PositiveIntegerField(verbose_name='cannot be true')),
                ('lowest', models.FloatField(null=True, verbose_name='lowest')),
                ('highest', models.FloatField(null=True, verbose_name='highest')),
                ('total', models.FloatField(null=True, verbose_name='sum')),
                ('last', models.FloatField(null=True, verbose_name='last')),
                ('sensor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sensors.sensor', verbose_name='sensor')),
            ],
            options={
                'verbose_name': 'hour of readings',
                'verbose_name_plural': 'hours of readings',
            },
        ),
        migrations.CreateModel(
            name='DayRollup',
            fields=[
                ('pk', models.CompositePrimaryKey('sensor_id', 'at', blank=True, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='at')),
                ('readings', models.PositiveIntegerField(verbose_name='readings')),
                ('outside', models.PositiveIntegerField(verbose_name='cannot be true')),
                ('lowest', models.FloatField(null=True, verbose_name='lowest')),
                ('highest', models.FloatField(null=True, verbose_name='highest')),
                ('total', models.FloatField(null=True, verbose_name='sum')),
                ('last', models.FloatField(null=True, verbose_name='last')),
                ('sensor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sensors.sensor', verbose_name='sensor')),
            ],
            options={
                'verbose_name': 'day of readings',
                'verbose_name_plural': 'days of readings',
            },
        ),
        migrations.CreateModel(
            name='Crossing',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('value', models.FloatField(verbose_name='value')),
                ('peak', models.FloatField(verbose_name='peak')),
                ('began_at', models.DateTimeField(verbose_name='began at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('told_at', models.DateTimeField(verbose_name='told at')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='region')),
                ('sensor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crossings', to='sensors.sensor', verbose_name='sensor')),
            ],
            options={
                'verbose_name': 'crossing',
                'verbose_name_plural': 'crossings',
                'ordering': ('-began_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='SensorKind',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'Small Latin letters, digits and _ alone.')], verbose_name='code')),
                ('name_uz', models.CharField(max_length=120, verbose_name='name in Uzbek')),
                ('name_ru', models.CharField(max_length=120, verbose_name='name in Russian')),
                ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                ('unit', models.CharField(max_length=20, validators=[django.core.validators.RegexValidator('^[!-~]+$', 'A UCUM code, as m, ug/m3 or Cel.')], verbose_name='unit (UCUM)')),
                ('symbol', models.CharField(blank=True, help_text='Empty for plain numbers.', max_length=20, verbose_name='unit as shown')),
                ('decimals', models.PositiveSmallIntegerField(default=1, verbose_name='decimals shown')),
                ('low', models.FloatField(blank=True, null=True, verbose_name='lowest plausible value')),
                ('high', models.FloatField(blank=True, null=True, verbose_name='highest plausible value')),
                ('interval_s', models.PositiveIntegerField(help_text='A sensor that misses three readings counts as silent.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='expected interval, s')),
                ('is_active', models.BooleanField(default=True, help_text='Only active kinds are offered for new sensors.', verbose_name='active')),
            ],
            options={
                'verbose_name': 'sensor kind',
                'verbose_name_plural': 'sensor kinds',
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('low__isnull', True), ('high__isnull', True), ('low__lt', models.F('high')), _connector='OR'), name='sensor_kind_low_is_below_high'), models.CheckConstraint(condition=models.Q(('interval_s__gte', 1)), name='sensor_kind_interval_is_positive'), models.CheckConstraint(condition=models.Q(('decimals__lte', 6)), name='sensor_kind_decimals_are_at_most_6')],
            },
        ),
        migrations.CreateModel(
            name='SensorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('location', django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name='location')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='address')),
                ('every_s', models.PositiveIntegerField(blank=True, help_text='Empty: as its kind.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='own interval, s')),
                ('calibrated_on', models.DateField(blank=True, null=True, verbose_name='calibrated on')),
                ('calibration_due_on', models.DateField(blank=True, null=True, verbose_name='calibration due on')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired at')),
                ('district', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.district', verbose_name='district')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='sensors.sensor')),
                ('region', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.region', verbose_name='region')),
                ('kind', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sensors.sensorkind', verbose_name='kind')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='sensor',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sensors', to='sensors.sensorkind', verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensorkind',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sensors_sensorkindevent" ("code", "decimals", "high", "interval_s", "is_active", "low", "name_en", "name_ru", "name_uz", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "symbol", "unit") VALUES (NEW."code", NEW."decimals", NEW."high", NEW."interval_s", NEW."is_active", NEW."low", NEW."name_en", NEW."name_ru", NEW."name_uz", _pgh_attach_context(), NOW(), \'insert\', NEW."code", NEW."symbol", NEW."unit"); RETURN NULL;', hash='b5d9899cf97bc5bb6024ca88240d52691ed8492d', operation='INSERT', pgid='pgtrigger_insert_insert_9b1ed', table='sensors_sensorkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensorkind',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "sensors_sensorkindevent" ("code", "decimals", "high", "interval_s", "is_active", "low", "name_en", "name_ru", "name_uz", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "symbol", "unit") VALUES (NEW."code", NEW."decimals", NEW."high", NEW."interval_s", NEW."is_active", NEW."low", NEW."name_en", NEW."name_ru", NEW."name_uz", _pgh_attach_context(), NOW(), \'update\', NEW."code", NEW."symbol", NEW."unit"); RETURN NULL;', hash='8ae8759b1c89dba3f155d5602da4692c73fc49e7', operation='UPDATE', pgid='pgtrigger_update_update_1dec1', table='sensors_sensorkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensorkind',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sensors_sensorkindevent" ("code", "decimals", "high", "interval_s", "is_active", "low", "name_en", "name_ru", "name_uz", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "symbol", "unit") VALUES (OLD."code", OLD."decimals", OLD."high", OLD."interval_s", OLD."is_active", OLD."low", OLD."name_en", OLD."name_ru", OLD."name_uz", _pgh_attach_context(), NOW(), \'delete\', OLD."code", OLD."symbol", OLD."unit"); RETURN NULL;', hash='63c4a6e979a15b64ec7b2337ed41770e01f4e0eb', operation='DELETE', pgid='pgtrigger_delete_delete_d0e8d', table='sensors_sensorkind', when='AFTER')),
        ),
        migrations.AddField(
            model_name='sensorkindevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sensorkindevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='sensors.sensorkind'),
        ),
        migrations.AddField(
            model_name='sensormaintenance',
            name='sensor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='maintenance', to='sensors.sensor', verbose_name='sensor'),
        ),
        migrations.AddField(
            model_name='sensormaintenanceevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sensormaintenanceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='sensors.sensormaintenance'),
        ),
        migrations.AddField(
            model_name='sensormaintenanceevent',
            name='sensor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sensors.sensor', verbose_name='sensor'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='kind',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='thresholds', to='sensors.sensorkind', verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='sensor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='thresholds', to='sensors.sensor', verbose_name='sensor'),
        ),
        migrations.AddField(
            model_name='crossing',
            name='threshold',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crossings', to='sensors.threshold', verbose_name='threshold'),
        ),
        migrations.AddField(
            model_name='thresholdevent',
            name='kind',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sensors.sensorkind', verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='thresholdevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='thresholdevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='sensors.threshold'),
        ),
        migrations.AddField(
            model_name='thresholdevent',
            name='region',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regions.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='thresholdevent',
            name='sensor',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sensors.sensor', verbose_name='sensor'),
        ),
        migrations.AddField(
            model_name='watch',
            name='sensor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='sensors.sensor', verbose_name='sensor'),
        ),
        migrations.AddField(
            model_name='watch',
            name='threshold',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='sensors.threshold', verbose_name='threshold'),
        ),
        migrations.AddIndex(
            model_name='sensorstate',
            index=models.Index(fields=['due_at'], name='sensor_state_due'),
        ),
        migrations.AddIndex(
            model_name='sensorstate',
            index=models.Index(condition=models.Q(('status', 'ok'), _negated=True), fields=['status'], name='sensor_state_not_in_order'),
        ),
        migrations.AddConstraint(
            model_name='sensorstate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', True), ('value__isnull', True)), models.Q(('at__isnull', False), ('value__isnull', False)), _connector='OR'), name='sensor_state_has_a_value_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensorevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2cb7858428d19f752351b5d81f6477ed09f442a8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c8560', table='sensors_sensorevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='sensor',
            index=django.contrib.postgres.indexes.GistIndex(apps.core.nearest.Geography('location'), name='sensor_location_geography'),
        ),
        migrations.AddIndex(
            model_name='sensor',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='sensor_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='sensor',
            constraint=models.UniqueConstraint(fields=('region', 'code'), name='sensor_code_is_unique_in_region'),
        ),
        migrations.AddConstraint(
            model_name='sensor',
            constraint=models.CheckConstraint(condition=models.Q(('every_s__isnull', True), ('every_s__gte', 1), _connector='OR'), name='sensor_interval_is_positive'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensor',
            trigger=pgtrigger.compiler.Trigger(name='sensor_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='590775ea926507d0176633dbcd37ffc93cf0e218', operation='DELETE', pgid='pgtrigger_sensor_is_never_deleted_7d5ad', table='sensors_sensor', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sensors_sensorevent" ("address", "calibrated_on", "calibration_due_on", "code", "district_id", "every_s", "id", "kind_id", "location", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "retired_at") VALUES (NEW."address", NEW."calibrated_on", NEW."calibration_due_on", NEW."code", NEW."district_id", NEW."every_s", NEW."id", NEW."kind_id", NEW."location", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id", NEW."retired_at"); RETURN NULL;', hash='debeab79025f1c0620c3ecf35b35b480d7e1c2e1', operation='INSERT', pgid='pgtrigger_insert_insert_bc4a4', table='sensors_sensor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."calibrated_on" IS DISTINCT FROM (NEW."calibrated_on") OR OLD."calibration_due_on" IS DISTINCT FROM (NEW."calibration_due_on") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."every_s" IS DISTINCT FROM (NEW."every_s") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."retired_at" IS DISTINCT FROM (NEW."retired_at"))', func='INSERT INTO "sensors_sensorevent" ("address", "calibrated_on", "calibration_due_on", "code", "district_id", "every_s", "id", "kind_id", "location", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "retired_at") VALUES (NEW."address", NEW."calibrated_on", NEW."calibration_due_on", NEW."code", NEW."district_id", NEW."every_s", NEW."id", NEW."kind_id", NEW."location", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id", NEW."retired_at"); RETURN NULL;', hash='21d007c758f1a54c8d34bf097908abbb9fea169c', operation='UPDATE', pgid='pgtrigger_update_update_80fb8', table='sensors_sensor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sensors_sensorevent" ("address", "calibrated_on", "calibration_due_on", "code", "district_id", "every_s", "id", "kind_id", "location", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "retired_at") VALUES (OLD."address", OLD."calibrated_on", OLD."calibration_due_on", OLD."code", OLD."district_id", OLD."every_s", OLD."id", OLD."kind_id", OLD."location", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_id", OLD."retired_at"); RETURN NULL;', hash='ecf4a5dedc9ebbab0b303baab8a7fb6e7c4ce1da', operation='DELETE', pgid='pgtrigger_delete_delete_3d332', table='sensors_sensor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensorkindevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4a8e722b317e4dcae9881cd79c3e2a6e9c80036f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_56c78', table='sensors_sensorkindevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='sensormaintenance',
            index=models.Index(fields=['sensor', 'ends_at'], name='sensor_maintenance_by_sensor'),
        ),
        migrations.AddConstraint(
            model_name='sensormaintenance',
            constraint=models.CheckConstraint(condition=models.Q(('begins_at__lt', models.F('ends_at'))), name='sensor_maintenance_begins_before_it_ends'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensormaintenance',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sensors_sensormaintenanceevent" ("begins_at", "ends_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sensor_id") VALUES (NEW."begins_at", NEW."ends_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."sensor_id"); RETURN NULL;', hash='d54738c70e106ddc6c151f2e23e3927fba8c074f', operation='INSERT', pgid='pgtrigger_insert_insert_4339e', table='sensors_sensormaintenance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensormaintenance',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "sensors_sensormaintenanceevent" ("begins_at", "ends_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sensor_id") VALUES (NEW."begins_at", NEW."ends_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."sensor_id"); RETURN NULL;', hash='90ab645829a5044d25b3096474bc50721f1cbd3e', operation='UPDATE', pgid='pgtrigger_update_update_740a7', table='sensors_sensormaintenance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensormaintenance',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sensors_sensormaintenanceevent" ("begins_at", "ends_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sensor_id") VALUES (OLD."begins_at", OLD."ends_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."sensor_id"); RETURN NULL;', hash='e16678741a3e9932ea3cfef55973ac508506323d', operation='DELETE', pgid='pgtrigger_delete_delete_e4165', table='sensors_sensormaintenance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sensormaintenanceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2c1ae3101038499be76ddde9a19ae563ae9f5b9d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4955e', table='sensors_sensormaintenanceevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='threshold',
            index=models.Index(condition=models.Q(('retired_at', None)), fields=['owner'], name='threshold_by_owner'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__isnull', True), ('sensor__isnull', False)), models.Q(('kind__isnull', False), ('sensor__isnull', True)), _connector='OR'), name='threshold_is_of_a_kind_or_of_a_sensor'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(('sensor__isnull', True), ('region__isnull', True), _connector='OR'), name='threshold_region_narrows_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(('limit__range', (-1e+300, 1e+300)), ('deadband__range', (0, 1e+300))), name='threshold_limit_is_finite_and_deadband_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', 'absence'), _negated=True), ('limit__gt', 0), _connector='OR'), name='threshold_silence_is_longer_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(('level__range', (1, 4))), name='threshold_level_is_1_to_4'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='threshold',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sensors_thresholdevent" ("compare", "deadband", "delay_s", "id", "kind_id", "level", "limit", "measure", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "retired_at", "return_delay_s", "sensor_id") VALUES (NEW."compare", NEW."deadband", NEW."delay_s", NEW."id", NEW."kind_id", NEW."level", NEW."limit", NEW."measure", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id", NEW."retired_at", NEW."return_delay_s", NEW."sensor_id"); RETURN NULL;', hash='5d9a797b7f52b183787cda5555f2a5231410f419', operation='INSERT', pgid='pgtrigger_insert_insert_e6fe2', table='sensors_threshold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='threshold',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "sensors_thresholdevent" ("compare", "deadband", "delay_s", "id", "kind_id", "level", "limit", "measure", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "retired_at", "return_delay_s", "sensor_id") VALUES (NEW."compare", NEW."deadband", NEW."delay_s", NEW."id", NEW."kind_id", NEW."level", NEW."limit", NEW."measure", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id", NEW."retired_at", NEW."return_delay_s", NEW."sensor_id"); RETURN NULL;', hash='72219e062b610a53ecbb839e87e866d0369022e3', operation='UPDATE', pgid='pgtrigger_update_update_5bf8d', table='sensors_threshold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='threshold',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sensors_thresholdevent" ("compare", "deadband", "delay_s", "id", "kind_id", "level", "limit", "measure", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "retired_at", "return_delay_s", "sensor_id") VALUES (OLD."compare", OLD."deadband", OLD."delay_s", OLD."id", OLD."kind_id", OLD."level", OLD."limit", OLD."measure", OLD."owner", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_id", OLD."retired_at", OLD."return_delay_s", OLD."sensor_id"); RETURN NULL;', hash='81f7c8712b3848fc369b97cf1f47ef8d51fe92ab', operation='DELETE', pgid='pgtrigger_delete_delete_37268', table='sensors_threshold', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='crossing',
            index=models.Index(fields=['sensor', '-began_at'], name='crossing_by_sensor'),
        ),
        migrations.AddIndex(
            model_name='crossing',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['region'], name='crossing_open_by_region'),
        ),
        migrations.AddConstraint(
            model_name='crossing',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('sensor', 'threshold'), name='crossing_one_open_per_sensor_and_threshold'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='thresholdevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='98836872d8dc9b2d9e6b908bfd22ad504c9b37a9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_33951', table='sensors_thresholdevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(fields=('sensor', 'threshold'), name='watch_is_unique_by_sensor_and_threshold'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(('phase', 'normal'), _negated=True), name='watch_is_not_normal'),
        ),
    ]
