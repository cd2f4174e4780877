from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_index_history'),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX pghistory_context_user ON pghistory_context ((metadata -> 'user'))",
            "DROP INDEX pghistory_context_user",
        ),
    ]
