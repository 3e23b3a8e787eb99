"""PostgreSQL knows which words there are in messages, so that a search for what words begin with asks for them whole.

Its index reads all hits of a beginning one by one, but those of whole words that are asked for together only where the
rarest of them is: five times less for the two words of a name. Of a word with digits, and of a very long one, only the
beginning is kept: no number or address stands here, and of the words nobody can tell who wrote them, or where. They
stay when their messages are deleted, as they do within the index.
"""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLE = "message_search_vocabulary"
LEARN = f"""
INSERT INTO {TABLE} (word)
SELECT told.word FROM (SELECT DISTINCT message_search_word(lexeme) AS word FROM {{source}}) AS told
WHERE (SELECT true FROM {TABLE} AS known WHERE known.word = told.word COLLATE "C" LIMIT 1) IS NULL
"""  # noqa: S608 - our names
ALL = f"""
INSERT INTO {TABLE} (word) SELECT DISTINCT message_search_word(word) COLLATE "C"
FROM ts_stat('SELECT search_words FROM message') EXCEPT SELECT word FROM {TABLE}
"""  # noqa: S608 - our names


def upgrade() -> None:
    """Gather the words of all messages, and see to those that come."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f'CREATE TABLE {TABLE} (word text COLLATE "C" NOT NULL)')
    op.execute(f"CREATE INDEX ix_{TABLE} ON {TABLE} (word)")
    op.execute(
        "CREATE FUNCTION message_search_word(lexeme text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$"
        " SELECT CASE WHEN lexeme ~ '[0-9]' OR length(lexeme) > 40"
        " THEN left(substring(lexeme FROM '^[^0-9]*[0-9]?'), 40) || '*' ELSE lexeme END $$"
    )
    for name, source in (("added", "added, unnest(added.search_words)"), ("changed", "unnest(NEW.search_words)")):
        op.execute(
            f"CREATE FUNCTION {TABLE}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN {LEARN.format(source=source)}; RETURN NULL; END $$"
        )
    op.execute(
        f"CREATE TRIGGER {TABLE}_added AFTER INSERT ON message REFERENCING NEW TABLE AS added"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_added()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_changed AFTER UPDATE OF text ON message"
        f" FOR EACH ROW EXECUTE FUNCTION {TABLE}_changed()"
    )
    op.execute(f"CREATE FUNCTION {TABLE}_all() RETURNS void LANGUAGE sql AS $${ALL}$$")
    op.execute(f"SELECT {TABLE}_all()")


def downgrade() -> None:
    """Forget the words."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in ("added", "changed"):
        op.execute(f"DROP TRIGGER {TABLE}_{name} ON message")
        op.execute(f"DROP FUNCTION {TABLE}_{name}()")
    op.execute(f"DROP FUNCTION {TABLE}_all()")
    op.execute(f"DROP TABLE {TABLE}")
    op.execute("DROP FUNCTION message_search_word(text)")
