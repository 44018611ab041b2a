from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_beside_files")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["regime_taken_in", "-id"], name="case_taken_in"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("hold_since__isnull", False)),
                fields=["-id"],
                name="case_on_hold",
            ),
        ),
    ]
