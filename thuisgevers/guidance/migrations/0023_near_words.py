"""Words near a stem that occurs nowhere. The planner takes a trigram comparison for as cheap as any other and would look through all
words; with the index it is a hundred times faster, so this function asks for it."""

from django.db import migrations

SQL = """
CREATE FUNCTION guidance_near_words(stem text) RETURNS text[] LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN ARRAY(SELECT lexeme FROM public.guidance_searchword WHERE lexeme % stem
               ORDER BY similarity(lexeme, stem) DESC, entries DESC LIMIT 12);
END $$;

-- The longest known stems inside a long one: the parts of a compound.
CREATE FUNCTION guidance_parts_of(stem text) RETURNS text[] LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN ARRAY(SELECT lexeme FROM public.guidance_searchword
               WHERE lexeme = ANY (ARRAY(
                 SELECT DISTINCT substr(stem, first, size)
                 FROM generate_series(1, length(stem) - 4) first, generate_series(5, length(stem) - first + 1) size))
               ORDER BY length(lexeme) DESC, lexeme LIMIT 2);
END $$;
"""
UNDO = "DROP FUNCTION guidance_parts_of(text); DROP FUNCTION guidance_near_words(text)"


class Migration(migrations.Migration):
    dependencies = [("guidance", "0022_national_answers")]

    operations = [migrations.RunSQL(SQL, UNDO)]
