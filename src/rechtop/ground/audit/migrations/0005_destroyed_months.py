"""Let a line of the trail be taken away only where a declaration of its month stands.

The running role may add no declaration and take nothing away (doors/cli/setting_up.py), so that
whoever works in it cannot shorten the trail. An owner without a declaration is stopped as before.
"""

from django.db import migrations

ALLOW_DECLARED = """
CREATE FUNCTION audit_only_declared() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  place bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF TG_TABLE_NAME = 'audit_entry' THEN
      SELECT position INTO place FROM audit_link WHERE entry_id = OLD.id;
    ELSE
      place := OLD.position;
    END IF;
    IF EXISTS (SELECT 1 FROM audit_segment WHERE place BETWEEN first_position AND last_position)
    THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'the trail is only added to';
END $$;
""" + "".join(
    f"""
DROP TRIGGER only_add ON {table};
CREATE TRIGGER only_add BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION audit_only_declared();
"""
    for table in ("audit_entry", "audit_link", "audit_head")
)

FORBID_CHANGES = "".join(
    f"""
CREATE TRIGGER only_add BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION audit_only_add();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION audit_only_add();
"""
    for table in ("audit_segment", "audit_week")
)

BACK = "".join(
    f"""
DROP TRIGGER only_add ON {table};
CREATE TRIGGER only_add BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION audit_only_add();
"""
    for table in ("audit_entry", "audit_link", "audit_head")
) + "".join(
    f"DROP TRIGGER only_add ON {table}; DROP TRIGGER never_emptied ON {table};"
    for table in ("audit_segment", "audit_week")
) + "DROP FUNCTION audit_only_declared();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_weeks_and_months")]
    operations = [migrations.RunSQL(ALLOW_DECLARED + FORBID_CHANGES, BACK)]
