"""The copies of rows that the audit trail keeps are append-only, and deletions are kept too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0001_incidents'),
    ]

    operations = [
        migrations.AlterField(
            model_name='callevent',
            name='pgh_created_at',
            field=models.DateTimeField(auto_now_add=True, db_index=True),
        ),
        migrations.AlterField(
            model_name='incidentevent',
            name='pgh_created_at',
            field=models.DateTimeField(auto_now_add=True, db_index=True),
        ),
        migrations.AlterField(
            model_name='incidenttypeevent',
            name='pgh_created_at',
            field=models.DateTimeField(auto_now_add=True, db_index=True),
        ),
        migrations.AlterField(
            model_name='targetevent',
            name='pgh_created_at',
            field=models.DateTimeField(auto_now_add=True, db_index=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='call',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_callevent" ("address", "answered_at", "channel", "client_id", "ended_at", "id", "incident_id", "intake", "location", "location_accuracy_m", "location_source", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang_at", "recorded_at", "region_id", "source", "source_ref", "taken_by_id") VALUES (OLD."address", OLD."answered_at", OLD."channel", OLD."client_id", OLD."ended_at", OLD."id", OLD."incident_id", OLD."intake", OLD."location", OLD."location_accuracy_m", OLD."location_source", OLD."note", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rang_at", OLD."recorded_at", OLD."region_id", OLD."source", OLD."source_ref", OLD."taken_by_id"); RETURN NULL;', hash='82a234aeb38fb8af41230c97bc68c13a38003408', operation='DELETE', pgid='pgtrigger_delete_delete_9066a', table='incidents_call', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b9128fb6d64f00ed1f787f1fff04ae6e2c739977', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_34719', table='incidents_callevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incident',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_incidentevent" ("acknowledged_at", "address", "calls_count", "client_id", "closed_at", "description", "dispatched_at", "district_id", "en_route_at", "handler_id", "held_from", "highest_priority", "id", "initial_priority", "intake", "is_exercise", "is_officer_initiated", "is_outside", "is_ringing", "location", "location_accuracy_m", "location_source", "merged_into_id", "number", "on_scene_at", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "recorded_at", "region_id", "reported_at", "reported_by_id", "resolved_at", "source", "source_ref", "status", "title", "type_id", "version") VALUES (OLD."acknowledged_at", OLD."address", OLD."calls_count", OLD."client_id", OLD."closed_at", OLD."description", OLD."dispatched_at", OLD."district_id", OLD."en_route_at", OLD."handler_id", OLD."held_from", OLD."highest_priority", OLD."id", OLD."initial_priority", OLD."intake", OLD."is_exercise", OLD."is_officer_initiated", OLD."is_outside", OLD."is_ringing", OLD."location", OLD."location_accuracy_m", OLD."location_source", OLD."merged_into_id", OLD."number", OLD."on_scene_at", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."priority", OLD."recorded_at", OLD."region_id", OLD."reported_at", OLD."reported_by_id", OLD."resolved_at", OLD."source", OLD."source_ref", OLD."status", OLD."title", OLD."type_id", OLD."version"); RETURN NULL;', hash='3175b9b9c0fdf048c34bd9031e0d3d2ab56d8e70', operation='DELETE', pgid='pgtrigger_delete_delete_2fefa', table='incidents_incident', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incidentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='660df2a5ede432f1e06e892ca87c4cd25e0a272c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7b202', table='incidents_incidentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incidenttype',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_incidenttypeevent" ("category", "code", "default_priority", "is_active", "name_en", "name_ru", "name_uz", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."category", OLD."code", OLD."default_priority", OLD."is_active", OLD."name_en", OLD."name_ru", OLD."name_uz", _pgh_attach_context(), NOW(), \'delete\', OLD."code"); RETURN NULL;', hash='a359173bf5c16923119f0e88eb0f317fc7ca8bd0', operation='DELETE', pgid='pgtrigger_delete_delete_8ec27', table='incidents_incidenttype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incidenttypeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b7eadf7de2bd6dcc689a207388617ea592984cc4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c3958', table='incidents_incidenttypeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "incidents_targetevent" ("id", "interval", "limit_s", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "share", "type_id") VALUES (OLD."id", OLD."interval", OLD."limit_s", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."priority", OLD."share", OLD."type_id"); RETURN NULL;', hash='a545d3591269eabfa077dd8628eef263c6c632e5', operation='DELETE', pgid='pgtrigger_delete_delete_1e297', table='incidents_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='targetevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e663c245ce9e9eddd3d96d4632f19a2e28d5961', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eb588', table='incidents_targetevent', when='BEFORE')),
        ),
    ]
