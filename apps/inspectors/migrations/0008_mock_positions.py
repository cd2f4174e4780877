"""A phone may say of a position that it was made up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspectors", "0007_latest_positions_by_cell"),
    ]

    operations = [
        migrations.AddField(
            model_name="position",
            name="is_mock",
            field=models.BooleanField(db_default=False, default=False, verbose_name="made up"),
        ),
    ]
