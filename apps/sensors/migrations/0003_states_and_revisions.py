"""A new sensor gets its state; changes of sensors, of kinds and of status are counted for each region."""

from django.db import migrations

FORWARD = """
ALTER TABLE sensors_sensorstate SET (fillfactor = 50);

CREATE FUNCTION sensors_begin_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sensors_sensorstate (sensor_id, is_outside, quiet_low, quiet_high, is_quiet, silent_s, status)
    SELECT id, false, '-Infinity', 'Infinity', false, 'Infinity', 'unknown' FROM touched;
    RETURN NULL;
END $$;

CREATE FUNCTION sensors_count_sensors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sensors_sensorrevision AS r (region_id, sensors, statuses)
    SELECT DISTINCT region_id, 1, 1 FROM touched ORDER BY region_id
    ON CONFLICT (region_id) DO UPDATE SET sensors = r.sensors + 1;
    RETURN NULL;
END $$;

CREATE FUNCTION sensors_count_moved_sensors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sensors_sensorrevision AS r (region_id, sensors, statuses)
    SELECT region_id, 1, 1 FROM (SELECT region_id FROM before UNION SELECT region_id FROM touched) AS both_sides
    ORDER BY region_id
    ON CONFLICT (region_id) DO UPDATE SET sensors = r.sensors + 1;
    RETURN NULL;
END $$;

CREATE FUNCTION sensors_count_kinds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH held AS (SELECT region_id FROM sensors_sensorrevision ORDER BY region_id FOR UPDATE)
    UPDATE sensors_sensorrevision r SET sensors = r.sensors + 1 FROM held WHERE held.region_id = r.region_id;
    RETURN NULL;
END $$;

CREATE TRIGGER sensor_inserted_state AFTER INSERT ON sensors_sensor
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION sensors_begin_state();
CREATE TRIGGER sensor_inserted AFTER INSERT ON sensors_sensor
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION sensors_count_sensors();
CREATE TRIGGER sensor_updated AFTER UPDATE ON sensors_sensor
    REFERENCING OLD TABLE AS before NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION sensors_count_moved_sensors();
CREATE TRIGGER sensor_kind_updated AFTER UPDATE ON sensors_sensorkind
    FOR EACH STATEMENT EXECUTE FUNCTION sensors_count_kinds();

INSERT INTO sensors_sensorrevision (region_id, sensors, statuses) SELECT code, 1, 1 FROM regions_region;
"""
BACKWARD = """
DROP TRIGGER sensor_kind_updated ON sensors_sensorkind;
DROP TRIGGER sensor_updated ON sensors_sensor;
DROP TRIGGER sensor_inserted ON sensors_sensor;
DROP TRIGGER sensor_inserted_state ON sensors_sensor;
DROP FUNCTION sensors_count_kinds();
DROP FUNCTION sensors_count_moved_sensors();
DROP FUNCTION sensors_count_sensors();
DROP FUNCTION sensors_begin_state();
DELETE FROM sensors_sensorrevision;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('sensors', '0002_readings'),
        ('regions', '0001_initial'),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
