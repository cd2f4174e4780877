"""What changes an incident, a call or an assignment leaves a row in reports_touch: no code path can miss it."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION reports_touch_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO reports_touch (incident_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE FUNCTION reports_touch_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO reports_touch (call_id, incident_id) VALUES (NEW.id, NEW.incident_id);
  IF TG_OP = 'UPDATE' AND OLD.incident_id IS DISTINCT FROM NEW.incident_id AND OLD.incident_id IS NOT NULL THEN
    INSERT INTO reports_touch (incident_id) VALUES (OLD.incident_id);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION reports_touch_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO reports_touch (incident_id) VALUES (NEW.incident_id);
  RETURN NULL;
END $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION reports_touch_incident;
DROP FUNCTION reports_touch_call;
DROP FUNCTION reports_touch_assignment;
"""


def trigger(name: str, table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name}_added AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();"
        f"CREATE TRIGGER {name}_changed AFTER UPDATE ON {table} FOR EACH ROW"
        f" WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION {name}();",
        f"DROP TRIGGER {name}_added ON {table}; DROP TRIGGER {name}_changed ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_facts_and_runs"),
        ("incidents", "0001_incidents"),
        ("inspectors", "0003_assignments"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        trigger("reports_touch_incident", "incidents_incident"),
        trigger("reports_touch_call", "incidents_call"),
        trigger("reports_touch_assignment", "inspectors_assignment"),
    ]
