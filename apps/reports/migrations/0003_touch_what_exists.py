"""Everything that was there before the triggers waits to be condensed."""

from django.db import migrations

TOUCH_ALL = """
INSERT INTO reports_touch (incident_id) SELECT id FROM incidents_incident;
INSERT INTO reports_touch (call_id, incident_id) SELECT id, incident_id FROM incidents_call;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_touch_triggers")]

    operations = [migrations.RunSQL(TOUCH_ALL, migrations.RunSQL.noop)]
