"""What adds, changes or takes away facts leaves their days in reports_staleday, in the same transaction."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION reports_stale_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO reports_staleday (day, region_id) SELECT DISTINCT day, region_id FROM touched;
  RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER reports_stale_added AFTER INSERT ON reports_fact
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION reports_stale_days();
CREATE TRIGGER reports_stale_taken AFTER DELETE ON reports_fact
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION reports_stale_days();
CREATE TRIGGER reports_stale_left AFTER UPDATE ON reports_fact
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION reports_stale_days();
CREATE TRIGGER reports_stale_entered AFTER UPDATE ON reports_fact
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION reports_stale_days();
"""
NO_TRIGGERS = """
DROP TRIGGER reports_stale_added ON reports_fact;
DROP TRIGGER reports_stale_taken ON reports_fact;
DROP TRIGGER reports_stale_left ON reports_fact;
DROP TRIGGER reports_stale_entered ON reports_fact;
"""
# The bytes come deflated: PostgreSQL need not try.
AS_IT_IS = """
ALTER TABLE reports_rollup ALTER counts SET STORAGE EXTERNAL, ALTER lengths SET STORAGE EXTERNAL;
"""
AS_BEFORE = """
ALTER TABLE reports_rollup ALTER counts SET STORAGE EXTENDED, ALTER lengths SET STORAGE EXTENDED;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_roll_ups")]

    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION reports_stale_days;"),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(AS_IT_IS, AS_BEFORE),
    ]
