"""When a transaction checks its foreign keys."""

from django.db import connection


def check_at_once() -> None:
    """Let the transaction check foreign keys after each statement instead of at its end.

    History's triggers open a subtransaction a row; each of those walks all checks that still wait, so that many rows
    in one transaction would take time by the square of their number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
