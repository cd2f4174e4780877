"""Refusals of strangers, counted by network and minute."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_more_kinds_of_entries")]

    operations = [
        migrations.CreateModel(
            name="Knock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("network", models.CharField(max_length=43, verbose_name="network")),
                ("minute", models.DateTimeField(verbose_name="minute")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="count")),
            ],
            options={
                "verbose_name": "refusals of strangers",
                "verbose_name_plural": "refusals of strangers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "minute"), name="knock_is_one_per_network_and_minute"
                    )
                ],
            },
        ),
    ]
