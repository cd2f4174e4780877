"""Readings of number plates, partitioned by days. Rows of no day of its own stand in the default partition."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

CREATE = """
CREATE SEQUENCE cameras_plateread_id_seq AS bigint;
CREATE TABLE cameras_plateread (
    id bigint NOT NULL DEFAULT nextval('cameras_plateread_id_seq'),
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    plate varchar(16) NOT NULL,
    key varchar(16) NOT NULL,
    confidence double precision,
    direction varchar(12) NOT NULL,
    speed_kmh double precision,
    limit_kmh smallint,
    vehicle jsonb NOT NULL,
    source varchar(40) NOT NULL,
    source_ref varchar(120) NOT NULL,
    camera_id bigint NOT NULL
        CONSTRAINT plate_read_camera_fk REFERENCES cameras_camera (id) DEFERRABLE INITIALLY DEFERRED,
    region_id varchar(5) NOT NULL,
    CONSTRAINT plate_read_is_one_per_camera_moment_and_plate UNIQUE (camera_id, at, key)
) PARTITION BY RANGE (at);
ALTER SEQUENCE cameras_plateread_id_seq OWNED BY cameras_plateread.id;
CREATE TABLE cameras_plateread_default PARTITION OF cameras_plateread DEFAULT;
CREATE INDEX plate_read_by_plate ON cameras_plateread (key, at);
CREATE INDEX plate_read_by_part ON cameras_plateread USING gin (key gin_trgm_ops);
CREATE INDEX plate_read_by_region ON cameras_plateread (region_id, at);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cameras', '0008_detections'),
        ('regions', '0006_time_zone_is_known'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, 'DROP TABLE cameras_plateread')],
            state_operations=[
                migrations.CreateModel(
                    name='PlateRead',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(verbose_name='at')),
                        ('plate', models.CharField(max_length=16, verbose_name='number plate')),
                        ('key', models.CharField(editable=False, max_length=16)),
                        ('confidence', models.FloatField(blank=True, null=True, verbose_name='confidence')),
                        ('direction', models.CharField(choices=[('approaching', 'approaching'), ('leaving', 'leaving'), ('unknown', 'unknown')], default='unknown', max_length=12, verbose_name='direction')),
                        ('received_at', models.DateTimeField(verbose_name='received at')),
                        ('speed_kmh', models.FloatField(blank=True, null=True, verbose_name='speed, km/h')),
                        ('limit_kmh', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='speed limit, km/h')),
                        ('vehicle', models.JSONField(blank=True, default=dict, verbose_name='vehicle')),
                        ('source', models.CharField(blank=True, max_length=40, verbose_name='source')),
                        ('source_ref', models.CharField(blank=True, max_length=120, verbose_name='reference')),
                        ('camera', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='plate_reads', to='cameras.camera', verbose_name='camera')),
                        ('region', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='regions.region', verbose_name='region')),
                    ],
                    options={
                        'verbose_name': 'plate reading',
                        'verbose_name_plural': 'plate readings',
                        'ordering': ('-at',),
                        'indexes': [models.Index(fields=['key', 'at'], name='plate_read_by_plate'), django.contrib.postgres.indexes.GinIndex(fields=['key'], name='plate_read_by_part', opclasses=['gin_trgm_ops']), models.Index(fields=['region', 'at'], name='plate_read_by_region')],
                        'constraints': [models.UniqueConstraint(fields=('camera', 'at', 'key'), name='plate_read_is_one_per_camera_moment_and_plate')],
                    },
                ),
            ],
        ),
    ]
