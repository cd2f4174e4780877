"""A time zone that PostgreSQL does not know becomes that of the country."""

from django.db import migrations

MEND = """
UPDATE regions_region SET time_zone = 'Asia/Tashkent'
WHERE NOT EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = time_zone);
"""


class Migration(migrations.Migration):
    dependencies = [("regions", "0004_queue_has_no_boundary")]

    operations = [migrations.RunSQL(MEND, migrations.RunSQL.noop)]
