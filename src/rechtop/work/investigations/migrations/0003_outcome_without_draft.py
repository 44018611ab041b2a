from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("investigations", "0002_missed_reactions")]

    operations = [
        migrations.AlterField(
            model_name="personaldraft",
            name="react_by",
            field=models.DateField(null=True),
        ),
    ]
