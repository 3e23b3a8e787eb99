"""SQLite too knows which words there are in messages, so that a search for what words begin with asks for them whole.

Its index gathers all hits of a beginning before it tells the first: for a beginning that a third of all messages have,
that is a hundred times what it takes for the words themselves. What is kept is what PostgreSQL keeps (migration 0038).
Each message's words are taken apart by the index's own tokenizer, in an index of that message alone.
"""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

KNOWN = "message_search_vocabulary"
LONGEST = 40
_DIGITS_AS_0 = "term"
for _digit in "123456789":
    _DIGITS_AS_0 = f"replace({_DIGITS_AS_0}, '{_digit}', '0')"
_CUT = (
    f"CASE WHEN instr({_DIGITS_AS_0}, '0') > 0"
    f" THEN substr(term, 1, min(instr({_DIGITS_AS_0}, '0'), {LONGEST})) || '*'"
    f" WHEN length(term) > {LONGEST} THEN substr(term, 1, {LONGEST}) || '*' ELSE term END"
)


LEARN = (
    f"INSERT INTO {KNOWN} (word) SELECT told.word FROM {{told}} AS told"  # noqa: S608 - our names
    f" WHERE NOT EXISTS (SELECT 1 FROM {KNOWN} AS known WHERE known.word = told.word)"
)


def upgrade() -> None:
    """Gather the words of all messages, and see to those that come."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(f"CREATE TABLE {KNOWN} (word TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID")
    op.execute("CREATE VIRTUAL TABLE message_search_words USING fts5vocab(message_search, 'row')")
    op.execute(
        "CREATE VIRTUAL TABLE message_one_search USING fts5(words, content='',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute("CREATE VIRTUAL TABLE message_one_search_words USING fts5vocab(message_one_search, 'row')")
    for source in ("message_search", "message_one_search"):
        op.execute(f"CREATE VIEW {source}_kept AS SELECT DISTINCT {_CUT} AS word FROM {source}_words")  # noqa: S608 - our names
    take = "; ".join(
        (
            "INSERT INTO message_one_search (rowid, words) SELECT id, words FROM message_words WHERE id = new.id",
            LEARN.format(told="message_one_search_kept"),
            "INSERT INTO message_one_search (message_one_search) VALUES ('delete-all')",
        )
    )
    for name, moment in (("added", "AFTER INSERT"), ("changed", "AFTER UPDATE OF text")):
        op.execute(f"CREATE TRIGGER {KNOWN}_{name} {moment} ON message BEGIN {take}; END")
    op.execute(LEARN.format(told="message_search_kept"))


def downgrade() -> None:
    """Forget the words."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in ("added", "changed"):
        op.execute(f"DROP TRIGGER {KNOWN}_{name}")
    for view in ("message_search_kept", "message_one_search_kept"):
        op.execute(f"DROP VIEW {view}")
    for table in ("message_one_search_words", "message_one_search", "message_search_words", KNOWN):
        op.execute(f"DROP TABLE {table}")
