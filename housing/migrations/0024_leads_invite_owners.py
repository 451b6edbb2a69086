"""The lead of an initiative invites the owner of its property, sends that again, takes it back, and ends the role.

Only for properties of the own initiative, and for no other role there. The link in the mail was already theirs to make.
"""

from django.db import migrations

LED_SQL = """
CREATE FUNCTION housing_led_properties() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE led uuid[] := app_scopes('team.manage');
BEGIN
  -- Most people lead nothing.
  IF led = '{}' THEN RETURN led; END IF;
  RETURN ARRAY(SELECT p.id FROM housing_property p WHERE p.initiative_scope_id = ANY (led));
END $$;
ALTER FUNCTION housing_led_properties() OWNER TO definer;
"""
LED_UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION housing_led_properties();
RESET ROLE
"""

_LED = "role = 'property_owner' AND scope = 'property' AND scope_id = ANY ((SELECT housing_led_properties())::uuid[])"
RIGHTS_SQL = f"""
CREATE POLICY leads_read ON members_invitation FOR SELECT TO app USING ({_LED});
CREATE POLICY leads_update ON members_invitation FOR UPDATE TO app USING ({_LED}) WITH CHECK ({_LED});
CREATE POLICY leads_insert ON members_invitation FOR INSERT TO app WITH CHECK ({_LED} AND EXISTS (
  SELECT FROM housing_property p
  WHERE p.id = members_invitation.scope_id AND p.municipality_id = members_invitation.municipality_id));
CREATE POLICY leads_read ON municipalities_membership FOR SELECT TO app USING ({_LED});
CREATE POLICY leads_end ON municipalities_membership FOR UPDATE TO app USING ({_LED}) WITH CHECK ({_LED});
"""
RIGHTS_UNDO = """
DROP POLICY leads_end ON municipalities_membership;
DROP POLICY leads_read ON municipalities_membership;
DROP POLICY leads_insert ON members_invitation;
DROP POLICY leads_update ON members_invitation;
DROP POLICY leads_read ON members_invitation;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0023_transfer_agreements"),
        ("members", "0007_national_invitations_security"),
    ]

    operations = [
        migrations.RunSQL(LED_SQL, LED_UNDO),
        migrations.RunSQL(RIGHTS_SQL, RIGHTS_UNDO),
    ]
