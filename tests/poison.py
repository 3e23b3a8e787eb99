"""Having the database itself refuse a row, as it would for a reason nobody has thought of."""

from helpdesk import db


def refuse(moment: str, table: str, column: str, value: object) -> None:
    """Refuse rows of a table whose column holds a value; moment: INSERT or UPDATE, which looks at the row as it was."""
    row = "OLD" if moment == "UPDATE" else "NEW"
    condition = f"{row}.{column} = {value!r}"
    before = f"CREATE TRIGGER poison BEFORE {moment} ON {table}"
    on_sqlite = f"{before} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'poison'); END"
    on_postgresql = (
        "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$; "
        f"{before} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION poison()"
    )
    with db.transaction() as session:
        session.connection().exec_driver_sql(on_sqlite if db.current().is_sqlite else on_postgresql)


def refuse_no_more(table: str) -> None:
    """Take the rows of that table again."""
    with db.transaction() as session:
        session.connection().exec_driver_sql(f"DROP TRIGGER poison{'' if db.current().is_sqlite else f' ON {table}'}")
