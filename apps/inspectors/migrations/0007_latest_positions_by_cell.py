"""Latest positions are found by a cell of a grid: no index holds what changes with each of them, and pages have room."""

import apps.core.grid
from django.db import migrations, models

STORAGE = """
ALTER TABLE inspectors_latestposition SET (
    fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_cost_delay = 0
)
"""
PLAIN = """
ALTER TABLE inspectors_latestposition RESET (
    fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_vacuum_cost_delay
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inspectors", "0006_dispatch_rules_needs_and_aid"),
    ]

    operations = [
        migrations.RunSQL(STORAGE, PLAIN),
        migrations.RemoveIndex(model_name="latestposition", name="latest_position_geography"),
        migrations.RemoveIndex(model_name="latestposition", name="latest_position_by_received_at"),
        migrations.AddField(
            model_name="latestposition",
            name="cell",
            field=models.GeneratedField(
                db_persist=True,
                editable=False,
                expression=apps.core.grid.Cell("location"),
                output_field=models.IntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="latestposition",
            index=models.Index(fields=["cell"], name="latest_position_by_cell"),
        ),
    ]
