"""The feed's tables: events are partitioned by day, and a region brings its counter with it."""

import django.db.models.deletion
from django.db import migrations, models

MAKE_EVENTS = """
CREATE TABLE live_event (
    region_id varchar(5) NOT NULL,
    seq bigint NOT NULL,
    day date NOT NULL,
    topic varchar(40) NOT NULL,
    kind varchar(80) NOT NULL,
    object_id varchar(64) NOT NULL,
    at timestamptz NOT NULL,
    payload text NOT NULL,
    redacted text,
    CONSTRAINT live_event_pkey PRIMARY KEY (region_id, seq, day)
) PARTITION BY RANGE (day);
CREATE TABLE live_event_default PARTITION OF live_event DEFAULT;
"""
DROP_EVENTS = "DROP TABLE live_event;"

MAKE_TRIGGER = """
CREATE FUNCTION live_feed_of_new_region() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO live_regionfeed (region_id, epoch, seq)
    VALUES (NEW.code, replace(gen_random_uuid()::text, '-', ''), 0) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER live_feed_of_new_region AFTER INSERT ON regions_region
    FOR EACH ROW EXECUTE FUNCTION live_feed_of_new_region();
INSERT INTO live_regionfeed (region_id, epoch, seq)
    SELECT code, replace(gen_random_uuid()::text, '-', ''), 0 FROM regions_region ON CONFLICT DO NOTHING;
"""
DROP_TRIGGER = """
DROP TRIGGER live_feed_of_new_region ON regions_region;
DROP FUNCTION live_feed_of_new_region();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("regions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RegionFeed",
            fields=[
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="regions.region",
                        verbose_name="region",
                    ),
                ),
                ("epoch", models.CharField(max_length=32, verbose_name="epoch")),
                ("seq", models.BigIntegerField(default=0, verbose_name="newest number")),
            ],
            options={
                "verbose_name": "region feed",
                "verbose_name_plural": "region feeds",
                "ordering": ("region",),
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MAKE_EVENTS, DROP_EVENTS)],
            state_operations=[
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "region",
                                "seq",
                                "day",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="regions.region",
                                verbose_name="region",
                            ),
                        ),
                        ("seq", models.BigIntegerField(verbose_name="number")),
                        ("day", models.DateField(verbose_name="day")),
                        ("topic", models.CharField(max_length=40, verbose_name="topic")),
                        ("kind", models.CharField(max_length=80, verbose_name="kind")),
                        ("object_id", models.CharField(max_length=64, verbose_name="object")),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("payload", models.TextField(verbose_name="frame")),
                        ("redacted", models.TextField(null=True, verbose_name="frame for displays")),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "ordering": ("region", "seq"),
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="reader")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="regions.region",
                        verbose_name="region",
                    ),
                ),
                ("seq", models.BigIntegerField(verbose_name="last number read")),
            ],
            options={
                "verbose_name": "cursor",
                "verbose_name_plural": "cursors",
                "ordering": ("name", "region"),
                "constraints": [
                    models.UniqueConstraint(fields=("name", "region"), name="one_cursor_per_reader_and_region")
                ],
            },
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "name",
                    models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="work"),
                ),
                ("holder", models.CharField(max_length=120, verbose_name="holder")),
                ("until", models.DateTimeField(verbose_name="until")),
            ],
            options={"verbose_name": "lease", "verbose_name_plural": "leases"},
        ),
        migrations.RunSQL(MAKE_TRIGGER, DROP_TRIGGER),
    ]
