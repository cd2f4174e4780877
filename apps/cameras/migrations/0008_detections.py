
import apps.core.ids
import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cameras', '0007_viewings'),
        ('regions', '0006_time_zone_is_known'),
    ]

    operations = [
        migrations.CreateModel(
            name='Detection',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('intake', models.CharField(editable=False, max_length=40)),
                ('source', models.CharField(max_length=40, verbose_name='source')),
                ('source_ref', models.CharField(max_length=120, verbose_name='reference')),
                ('label', models.CharField(max_length=60, verbose_name='label')),
                ('sub_label', models.CharField(blank=True, max_length=120, verbose_name='sub-label')),
                ('score', models.FloatField(blank=True, null=True, verbose_name='score')),
                ('sub_score', models.FloatField(blank=True, null=True, verbose_name='score of the sub-label')),
                ('zones', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None, verbose_name='zones of the picture')),
                ('location', django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326, verbose_name='location')),
                ('began_at', models.DateTimeField(verbose_name='began at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('updated_at', models.DateTimeField(verbose_name='updated at')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('camera', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='detections', to='cameras.camera', verbose_name='camera')),
                ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'detection',
                'verbose_name_plural': 'detections',
                'ordering': ('-began_at', '-id'),
                'indexes': [models.Index(fields=['region', '-began_at', '-id'], name='detection_by_region'), models.Index(fields=['camera', '-began_at'], name='detection_by_camera'), models.Index(fields=['-began_at', '-id'], name='detection_by_began_at'), models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['region', '-began_at'], name='detection_open_by_region')],
                'constraints': [models.UniqueConstraint(fields=('intake', 'source', 'source_ref'), name='detection_is_one_per_intake_source_and_ref'), models.CheckConstraint(condition=models.Q(('score__isnull', True), ('score__range', (0, 1)), _connector='OR'), name='detection_score_is_0_to_1'), models.CheckConstraint(condition=models.Q(('sub_score__isnull', True), ('sub_score__range', (0, 1)), _connector='OR'), name='detection_sub_score_is_0_to_1')],
            },
        ),
    ]
