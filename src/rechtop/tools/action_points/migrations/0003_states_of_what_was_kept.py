"""Give the points that were kept the state their words stand for, and the report they come from."""

from django.db import migrations
from django.db.models import F

DONE = ["uitgevoerd", "afgerond", "gedaan", "klaar", "gereed"]


def give_states(apps, schema_editor):
    points = apps.get_model("action_points", "ActionPoint").objects
    points.update(origin_kind="report", origin_number=F("report_year"))
    for word in DONE:
        points.filter(standing__iexact=word).update(state="done")
    for word in ("loopt", "in uitvoering"):
        points.filter(standing__istartswith=word).update(state="under_way")


class Migration(migrations.Migration):
    dependencies = [
        ("action_points", "0002_state_owner_and_notes"),
    ]

    operations = [
        migrations.RunPython(give_states, migrations.RunPython.noop),
    ]
