"""A camera's health changes often, its place seldom: the two are counted apart, and what no column shows not at all."""

from importlib import import_module

from django.db import migrations

from apps.regions.columns.triggers import counting, uncounting

TABLE = "cameras_camera"
FIXED = ("region_id", "location", "kind", "azimuth", "fov_deg", "range_m", "retired_at")
OLD = import_module("apps.cameras.migrations.0003_count_revisions")


class Migration(migrations.Migration):

    dependencies = [("cameras", "0016_fixed_revisions"), ("regions", "0007_columns_stamp")]

    operations = [
        # Without the statement that counts at the start: numbers are there already, and the new ones are greater.
        migrations.RunSQL(
            OLD.BACKWARD.replace("DELETE FROM cameras_columnsrevision;", ""),
            OLD.FORWARD.partition("INSERT INTO cameras_columnsrevision (region_id, number) SELECT")[0],
        ),
        migrations.RunSQL(
            counting(TABLE, "cameras_columnsrevision", fixed=FIXED, turning=("status",)), uncounting(TABLE)
        ),
    ]
