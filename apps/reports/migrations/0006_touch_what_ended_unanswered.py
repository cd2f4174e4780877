"""Calls without an answer and assignments without an acceptance wait to be condensed anew."""

from django.db import migrations

TOUCH = """
INSERT INTO reports_touch (incident_id, call_id)
SELECT DISTINCT incident_id, CASE WHEN incident_id IS NULL THEN subject_id END
FROM reports_fact
WHERE interval IN ('answering', 'acceptance') AND state IN ('missing', 'open');
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_given_up_and_retried")]

    operations = [migrations.RunSQL(TOUCH, migrations.RunSQL.noop)]
