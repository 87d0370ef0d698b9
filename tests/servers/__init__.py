"""The servers that tests talk to, started for them: Debian's PostgreSQL, an S3."""
