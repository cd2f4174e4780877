"""The counter of all columns' revisions: of nobody, so that emptying a table does not set it back."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("regions", "0006_time_zone_is_known")]

    operations = [migrations.RunSQL("CREATE SEQUENCE regions_columns_stamp", "DROP SEQUENCE regions_columns_stamp")]
