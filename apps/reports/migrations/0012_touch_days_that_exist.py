"""Every day of a unit with a shift or an assignment waits to be condensed."""

from django.db import migrations

TOUCH = """
SELECT reports_touch_days(unit_id, began_at, COALESCE(ended_at, now())) FROM inspectors_shift;
SELECT reports_touch_work(n) FROM inspectors_assignment n;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_activity_touch_triggers")]

    operations = [migrations.RunSQL(TOUCH, migrations.RunSQL.noop)]
