"""Take over the action points of the programme: the same table with its rows, under another name."""

from django.db import migrations, models

TABLE = """
ALTER TABLE programme_actionpoint RENAME TO action_points_actionpoint;
ALTER SEQUENCE programme_actionpoint_id_seq RENAME TO action_points_actionpoint_id_seq;
"""
BACK = """
ALTER SEQUENCE action_points_actionpoint_id_seq RENAME TO programme_actionpoint_id_seq;
ALTER TABLE action_points_actionpoint RENAME TO programme_actionpoint;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "__first__"),
        ("programme", "0002_the_edition_of_a_text"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="ActionPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("report_year", models.PositiveSmallIntegerField()),
                        ("number", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=300)),
                        ("standing", models.CharField(max_length=120)),
                        ("delivery", models.PositiveSmallIntegerField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report_year", "number"),
                                name="one_action_point_of_a_number",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
