"""When a call or an assignment ended without its stop stamp; and when what could not be condensed is tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_complete_history")]

    operations = [
        migrations.AddField("fact", "given_up_at", models.DateTimeField(null=True)),
        migrations.AddField("touch", "retry_at", models.DateTimeField(null=True)),
    ]
