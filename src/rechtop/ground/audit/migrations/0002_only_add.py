"""Let nobody change or take away a line of the trail, whatever role they work in."""

from django.db import migrations

TABLES = ("audit_entry", "audit_link", "audit_head")

FORBID = """
CREATE FUNCTION audit_only_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the trail is only added to';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER only_add BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION audit_only_add();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION audit_only_add();
"""
    for table in TABLES
)

ALLOW = "".join(
    f"DROP TRIGGER only_add ON {table}; DROP TRIGGER never_emptied ON {table};" for table in TABLES
) + "DROP FUNCTION audit_only_add();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
