from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0004_reminded'),
    ]

    operations = [
        migrations.AddField(
            model_name='policyversion',
            name='offered_on',
            field=models.DateField(null=True),
        ),
    ]
