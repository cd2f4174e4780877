"""An inspector's account is one with the role of an inspector."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspectors", "0004_history_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "inspector",
            "user",
            models.OneToOneField(
                blank=True,
                limit_choices_to={"role": "inspector"},
                null=True,
                on_delete=models.PROTECT,
                related_name="inspector",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AlterField(
            "inspectorevent",
            "user",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                limit_choices_to={"role": "inspector"},
                null=True,
                on_delete=models.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
    ]
