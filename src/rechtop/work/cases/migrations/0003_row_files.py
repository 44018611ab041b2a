"""Keep every sealed file a row had, and give a row a number that is another at each proposal.

Rows proposed before get no number that can be reached: there are none outside examples.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

NUMBER_THEM = """
UPDATE cases_row SET number = upper(substr(md5(random()::text), 1, 4) || '-'
  || substr(md5(random()::text), 1, 4)) WHERE NOT is_taken_over;
INSERT INTO cases_rowfile (file, case_id)
  SELECT file, case_id FROM cases_row WHERE file IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_registrations_without_a_file")]

    operations = [
        migrations.CreateModel(
            name="RowFile",
            fields=[
                ("file", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="row",
            name="number",
            field=models.CharField(db_collation="C", max_length=9, null=True, unique=True),
        ),
        migrations.RunSQL(NUMBER_THEM, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="row", name="a_row_has_author_reader_and_file_unless_taken_over"
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.CheckConstraint(
                condition=Q(is_taken_over=True)
                | Q(
                    author__isnull=False,
                    reader__isnull=False,
                    file__isnull=False,
                    number__isnull=False,
                    proposed_on__isnull=False,
                ),
                name="a_row_has_author_reader_and_file_unless_taken_over",
            ),
        ),
    ]
