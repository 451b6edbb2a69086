"""Who reads units, households and placements; and that a child of a property follows its initiative."""

from django.db import migrations

from housing.row_security import protect_history, protect_under_property
from thuisgevers.municipalities.policies import anchor, municipality_in, protect, scope_in, tie

SCOPE_SQL = """
CREATE FUNCTION housing_take_scope() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  SELECT p.initiative_scope_id INTO NEW.initiative_scope_id FROM housing_property p WHERE p.id = NEW.property_id;
  RETURN NEW;
END $$;

CREATE FUNCTION housing_pass_scope() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  EXECUTE format('UPDATE %I SET initiative_scope_id = $1 WHERE property_id = $2', TG_ARGV[0])
    USING NEW.initiative_scope_id, NEW.id;
  RETURN NULL;
END $$;

ALTER FUNCTION housing_take_scope() OWNER TO definer;
ALTER FUNCTION housing_pass_scope() OWNER TO definer;
GRANT SELECT ON housing_property TO definer;
CREATE POLICY definer_finds ON housing_property FOR SELECT TO definer USING (true);
"""
SCOPE_UNDO = """
DROP POLICY definer_finds ON housing_property; REVOKE SELECT ON housing_property FROM definer;
DROP FUNCTION housing_pass_scope(); DROP FUNCTION housing_take_scope()
"""

#: The owner of a property holds a role for the property itself.
OWNERS_SQL = f"""
CREATE POLICY owner_reads ON housing_property FOR SELECT TO app USING ({scope_in("property.read,property.answer", "id")});
CREATE POLICY owner_updates ON housing_property FOR UPDATE TO app
  USING ({scope_in("property.write", "id")}) WITH CHECK ({scope_in("property.write", "id")});
"""
OWNERS_UNDO = "DROP POLICY owner_updates ON housing_property; DROP POLICY owner_reads ON housing_property"

#: A card that came to nothing is nobody's business any more; of a stay that ended, not for long.
CARD_READ = (
    "state NOT IN ('declined', 'cancelled')"
    " AND (ended_on IS NULL OR ended_on + 30 > (SELECT app_today()))"
    f" AND ({scope_in('card.read', 'initiative_scope_id')} OR {scope_in('card.read', 'household_scope_id')})"
)

OFFICIAL_TABLES = {
    "housing_household": ("household.read", "household.write"),
    "housing_statusholder": ("household.read", "household.write"),
    "housing_coaallocation": ("household.read", "household.write"),
    "housing_placement": ("placement.read", "placement.write"),
    "housing_followonhousing": ("placement.read", "placement.write"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0004_registers"),
        ("municipalities", "0008_housing_capabilities"),
    ]

    operations = [
        migrations.RunSQL(SCOPE_SQL, SCOPE_UNDO),
        migrations.RunSQL(OWNERS_SQL, OWNERS_UNDO),
        *[
            operation
            for table in ("housing_dwellingunit", "housing_unitclosure")
            for operation in protect_under_property(
                table,
                read=["property.read"],
                insert=["property.write"],
                update=["property.write"],
                delete=["property.write"],
            )
        ],
        *protect_under_property(
            "housing_propertycontact",
            read=["property.contact"],
            insert=["property.contact"],
            update=["property.contact"],
        ),
        *[
            operation
            for table, (read, write) in OFFICIAL_TABLES.items()
            for operation in (
                anchor(table),
                protect(
                    table,
                    read=[read],
                    insert=[write],
                    update=[write],
                    delete=[write] if table == "housing_statusholder" else (),
                ),
                protect_history(table),
            )
        ],
        anchor("housing_householdcard"),
        protect(
            "housing_householdcard",
            extra_read=[municipality_in("card.read"), CARD_READ],
            insert=["placement.write"],
            update=["placement.write"],
        ),
        protect_history("housing_householdcard"),
        protect("housing_housingsettings", read=["quota.read"], insert=["quota.write"], update=["quota.write"]),
        protect_history("housing_housingsettings"),
        tie("housing_unitclosure", "unit_id", "housing_dwellingunit"),
        tie("housing_statusholder", "household_id", "housing_household"),
        tie("housing_coaallocation", "household_id", "housing_household"),
        tie("housing_household", "split_from_id", "housing_household"),
        tie("housing_household", "merged_into_id", "housing_household"),
        tie("housing_placement", "unit_id", "housing_dwellingunit"),
        tie("housing_placement", "property_id", "housing_property"),
        tie("housing_placement", "household_id", "housing_household"),
        tie("housing_followonhousing", "placement_id", "housing_placement"),
        tie("housing_followonhousing", "household_id", "housing_household"),
        tie("housing_householdcard", "placement_id", "housing_placement"),
        tie("housing_householdcard", "property_id", "housing_property"),
        migrations.RunSQL(
            """
            ALTER TABLE housing_dwellingunit ADD CONSTRAINT dwellingunit_of_property UNIQUE (property_id, id);
            ALTER TABLE housing_unitclosure ADD CONSTRAINT unitclosure_in_property FOREIGN KEY (property_id, unit_id)
              REFERENCES housing_dwellingunit (property_id, id) DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE housing_placement ADD CONSTRAINT placement_in_property FOREIGN KEY (property_id, unit_id)
              REFERENCES housing_dwellingunit (property_id, id) DEFERRABLE INITIALLY DEFERRED;
            """,
            """
            ALTER TABLE housing_placement DROP CONSTRAINT placement_in_property;
            ALTER TABLE housing_unitclosure DROP CONSTRAINT unitclosure_in_property;
            ALTER TABLE housing_dwellingunit DROP CONSTRAINT dwellingunit_of_property;
            """,
        ),
    ]
