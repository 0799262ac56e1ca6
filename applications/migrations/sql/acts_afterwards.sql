-- What may still happen to a signed act, and what hangs on it (P13, P14).

-- A signed act keeps its grounds and bytes. Once its seal is added, once something takes its place or undoes it.
CREATE OR REPLACE FUNCTION applications_signed_act_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE may_change text[] := '{}';
BEGIN
    IF OLD.signed_at IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'act % is signed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state = 'SIGNED' AND NEW.state = 'SEALED' THEN
        may_change := ARRAY['state', 'sealed_key', 'sealed_at'];
    ELSIF OLD.state = 'SEALED' AND NEW.state = 'SUPERSEDED' THEN
        may_change := ARRAY['state', 'superseded_at', 'superseded_because'];
    END IF;
    IF (to_jsonb(NEW) - may_change) IS DISTINCT FROM (to_jsonb(OLD) - may_change) THEN
        RAISE EXCEPTION 'act % is signed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- A correction is of the same track, kind, authority and language as the act it corrects, in the same dossier.
CREATE FUNCTION applications_correction_is_of_its_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM applications_act was
        WHERE was.id = NEW.rectifies_id AND was.signed_at IS NOT NULL AND was.dossier_id = NEW.dossier_id
          AND (was.track, was.kind, was.authority, was.language) = (NEW.track, NEW.kind, NEW.authority, NEW.language)
    ) THEN
        RAISE EXCEPTION 'act % is no correction of act %', NEW.id, NEW.rectifies_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER corrections_are_of_their_kind BEFORE INSERT OR UPDATE ON applications_act
    FOR EACH ROW WHEN (NEW.rectifies_id IS NOT NULL) EXECUTE FUNCTION applications_correction_is_of_its_kind();

-- A live permit exists only under a granted dossier, from whichever side it is looked at.
CREATE OR REPLACE FUNCTION applications_permit_needs_grant() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE subject bigint;
BEGIN
    IF TG_TABLE_NAME = 'applications_dossier' THEN subject := NEW.id; ELSE subject := NEW.dossier_id; END IF;
    IF EXISTS (SELECT 1 FROM applications_permit WHERE dossier_id = subject AND ended_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM applications_dossier WHERE id = subject AND state = 'GRANTED') THEN
        RAISE EXCEPTION 'permit of dossier % without a grant', subject USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER no_permit_outlives_its_grant AFTER UPDATE OF state ON applications_dossier
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'GRANTED' AND NEW.state <> 'GRANTED')
    EXECUTE FUNCTION applications_permit_needs_grant();

-- A permit says what was granted and ends once.
CREATE FUNCTION applications_permit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
       OR (to_jsonb(NEW) - 'ended_at' - 'ended_because') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at' - 'ended_because') THEN
        RAISE EXCEPTION 'permit % never changes and ends once', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER permits_stay BEFORE UPDATE OR DELETE ON applications_permit
    FOR EACH ROW EXECUTE FUNCTION applications_permit_stays();

CREATE TRIGGER reopenings_never_change BEFORE UPDATE OR DELETE ON applications_reopening
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('why an application was reopened never changes');
CREATE TRIGGER language_choices_never_change BEFORE UPDATE OR DELETE ON applications_languagechoice
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('a choice of language is followed by another, never changed');

-- A translation keeps its bytes; the scanner may add its word once.
CREATE FUNCTION applications_translation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.scan_status NOT IN ('PENDING', NEW.scan_status)
       OR (to_jsonb(NEW) - 'scan_status' - 'scanned_at') IS DISTINCT FROM (to_jsonb(OLD) - 'scan_status' - 'scanned_at') THEN
        RAISE EXCEPTION 'translation % never changes; add another', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER translations_stay BEFORE UPDATE OR DELETE ON applications_translation
    FOR EACH ROW EXECUTE FUNCTION applications_translation_stays();

DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wib_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON applications_reopening, applications_languagechoice FROM wib_app;
        REVOKE DELETE, TRUNCATE ON applications_permit, applications_translation FROM wib_app;
    END IF;
END $$;
