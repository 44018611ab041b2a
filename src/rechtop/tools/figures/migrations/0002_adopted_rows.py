from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]

    operations = [
        migrations.AddField("adoptedyear", "rows", models.JSONField(default=list)),
    ]
