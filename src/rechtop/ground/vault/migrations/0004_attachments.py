"""Let sealed files have attachments on disk."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0003_passing_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('draft', models.BinaryField(null=True)),
                ('half', models.BinaryField(null=True)),
                ('at', models.DateTimeField()),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vault.sealedfile')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('draft__isnull', False)), fields=['draft'], name='blob_of_draft'), models.Index(condition=models.Q(('half__isnull', False)), fields=['at'], name='blob_half')],
                'constraints': [models.CheckConstraint(condition=models.Q(('file__isnull', True), ('draft__isnull', True), _connector='XOR'), name='a_blob_is_of_a_file_or_of_a_draft')],
            },
        ),
    ]
