"""Leave the action points to their own room, which took over the table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0002_the_edition_of_a_text"),
        ("action_points", "0001_from_the_programme"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="ActionPoint")],
        ),
    ]
