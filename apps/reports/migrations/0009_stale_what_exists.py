"""Every day that has facts waits to be rolled up."""

from django.db import migrations

MARK_ALL = "INSERT INTO reports_staleday (day, region_id) SELECT DISTINCT day, region_id FROM reports_fact;"


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_stale_day_triggers")]

    operations = [migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop)]
