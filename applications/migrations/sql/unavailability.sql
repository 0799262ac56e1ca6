-- What an authority put on record stays: it is ended early or annulled once, and no row is removed.
CREATE FUNCTION applications_unavailability_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changing text[] := ARRAY['ended_on', 'is_annulled', 'changed_at', 'changed_by', 'changed_because', 'followed_at'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.changed_at IS NOT NULL THEN changing := ARRAY['followed_at']; END IF;
        IF to_jsonb(NEW) - changing = to_jsonb(OLD) - changing THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'unavailability % stays on record; it is ended or annulled once', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER unavailability_stays BEFORE UPDATE OR DELETE ON applications_unavailability
    FOR EACH ROW EXECUTE FUNCTION applications_unavailability_stays();
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wib_app') THEN
        REVOKE DELETE, TRUNCATE ON applications_unavailability FROM wib_app;
    END IF;
END $$;
