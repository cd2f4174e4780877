"""Positions, partitioned by days of the device's time. Rows of no day of its own stand in the default partition."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

CREATE = """
CREATE SEQUENCE inspectors_position_id_seq AS bigint;
CREATE TABLE inspectors_position (
    id bigint NOT NULL DEFAULT nextval('inspectors_position_id_seq'),
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    location geometry(Point, 4326) NOT NULL,
    speed_mps double precision,
    heading double precision,
    accuracy_m double precision,
    battery double precision,
    device_id bigint NOT NULL
        CONSTRAINT position_device_fk REFERENCES inspectors_device (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT position_is_unique_by_device_and_at UNIQUE (device_id, at)
) PARTITION BY RANGE (at);
ALTER SEQUENCE inspectors_position_id_seq OWNED BY inspectors_position.id;
CREATE TABLE inspectors_position_default PARTITION OF inspectors_position DEFAULT;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('inspectors', '0001_units'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, 'DROP TABLE inspectors_position')],
            state_operations=[
                migrations.CreateModel(
                    name='Position',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(verbose_name='at')),
                        ('received_at', models.DateTimeField(verbose_name='received at')),
                        ('location', django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326, verbose_name='location')),
                        ('speed_mps', models.FloatField(blank=True, null=True, verbose_name='speed, m/s')),
                        ('heading', models.FloatField(blank=True, null=True, verbose_name='heading')),
                        ('accuracy_m', models.FloatField(blank=True, null=True, verbose_name='accuracy, m')),
                        ('battery', models.FloatField(blank=True, null=True, verbose_name='battery, %')),
                        ('device', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='inspectors.device', verbose_name='device')),
                    ],
                    options={
                        'verbose_name': 'position',
                        'verbose_name_plural': 'positions',
                        'ordering': ('-at',),
                    },
                ),
                migrations.AddConstraint(
                    model_name='position',
                    constraint=models.UniqueConstraint(fields=('device', 'at'), name='position_is_unique_by_device_and_at'),
                ),
            ],
        ),
    ]
