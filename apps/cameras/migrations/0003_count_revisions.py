"""A statement that changes cameras raises the revision of each region it touches."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION cameras_count_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cameras_columnsrevision AS r (region_id, number)
    SELECT DISTINCT region_id, 1 FROM touched ORDER BY region_id
    ON CONFLICT (region_id) DO UPDATE SET number = r.number + 1;
    RETURN NULL;
END $$;

CREATE FUNCTION cameras_count_moved_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cameras_columnsrevision AS r (region_id, number)
    SELECT region_id, 1 FROM (SELECT region_id FROM before UNION SELECT region_id FROM touched) AS both_sides
    ORDER BY region_id
    ON CONFLICT (region_id) DO UPDATE SET number = r.number + 1;
    RETURN NULL;
END $$;

CREATE TRIGGER camera_inserted AFTER INSERT ON cameras_camera
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION cameras_count_revision();
CREATE TRIGGER camera_deleted AFTER DELETE ON cameras_camera
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION cameras_count_revision();
CREATE TRIGGER camera_updated AFTER UPDATE ON cameras_camera
    REFERENCING OLD TABLE AS before NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION cameras_count_moved_revision();

INSERT INTO cameras_columnsrevision (region_id, number) SELECT DISTINCT region_id, 1 FROM cameras_camera;
"""
BACKWARD = """
DROP TRIGGER camera_updated ON cameras_camera;
DROP TRIGGER camera_deleted ON cameras_camera;
DROP TRIGGER camera_inserted ON cameras_camera;
DROP FUNCTION cameras_count_moved_revision();
DROP FUNCTION cameras_count_revision();
DELETE FROM cameras_columnsrevision;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cameras', '0002_columns_revision'),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
