"""Receipts are facts: they are added and given a position once; nothing else ever changes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION exchange_receipt_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.position IS NULL AND NEW.position IS NOT NULL
           AND to_jsonb(NEW) - 'position' = to_jsonb(OLD) - 'position' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a receipt is never changed or removed, only given its position once'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER receipt_only_grows BEFORE UPDATE OR DELETE ON exchange_receipt
    FOR EACH ROW EXECUTE FUNCTION exchange_receipt_only_grows();
CREATE TRIGGER receipt_is_never_emptied BEFORE TRUNCATE ON exchange_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION exchange_receipt_only_grows();
"""

BACKWARD = """
DROP TRIGGER receipt_is_never_emptied ON exchange_receipt;
DROP TRIGGER receipt_only_grows ON exchange_receipt;
DROP FUNCTION exchange_receipt_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
