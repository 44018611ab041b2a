from typing import Any

from django.db import migrations, models
from django.db.models import F


def count_as_before(apps: Any, _editor: Any) -> None:
    """Let what was required already count from its first day on, as it did."""
    apps.get_model("training", "Requirement").objects.update(asked_on=F("from_date"))


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_required_activities"),
    ]

    operations = [
        migrations.AddField(
            model_name="requirement",
            name="asked_on",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(count_as_before, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="requirement",
            name="asked_on",
            field=models.DateField(),
        ),
    ]
