"""Let a file tell, sealed, who holds it, and let one key pair be withdrawn.

Files made before have no header and open no more: there are none outside examples.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="keypair",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sealedfile",
            name="header",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(
            model_name="keypair", name="one_key_pair_for_each_sphere"
        ),
        migrations.AddConstraint(
            model_name="keypair",
            constraint=models.UniqueConstraint(
                condition=models.Q(("holder__isnull", False), ("withdrawn_at__isnull", True)),
                fields=("holder", "sphere"),
                name="one_key_pair_for_each_sphere",
            ),
        ),
    ]
