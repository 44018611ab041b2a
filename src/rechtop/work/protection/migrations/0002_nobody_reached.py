from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_begin")]

    operations = [
        migrations.AlterField(
            model_name="checkin",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "Gevraagd"),
                    ("well", "Geen nadeel"),
                    ("detriment", "Nadeel gemeld"),
                    ("unreached", "Niemand te bereiken"),
                    ("unanswered", "Geen antwoord"),
                    ("stopped", "Niet meer gevraagd"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
    ]
