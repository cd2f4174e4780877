"""A region's time zone is one that PostgreSQL knows."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models.lookups import IsNull


class Migration(migrations.Migration):
    dependencies = [("regions", "0005_known_time_zones")]

    operations = [
        migrations.AddConstraint(
            "region",
            models.CheckConstraint(
                condition=IsNull(
                    models.Func(
                        "time_zone",
                        models.Value(datetime(2000, 1, 1, tzinfo=UTC), models.DateTimeField()),
                        function="timezone",
                        output_field=models.DateTimeField(),
                    ),
                    False,
                ),
                name="region_time_zone_is_known",
            ),
        ),
    ]
