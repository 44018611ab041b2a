"""Keep the day on which someone got the outcome, and let no decision wait in a closed case."""

from typing import Any

from django.db import migrations, models
from django.db.models import F


def settle(apps: Any, schema_editor: Any) -> None:
    """Who reads the outcome alone got it when it was sent. Of drafts the day was not kept."""
    drafts = apps.get_model("investigations", "PersonalDraft").objects.filter(react_by=None)
    drafts.update(outcome_on=F("sent_on"))
    asked = apps.get_model("investigations", "Investigation").objects.filter(state="asked")
    for one in asked.filter(case__state="closed").select_related("case"):
        one.state, one.finished_on = "finished", one.case.closed_on or one.asked_on
        one.save(update_fields=["state", "finished_on"])


class Migration(migrations.Migration):
    dependencies = [("investigations", "0003_outcome_without_draft")]

    operations = [
        migrations.AddField(
            model_name="personaldraft",
            name="outcome_on",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(settle, migrations.RunPython.noop),
    ]
