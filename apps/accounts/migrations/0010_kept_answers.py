"""Answers to writes that came with an Idempotency-Key."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_knocks'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=40, verbose_name='owner')),
                ('key', models.CharField(max_length=200, verbose_name='key')),
                ('request', models.CharField(max_length=64, verbose_name='digest of the request')),
                ('rights', models.CharField(max_length=64, verbose_name='digest of the regions')),
                ('status', models.PositiveSmallIntegerField(default=0, verbose_name='status')),
                ('body', models.TextField(blank=True, default='', verbose_name='answer')),
                ('at', models.DateTimeField(db_index=True, verbose_name='at')),
            ],
            options={
                'verbose_name': 'kept answer',
                'verbose_name_plural': 'kept answers',
                'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='kept_answer_is_one_per_owner_and_key')],
            },
        ),
    ]
