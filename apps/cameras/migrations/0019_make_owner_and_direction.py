"""What a register of cameras knows besides: make, model, owner, the direction as its owner says it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameras', '0018_violation_pictures'),
        ('regions', '0007_columns_stamp'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='camera',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='camera',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='camera',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='camera',
            name='analytics_name',
            field=models.CharField(blank=True, help_text='What analytics systems call it in their messages; empty: by its code.', max_length=60, verbose_name='name in video analytics'),
        ),
        migrations.AddField(
            model_name='camera',
            name='direction',
            field=models.CharField(blank=True, help_text='As the register of its owner says it.', max_length=60, verbose_name='direction as given'),
        ),
        migrations.AddField(
            model_name='camera',
            name='make',
            field=models.CharField(blank=True, max_length=60, verbose_name='make'),
        ),
        migrations.AddField(
            model_name='camera',
            name='model',
            field=models.CharField(blank=True, max_length=60, verbose_name='model'),
        ),
        migrations.AddField(
            model_name='camera',
            name='owner',
            field=models.CharField(blank=True, max_length=150, verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='cameraevent',
            name='analytics_name',
            field=models.CharField(blank=True, help_text='What analytics systems call it in their messages; empty: by its code.', max_length=60, verbose_name='name in video analytics'),
        ),
        migrations.AddField(
            model_name='cameraevent',
            name='direction',
            field=models.CharField(blank=True, help_text='As the register of its owner says it.', max_length=60, verbose_name='direction as given'),
        ),
        migrations.AddField(
            model_name='cameraevent',
            name='make',
            field=models.CharField(blank=True, max_length=60, verbose_name='make'),
        ),
        migrations.AddField(
            model_name='cameraevent',
            name='model',
            field=models.CharField(blank=True, max_length=60, verbose_name='model'),
        ),
        migrations.AddField(
            model_name='cameraevent',
            name='owner',
            field=models.CharField(blank=True, max_length=150, verbose_name='owner'),
        ),
        migrations.AddIndex(
            model_name='camera',
            index=models.Index(condition=models.Q(('analytics_name', ''), _negated=True), fields=['analytics_name'], name='camera_by_analytics_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='camera',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cameras_cameraevent" ("address", "analytics_name", "azimuth", "code", "direction", "district_id", "fov_deg", "id", "kind", "location", "make", "model", "name", "node_id", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "range_m", "region_id", "retired_at", "snapshot_url", "stream_url") VALUES (NEW."address", NEW."analytics_name", NEW."azimuth", NEW."code", NEW."direction", NEW."district_id", NEW."fov_deg", NEW."id", NEW."kind", NEW."location", NEW."make", NEW."model", NEW."name", NEW."node_id", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."range_m", NEW."region_id", NEW."retired_at", NEW."snapshot_url", NEW."stream_url"); RETURN NULL;', hash='db72df164349bba982de609ea55c9c7b2c41bda9', operation='INSERT', pgid='pgtrigger_insert_insert_db14b', table='cameras_camera', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='camera',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."analytics_name" IS DISTINCT FROM (NEW."analytics_name") OR OLD."azimuth" IS DISTINCT FROM (NEW."azimuth") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."direction" IS DISTINCT FROM (NEW."direction") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."fov_deg" IS DISTINCT FROM (NEW."fov_deg") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."location" IS DISTINCT FROM (NEW."location") OR OLD."make" IS DISTINCT FROM (NEW."make") OR OLD."model" IS DISTINCT FROM (NEW."model") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."node_id" IS DISTINCT FROM (NEW."node_id") OR OLD."owner" IS DISTINCT FROM (NEW."owner") OR OLD."range_m" IS DISTINCT FROM (NEW."range_m") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."retired_at" IS DISTINCT FROM (NEW."retired_at") OR OLD."snapshot_url" IS DISTINCT FROM (NEW."snapshot_url") OR OLD."stream_url" IS DISTINCT FROM (NEW."stream_url"))', func='INSERT INTO "cameras_cameraevent" ("address", "analytics_name", "azimuth", "code", "direction", "district_id", "fov_deg", "id", "kind", "location", "make", "model", "name", "node_id", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "range_m", "region_id", "retired_at", "snapshot_url", "stream_url") VALUES (NEW."address", NEW."analytics_name", NEW."azimuth", NEW."code", NEW."direction", NEW."district_id", NEW."fov_deg", NEW."id", NEW."kind", NEW."location", NEW."make", NEW."model", NEW."name", NEW."node_id", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."range_m", NEW."region_id", NEW."retired_at", NEW."snapshot_url", NEW."stream_url"); RETURN NULL;', hash='9b8caa9a93c6704a996f4cf68c50510a13baaecf', operation='UPDATE', pgid='pgtrigger_update_update_522c6', table='cameras_camera', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='camera',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cameras_cameraevent" ("address", "analytics_name", "azimuth", "code", "direction", "district_id", "fov_deg", "id", "kind", "location", "make", "model", "name", "node_id", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "range_m", "region_id", "retired_at", "snapshot_url", "stream_url") VALUES (OLD."address", OLD."analytics_name", OLD."azimuth", OLD."code", OLD."direction", OLD."district_id", OLD."fov_deg", OLD."id", OLD."kind", OLD."location", OLD."make", OLD."model", OLD."name", OLD."node_id", OLD."owner", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."range_m", OLD."region_id", OLD."retired_at", OLD."snapshot_url", OLD."stream_url"); RETURN NULL;', hash='98031f90b670586c33c3d40ce244ee16f9246b60', operation='DELETE', pgid='pgtrigger_delete_delete_49f5a', table='cameras_camera', when='AFTER')),
        ),
    ]
