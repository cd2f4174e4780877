"""Roll-ups of days and months, and the marks of days that wait to be rolled up."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0006_touch_what_ended_unanswered'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rollup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(choices=[('day', 'day'), ('month', 'month')], max_length=5)),
                ('starts', models.DateField()),
                ('region_id', models.CharField(max_length=5)),
                ('counted_apart', models.CharField(max_length=32)),
                ('counts', models.BinaryField()),
                ('lengths', models.BinaryField()),
                ('computed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'roll-up',
                'verbose_name_plural': 'roll-ups',
            },
        ),
        migrations.CreateModel(
            name='StaleDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('region_id', models.CharField(max_length=5)),
            ],
            options={
                'verbose_name': 'day to roll up',
                'verbose_name_plural': 'days to roll up',
            },
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(condition=models.Q(('state', 'open'), models.Q(('given_up_at__isnull', False), ('state', 'missing')), _connector='OR'), fields=['day', 'region_id'], name='fact_without_stop'),
        ),
        migrations.AddConstraint(
            model_name='rollup',
            constraint=models.UniqueConstraint(fields=('unit', 'region_id', 'starts'), name='rollup_is_one_per_unit_region_and_start'),
        ),
        migrations.AddConstraint(
            model_name='rollup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('unit', 'month'), _negated=True), ('starts__day', 1), _connector='OR'), name='rollup_month_starts_on_the_first'),
        ),
        migrations.AddIndex(
            model_name='staleday',
            index=models.Index(fields=['day', 'region_id'], name='stale_day_by_day_and_region'),
        ),
    ]
