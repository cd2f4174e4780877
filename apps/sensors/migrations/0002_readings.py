"""Readings and their minutes, partitioned by UTC days. Rows of no day of its own stand in the default partition."""

import django.db.models.deletion
from django.db import migrations, models

# By time there is no btree: rows arrive in its order, and a block range index costs a writer nothing.
CREATE = """
CREATE TABLE sensors_reading (
    sensor_id bigint NOT NULL
        CONSTRAINT reading_sensor_fk REFERENCES sensors_sensor (id) DEFERRABLE INITIALLY DEFERRED,
    at timestamptz NOT NULL,
    value double precision NOT NULL
        CONSTRAINT reading_value_is_finite CHECK (value BETWEEN -1.7e308 AND 1.7e308),
    is_outside boolean NOT NULL DEFAULT false,
    CONSTRAINT reading_is_unique_by_sensor_and_at PRIMARY KEY (sensor_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX reading_by_time ON sensors_reading USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
CREATE TABLE sensors_reading_default PARTITION OF sensors_reading DEFAULT;

CREATE TABLE sensors_minuterollup (
    sensor_id bigint NOT NULL
        CONSTRAINT minute_sensor_fk REFERENCES sensors_sensor (id) DEFERRABLE INITIALLY DEFERRED,
    at timestamptz NOT NULL,
    readings integer NOT NULL CONSTRAINT minute_readings_are_positive CHECK (readings >= 0),
    outside integer NOT NULL CONSTRAINT minute_outside_is_positive CHECK (outside >= 0),
    lowest double precision,
    highest double precision,
    total double precision,
    last double precision,
    CONSTRAINT minute_is_unique_by_sensor_and_at PRIMARY KEY (sensor_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX minute_by_time ON sensors_minuterollup USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
CREATE TABLE sensors_minuterollup_default PARTITION OF sensors_minuterollup DEFAULT;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('sensors', '0001_sensors'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(CREATE, 'DROP TABLE sensors_minuterollup; DROP TABLE sensors_reading'),
            ],
            state_operations=[
                migrations.CreateModel(
                    name='Reading',
                    fields=[
                        ('pk', models.CompositePrimaryKey('sensor_id', 'at', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField(verbose_name='at')),
                        ('value', models.FloatField(verbose_name='value')),
                        ('is_outside', models.BooleanField(default=False, verbose_name='cannot be true')),
                        ('sensor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='sensors.sensor', verbose_name='sensor')),
                    ],
                    options={
                        'verbose_name': 'reading',
                        'verbose_name_plural': 'readings',
                        'ordering': ('-at',),
                    },
                ),
                migrations.AddConstraint(
                    model_name='reading',
                    constraint=models.CheckConstraint(condition=models.Q(('value__range', (-1.7e+308, 1.7e+308))), name='reading_value_is_finite'),
                ),
                migrations.CreateModel(
                    name='MinuteRollup',
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
                        'verbose_name': 'minute of readings',
                        'verbose_name_plural': 'minutes of readings',
                    },
                ),
            ],
        ),
    ]
