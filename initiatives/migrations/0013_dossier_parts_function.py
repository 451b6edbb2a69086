"""Everything on a dossier's page in one statement whose plan is kept.

Eleven tables, each with its policy: planning them anew took longer than reading them, on every page. In a function the plan
is made once per connection. SECURITY INVOKER, so the policies bind whoever asks, as in a statement of the page's own.
`initiatives.queries.dossier_parts` reads the answer; a new column is a new migration that replaces the function.
"""

from django.db import migrations

ARGUMENTS = "uuid, uuid, uuid, uuid, bigint, bigint, date, timestamptz, boolean, bigint, text[]"

FUNCTION_SQL = """
CREATE FUNCTION dossier_parts(
  of_dossier uuid, of_initiative uuid, of_organisation uuid, of_property uuid, of_assignee bigint, of_place bigint,
  on_today date, since_recently timestamptz, sees_internal boolean, who bigint, team_roles text[])
RETURNS TABLE (
  organisation json, held json, handler text, agreement json, parties json, press json,
  team json, questions json, decisions json, notes json, advices json)
LANGUAGE plpgsql STABLE SECURITY INVOKER SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY
  SELECT
    (SELECT row_to_json(t) FROM (
      SELECT r.id, r.municipality_id, r.name, r.kind FROM housing_organisation r
      WHERE r.id = of_organisation AND r.municipality_id = of_place) t),
    (SELECT row_to_json(t) FROM (
      SELECT r.id, r.municipality_id, r.kind, r.street, r.house_number, r.postcode, r.place, r.vacant_from, r.vacant_until,
        r.capacity_min, r.capacity_max, r.own_entrance, r.bedrooms, r.kitchens, r.bathrooms, r.toilets, r.tenure,
        r.statutory_group, r.state
      FROM housing_property r WHERE r.id = of_property AND r.municipality_id = of_place) t),
    (SELECT u.display_name::text FROM accounts_user u WHERE u.id = of_assignee),
    (SELECT row_to_json(t) FROM (
      SELECT r.id, r.municipality_id, r.dossier_id, r.initiative_id, r.residents_min, r.residents_max, r.statutory_group,
        r.starts_on, r.ends_on, r.notice_months, r.insurer_informed_on, r.insurer_name, r.costs, r.house_rules
      FROM initiatives_agreementfacts r WHERE r.dossier_id = of_dossier AND r.municipality_id = of_place) t),
    (SELECT json_agg(t) FROM (
      SELECT r.id, r.municipality_id, r.dossier_id, r.initiative_id, r.position, r.role, r.name, r.address,
        r.postcode_and_place, r.kvk_number, r.represented_by, r.represented_as
      FROM initiatives_agreementparty r WHERE r.dossier_id = of_dossier AND r.municipality_id = of_place
      ORDER BY r.position, r.id) t),
    (SELECT row_to_json(t) FROM (
      SELECT r.id, r.municipality_id, r.dossier_id, r.initiative_id, r.quote, r.quote_by, r.quote_function, r.named_partners,
        r.contact_name, r.contact_organisation, r.contact_phone, r.contact_email, r.embargo_until
      FROM initiatives_pressfacts r WHERE r.dossier_id = of_dossier AND r.municipality_id = of_place) t),
    (SELECT json_agg(t) FROM (
      SELECT u.display_name AS name, r.role, u.email, r.starts_on AS since
      FROM municipalities_membership r JOIN accounts_user u ON u.id = r.user_id
      WHERE r.scope_id = of_initiative AND r.municipality_id = of_place AND r.role = ANY (team_roles)
        AND r.starts_on <= on_today AND (r.ends_on IS NULL OR r.ends_on > on_today)
      ORDER BY r.starts_on, r.id) t),
    (SELECT json_agg(t) FROM (
      SELECT r.id, r.question, r.due_on, r.asked_at, a.display_name AS asked_by, r.answer, r.answered_at,
        b.display_name AS answered_by, r.closed_at
      FROM initiatives_informationrequest r JOIN accounts_user a ON a.id = r.asked_by_id
      LEFT JOIN accounts_user b ON b.id = r.answered_by_id
      WHERE r.dossier_id = of_dossier AND r.municipality_id = of_place
      ORDER BY (r.answered_at IS NULL AND r.closed_at IS NULL) DESC, r.asked_at DESC, r.id) t),
    (SELECT json_agg(t) FROM (
      SELECT r.outcome, r.reason AS text, d.display_name AS by, r.decided_at AS at, a.display_name AS adviser
      FROM initiatives_decision r JOIN accounts_user d ON d.id = r.decided_by_id
      JOIN accounts_user a ON a.id = r.advised_by_id
      WHERE r.dossier_id = of_dossier AND r.municipality_id = of_place ORDER BY r.decided_at DESC, r.id) t),
    CASE WHEN sees_internal THEN (SELECT json_agg(t) FROM (
      SELECT r.id, r.kind, r.text, r.author_id, u.display_name AS author, r.created_at, r.removed_at
      FROM initiatives_note r JOIN accounts_user u ON u.id = r.author_id
      WHERE r.dossier_id = of_dossier AND r.municipality_id = of_place
        AND (r.removed_at IS NULL OR (r.author_id = who AND r.removed_at > since_recently))
      ORDER BY r.created_at DESC, r.id DESC) t) END,
    CASE WHEN sees_internal THEN (SELECT json_agg(t) FROM (
      SELECT r.outcome, r.text, u.display_name AS by, r.advised_at AS at
      FROM initiatives_advice r JOIN accounts_user u ON u.id = r.advised_by_id
      WHERE r.dossier_id = of_dossier AND r.municipality_id = of_place ORDER BY r.advised_at DESC, r.id) t) END;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0012_open_dossiers_trigger")]

    operations = [migrations.RunSQL(FUNCTION_SQL, f"DROP FUNCTION dossier_parts({ARGUMENTS})")]
