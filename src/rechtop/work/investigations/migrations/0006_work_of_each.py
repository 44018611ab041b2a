"""Keep the hours and cost of each who did an investigation under their own kind."""

from typing import Any

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def settle(apps: Any, schema_editor: Any) -> None:
    """What was noted so far is of the kind it counted as; whether another did part was not kept."""
    apps.get_model("investigations", "Investigation").objects.update(done_by=F("kind"))



class Migration(migrations.Migration):

    dependencies = [
        ('investigations', '0005_asked_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='investigation',
            name='done_by',
            field=models.CharField(blank=True, choices=[('internal', 'Intern, door de eigen onderzoekers'), ('external', 'Extern, door een bureau')], max_length=8),
        ),
        migrations.CreateModel(
            name='EarlierWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('internal', 'Intern, door de eigen onderzoekers'), ('external', 'Extern, door een bureau')], max_length=8)),
                ('hours', models.DecimalField(decimal_places=2, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(0)])),
                ('cost', models.DecimalField(decimal_places=2, max_digits=11, null=True, validators=[django.core.validators.MinValueValidator(0)])),
                ('investigation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='investigations.investigation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hours__isnull', True), ('hours__gte', 0), _connector='OR'), models.Q(('cost__isnull', True), ('cost__gte', 0), _connector='OR')), name='earlier_hours_and_cost_are_not_negative')],
            },
        ),
        migrations.RunPython(settle, migrations.RunPython.noop),
    ]
