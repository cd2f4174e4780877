"""SQL of the triggers that count a table's revisions by region: whatever writes the rows, bulk SQL too."""

from collections.abc import Sequence
from typing import Final

# Each count is new for good: numbers of a transaction that is rolled back are not given again.
SEQUENCE: Final = "regions_columns_stamp"


def counting(table: str, revisions: str, *, fixed: Sequence[str], turning: Sequence[str]) -> str:
    """Statements that make the triggers; `revisions` has `region_id`, `number` and `fixed`.

    A change of `fixed` columns makes both numbers new, one of `turning` columns only `number`; any other none.
    """
    name = table.replace(".", "_")
    return f"""
CREATE FUNCTION {name}_count_all() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stamp bigint := nextval('{SEQUENCE}');
BEGIN
    INSERT INTO {revisions} AS known (region_id, number, fixed)
    SELECT DISTINCT region_id, stamp, stamp FROM touched ORDER BY region_id
    ON CONFLICT (region_id) DO UPDATE SET number = excluded.number, fixed = excluded.fixed;
    RETURN NULL;
END $$;

CREATE FUNCTION {name}_count_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stamp bigint := nextval('{SEQUENCE}');
BEGIN
    INSERT INTO {revisions} AS known (region_id, number, fixed)
    SELECT side.region_id, stamp, CASE WHEN bool_or({_differ(fixed)}) THEN stamp ELSE 0 END
    FROM before FULL JOIN touched USING (id)
    CROSS JOIN LATERAL (VALUES (before.region_id), (touched.region_id)) AS side (region_id)
    WHERE side.region_id IS NOT NULL AND ({_differ(fixed)} OR {_differ(turning)})
    GROUP BY side.region_id ORDER BY side.region_id
    ON CONFLICT (region_id) DO UPDATE SET
        number = excluded.number, fixed = CASE excluded.fixed WHEN 0 THEN known.fixed ELSE excluded.fixed END;
    RETURN NULL;
END $$;

CREATE TRIGGER columns_inserted AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {name}_count_all();
CREATE TRIGGER columns_deleted AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {name}_count_all();
CREATE TRIGGER columns_updated AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS before NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION {name}_count_changed();

INSERT INTO {revisions} (region_id, number, fixed)
SELECT region_id, nextval('{SEQUENCE}'), nextval('{SEQUENCE}') FROM (SELECT DISTINCT region_id FROM {table}) AS used
ON CONFLICT (region_id) DO UPDATE SET number = excluded.number, fixed = excluded.fixed;
"""  # noqa: S608 - names of our own code


def uncounting(table: str) -> str:
    """Statements that take the triggers away."""
    name = table.replace(".", "_")
    return f"""
DROP TRIGGER columns_updated ON {table};
DROP TRIGGER columns_deleted ON {table};
DROP TRIGGER columns_inserted ON {table};
DROP FUNCTION {name}_count_changed();
DROP FUNCTION {name}_count_all();
"""


def _differ(columns: Sequence[str]) -> str:
    before, touched = (", ".join(f"{side}.{column}" for column in columns) for side in ("before", "touched"))
    return f"ROW({before}) IS DISTINCT FROM ROW({touched})"
