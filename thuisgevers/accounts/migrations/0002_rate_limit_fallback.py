"""The table behind `common.cache.FallbackCache`: rate limits of signing in, for the minutes in which Redis is away.

Unlogged: a count that is lost in a crash of PostgreSQL is no loss, and it costs no write-ahead log.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE UNLOGGED TABLE common_cache (
                    cache_key varchar(255) PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamp with time zone NOT NULL
                );
                CREATE INDEX common_cache_expires ON common_cache (expires);
            """,
            reverse_sql="DROP TABLE common_cache",
        ),
    ]
