"""Keep that another was asked to decide on what follows an investigation that ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("investigations", "0004_day_of_the_outcome")]

    operations = [
        migrations.AddField(
            model_name="investigation",
            name="asked_again_on",
            field=models.DateField(null=True),
        ),
    ]
