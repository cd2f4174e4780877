"""A region's revision of what seldom changes, beside that of everything."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cameras", "0015_maintenance_windows")]

    operations = [
        migrations.AddField(
            model_name="columnsrevision",
            name="fixed",
            field=models.BigIntegerField(default=0, verbose_name="number of what seldom changes"),
        ),
    ]
