
import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameras', '0017_count_turns_apart'),
    ]

    operations = [
        migrations.CreateModel(
            name='ViolationPicture',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(max_length=200, upload_to='', verbose_name='file')),
                ('content_type', models.CharField(max_length=80, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='size, bytes')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('violation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='picture', to='cameras.violation', verbose_name='violation')),
            ],
            options={
                'verbose_name': 'picture of a violation',
                'verbose_name_plural': 'pictures of violations',
            },
        ),
    ]
