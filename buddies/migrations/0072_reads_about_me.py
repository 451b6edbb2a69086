"""Who looked at somebody, told to that person: by day, role and municipality, never by name.

Only what is read about somebody as a buddy or a member; advisers are left out, so that nobody learns from it that there is a signal.
The function takes nothing: it tells about whoever asks.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION buddies_reads_about_me() RETURNS TABLE (day date, role varchar, place varchar, what varchar, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH mine AS (
    SELECT b.id, b.municipality_id FROM buddies_buddy b WHERE b.user_id = app_user_id()
    UNION ALL SELECT m.id, m.municipality_id FROM buddies_buddymatch m WHERE m.user_id = app_user_id()
    UNION ALL SELECT h.id, h.municipality_id FROM municipalities_membership h WHERE h.user_id = app_user_id()),
  seen AS (
    SELECT r.reader_id, r.municipality_id, r.object_type, (r.at AT TIME ZONE 'Europe/Amsterdam')::date AS day
    FROM audit_readevent r
    WHERE r.municipality_id = ANY (ARRAY(SELECT DISTINCT municipality_id FROM mine)) AND r.at > now() - interval '180 days'
      AND r.object_type IN ('buddies.Buddy', 'buddies.BuddyMatch', 'municipalities.Membership')
      AND r.purpose IN ('buddy', 'buddy_list', 'buddy_matching', 'buddy_match', 'members', 'team')
      AND r.reader_id <> app_user_id() AND r.object_ids ?| ARRAY(SELECT id::text FROM mine))
  SELECT s.day, held.role, g.name, s.object_type, count(*) FROM seen s
  JOIN municipalities_municipality g ON g.id = s.municipality_id
  LEFT JOIN LATERAL (
    SELECT m.role FROM municipalities_membership m
    WHERE m.user_id = s.reader_id AND (m.municipality_id = s.municipality_id OR m.municipality_id IS NULL)
      AND m.starts_on <= s.day AND (m.ends_on IS NULL OR m.ends_on >= s.day)
    ORDER BY (m.scope = 'municipality') DESC, m.role LIMIT 1) held ON true
  WHERE NOT EXISTS (
    SELECT FROM municipalities_membership a WHERE a.user_id = s.reader_id AND a.role IN ('confidential_adviser', 'national_adviser'))
  GROUP BY s.day, held.role, g.name, s.object_type ORDER BY s.day DESC, held.role, s.object_type LIMIT 200
$$;
ALTER FUNCTION buddies_reads_about_me() OWNER TO definer;
"""
UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION buddies_reads_about_me();
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("buddies", "0071_radar_sorts_less")]

    operations = [migrations.RunSQL(SQL, UNDO)]
