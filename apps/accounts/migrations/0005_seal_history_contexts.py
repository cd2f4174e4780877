"""Who changed what, and in which request, stands in pghistory_context; it is written while the change runs, and then sealed."""

from django.db import migrations

SEAL = """
CREATE FUNCTION safecity_seal_history_context() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the history is append-only';
    END IF;
    -- One request writes its context again with each of its statements. An hour later, nobody does.
    IF OLD.created_at < now() - interval '1 hour' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER safecity_seal_history_context BEFORE UPDATE OR DELETE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION safecity_seal_history_context();
"""
UNSEAL = """
DROP TRIGGER safecity_seal_history_context ON pghistory_context;
DROP FUNCTION safecity_seal_history_context();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_flags_follow_role'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [migrations.RunSQL(SEAL, UNSEAL)]
