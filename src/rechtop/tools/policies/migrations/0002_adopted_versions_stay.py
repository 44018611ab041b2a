"""Let nobody change or take away a version that was adopted, whatever role they work in."""

from django.db import migrations

FORBID = """
CREATE FUNCTION policies_adopted_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an adopted version of a policy never changes';
END $$;
CREATE TRIGGER adopted_stays BEFORE UPDATE OR DELETE ON policies_policyversion
  FOR EACH ROW WHEN (OLD.adopted_on IS NOT NULL) EXECUTE FUNCTION policies_adopted_stays();
"""

ALLOW = """
DROP TRIGGER adopted_stays ON policies_policyversion;
DROP FUNCTION policies_adopted_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
