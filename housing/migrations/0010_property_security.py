"""Who reads what the owner said, viewings and files of a property; the monthly question as a queue; and that officials
invite the owner of a property of their municipality."""

from django.db import migrations

from housing.row_security import protect_history, protect_under_property
from thuisgevers.attachments.policies import protect_link
from thuisgevers.municipalities.policies import job_is, municipality_in, protect, register_queue, scope_in, tie

QUEUE = "availability"
ASKED = "state IN ('reported', 'assessing', 'suitable', 'open')"
WAITING = f"(ask_on <= app_today() OR remind_on <= app_today()) AND {ASKED}"

#: A mailed link and a job may write an answer or a question, not the property itself; these keep its copies right.
COPIES_SQL = """
CREATE FUNCTION housing_copy_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  newest housing_availabilityask;
  said housing_availabilityask;
  asked date;
BEGIN
  SELECT * INTO newest FROM housing_availabilityask WHERE property_id = NEW.property_id ORDER BY month DESC LIMIT 1;
  SELECT * INTO said FROM housing_availabilityask
    WHERE property_id = NEW.property_id AND answer <> '' ORDER BY month DESC LIMIT 1;
  asked := (newest.asked_at AT TIME ZONE 'Europe/Amsterdam')::date;
  UPDATE housing_property SET
    owner_answer = coalesce(said.answer, ''),
    owner_answered_on = (said.answered_at AT TIME ZONE 'Europe/Amsterdam')::date,
    unanswered_asks = (SELECT count(*) FROM housing_availabilityask a WHERE a.property_id = NEW.property_id
                       AND a.answer = '' AND a.month > coalesce(said.month, '-infinity'::date)),
    remind_on = CASE WHEN newest.answer = '' AND newest.is_mailed AND newest.reminded_at IS NULL THEN asked + 7 END,
    ask_on = CASE newest.answer WHEN 'no' THEN NULL
                                WHEN 'later' THEN greatest(newest.later_on, (asked + interval '1 month')::date)
                                ELSE (asked + interval '1 month')::date END
  WHERE id = NEW.property_id;
  RETURN NULL;
END $$;

CREATE FUNCTION housing_copy_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE housing_property SET consented_on = (
    SELECT c.given_on FROM housing_ownerconsent c WHERE c.property_id = NEW.property_id AND c.withdrawn_on IS NULL)
  WHERE id = NEW.property_id;
  RETURN NULL;
END $$;

CREATE FUNCTION housing_first_ask() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.ask_on := coalesce(NEW.ask_on, (app_today() + interval '1 month')::date);
  RETURN NEW;
END $$;

ALTER FUNCTION housing_copy_answer() OWNER TO definer;
ALTER FUNCTION housing_copy_consent() OWNER TO definer;
GRANT SELECT ON housing_availabilityask, housing_ownerconsent TO definer;
GRANT UPDATE (owner_answer, owner_answered_on, unanswered_asks, remind_on, ask_on, consented_on)
  ON housing_property TO definer;
GRANT INSERT ON housing_propertyevent TO definer;
CREATE POLICY definer_copies ON housing_property FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_notes ON housing_propertyevent FOR INSERT TO definer WITH CHECK (true);

CREATE TRIGGER availabilityask_is_copied AFTER INSERT OR UPDATE ON housing_availabilityask
  FOR EACH ROW EXECUTE FUNCTION housing_copy_answer();
CREATE TRIGGER ownerconsent_is_copied AFTER INSERT OR UPDATE ON housing_ownerconsent
  FOR EACH ROW EXECUTE FUNCTION housing_copy_consent();
CREATE TRIGGER property_is_asked BEFORE INSERT ON housing_property
  FOR EACH ROW EXECUTE FUNCTION housing_first_ask();
"""
COPIES_UNDO = """
DROP TRIGGER property_is_asked ON housing_property;
DROP TRIGGER ownerconsent_is_copied ON housing_ownerconsent;
DROP TRIGGER availabilityask_is_copied ON housing_availabilityask;
DROP POLICY definer_notes ON housing_propertyevent;
DROP POLICY definer_copies ON housing_property;
REVOKE INSERT ON housing_propertyevent FROM definer;
REVOKE UPDATE (owner_answer, owner_answered_on, unanswered_asks, remind_on, ask_on, consented_on)
  ON housing_property FROM definer;
DROP FUNCTION housing_first_ask();
DROP FUNCTION housing_copy_consent();
DROP FUNCTION housing_copy_answer();
"""

_OWNERS = f"role = 'property_owner' AND scope = 'property' AND {municipality_in('property.write')}"
_OWNERS_LINK = (
    "purpose = 'invitation' AND EXISTS (SELECT FROM members_invitation i WHERE i.id = object_id"
    f" AND i.role = 'property_owner' AND {municipality_in('property.write', 'i.municipality_id')})"
)

#: The job of a property asks its owner; officials invite the owner, for a property that lies in their municipality.
RIGHTS_SQL = f"""
CREATE POLICY availability_reads ON housing_property FOR SELECT TO app USING ({job_is(QUEUE)});
CREATE POLICY availability_reads ON housing_propertycontact FOR SELECT TO app USING ({job_is(QUEUE, "property_id")});
CREATE POLICY availability_links ON municipalities_accesslink FOR INSERT TO app
  WITH CHECK (purpose = 'availability' AND {job_is(QUEUE, "object_id")});
CREATE POLICY owners_read ON members_invitation FOR SELECT TO app USING ({_OWNERS});
CREATE POLICY owners_update ON members_invitation FOR UPDATE TO app USING ({_OWNERS}) WITH CHECK ({_OWNERS});
CREATE POLICY owners_insert ON members_invitation FOR INSERT TO app WITH CHECK ({_OWNERS} AND EXISTS (
  SELECT FROM housing_property p
  WHERE p.id = members_invitation.scope_id AND p.municipality_id = members_invitation.municipality_id));
CREATE POLICY owners_links_read ON municipalities_accesslink FOR SELECT TO app USING ({_OWNERS_LINK});
CREATE POLICY owners_links_insert ON municipalities_accesslink FOR INSERT TO app WITH CHECK ({_OWNERS_LINK});
CREATE POLICY owners_links_update ON municipalities_accesslink FOR UPDATE TO app
  USING ({_OWNERS_LINK}) WITH CHECK ({_OWNERS_LINK});
CREATE POLICY owners_end ON municipalities_membership FOR UPDATE TO app USING ({_OWNERS}) WITH CHECK ({_OWNERS});
"""
RIGHTS_UNDO = """
DROP POLICY owners_end ON municipalities_membership;
DROP POLICY owners_links_update ON municipalities_accesslink;
DROP POLICY owners_links_insert ON municipalities_accesslink;
DROP POLICY owners_links_read ON municipalities_accesslink;
DROP POLICY owners_insert ON members_invitation;
DROP POLICY owners_update ON members_invitation;
DROP POLICY owners_read ON members_invitation;
DROP POLICY availability_links ON municipalities_accesslink;
DROP POLICY availability_reads ON housing_propertycontact;
DROP POLICY availability_reads ON housing_property;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0009_property_work"),
        ("attachments", "0002_row_security"),
        ("members", "0003_what_may_change"),
        ("municipalities", "0008_housing_capabilities"),
    ]

    operations = [
        *protect_under_property(
            "housing_ownerconsent",
            read=["property.contact"],
            insert=["property.contact"],
            update=["property.contact"],
        ),
        *protect_under_property(
            "housing_availabilityask",
            read=["property.contact"],
            insert=["property.contact"],
            update=["property.contact"],
            extra_read=[scope_in("property.answer", "property_id"), job_is(QUEUE, "property_id")],
            extra_insert=[job_is(QUEUE, "property_id")],
            extra_update=[scope_in("property.answer", "property_id"), job_is(QUEUE, "property_id")],
        ),
        *protect_under_property(
            "housing_viewing", read=["property.read"], insert=["property.write"], update=["property.write"]
        ),
        protect("housing_ownercall", read=["dossier.internal"], insert=["dossier.handle"]),
        protect_history("housing_ownercall"),
        tie("housing_ownercall", "property_id", "housing_property"),
        *protect_link("housing_propertyattachment", "property_id", "housing_property"),
        migrations.RunSQL(COPIES_SQL, COPIES_UNDO),
        register_queue(QUEUE, "housing_property", waiting=WAITING),
        migrations.RunSQL(RIGHTS_SQL, RIGHTS_UNDO),
    ]
