from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_history_and_role_rules'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['operator', 'supervisor', 'chief', 'duty_officer', 'inspector', 'admin', 'auditor', 'display'])), name='user_role_is_known'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_staff', True), ('role', 'admin')), models.Q(models.Q(('role', 'admin'), _negated=True), ('is_staff', False)), _connector='OR'), name='user_is_staff_when_admin'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('is_superuser', False), models.Q(('is_national', True), ('role', 'admin')), _connector='OR'), name='user_is_superuser_only_as_national_admin'),
        ),
    ]
