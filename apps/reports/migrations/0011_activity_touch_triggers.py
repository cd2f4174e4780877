"""What changes a shift, an assignment, or whether an incident is an exercise marks the units' days it touches."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION reports_touch_days(unit bigint, since timestamptz, until timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO reports_activitytouch (unit_id, day)
  SELECT unit, d.day::date FROM generate_series(
    (since AT TIME ZONE 'Asia/Tashkent')::date, (GREATEST(since, until) AT TIME ZONE 'Asia/Tashkent')::date, '1 day'
  ) AS d(day) WHERE since IS NOT NULL;
$$;
CREATE FUNCTION reports_touch_work(n inspectors_assignment) RETURNS void LANGUAGE sql AS $$
  SELECT reports_touch_days(
    n.unit_id,
    COALESCE(n.assigned_at, n.accepted_at, n.en_route_at, n.on_scene_at, n.cleared_at, n.ended_at),
    COALESCE(n.ended_at, CASE WHEN n.status IN ('assigned', 'accepted', 'en_route', 'on_scene') THEN now() END)
  );
$$;
CREATE FUNCTION reports_touch_shift_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM reports_touch_days(NEW.unit_id, NEW.began_at, COALESCE(NEW.ended_at, now()));
  IF TG_OP = 'UPDATE' THEN
    PERFORM reports_touch_days(OLD.unit_id, OLD.began_at, COALESCE(OLD.ended_at, now()));
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION reports_touch_assignment_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM reports_touch_work(NEW);
  IF TG_OP = 'UPDATE' THEN
    PERFORM reports_touch_work(OLD);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION reports_touch_exercise_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM reports_touch_work(n) FROM inspectors_assignment n WHERE n.incident_id = NEW.id;
  RETURN NULL;
END $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION reports_touch_exercise_days;
DROP FUNCTION reports_touch_assignment_days;
DROP FUNCTION reports_touch_shift_days;
DROP FUNCTION reports_touch_work;
DROP FUNCTION reports_touch_days;
"""
TRIGGERS = """
CREATE TRIGGER reports_shift_days_added AFTER INSERT ON inspectors_shift
  FOR EACH ROW EXECUTE FUNCTION reports_touch_shift_days();
CREATE TRIGGER reports_shift_days_changed AFTER UPDATE ON inspectors_shift
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION reports_touch_shift_days();
CREATE TRIGGER reports_assignment_days_added AFTER INSERT ON inspectors_assignment
  FOR EACH ROW EXECUTE FUNCTION reports_touch_assignment_days();
CREATE TRIGGER reports_assignment_days_changed AFTER UPDATE ON inspectors_assignment
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION reports_touch_assignment_days();
CREATE TRIGGER reports_exercise_days_changed AFTER UPDATE ON incidents_incident
  FOR EACH ROW WHEN (OLD.is_exercise <> NEW.is_exercise) EXECUTE FUNCTION reports_touch_exercise_days();
"""
NO_TRIGGERS = """
DROP TRIGGER reports_shift_days_added ON inspectors_shift;
DROP TRIGGER reports_shift_days_changed ON inspectors_shift;
DROP TRIGGER reports_assignment_days_added ON inspectors_assignment;
DROP TRIGGER reports_assignment_days_changed ON inspectors_assignment;
DROP TRIGGER reports_exercise_days_changed ON incidents_incident;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_activity_of_days"), ("inspectors", "0009_shifts")]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
