"""Django's SQLite engine with the collation ``th-x-icu``, which PostgreSQL has by itself."""
