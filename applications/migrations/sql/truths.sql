-- What else must hold whatever the code does.

CREATE TRIGGER facts_never_change BEFORE UPDATE OR DELETE ON applications_factsversion
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('facts as filed never change; record a new version');
CREATE TRIGGER evaluations_never_change BEFORE UPDATE OR DELETE ON applications_evaluation
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('an evaluation is kept as it was made');

-- A document version keeps its bytes; the scanner may add its word once. Drafts may drop theirs.
CREATE FUNCTION applications_document_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM applications_document d JOIN applications_dossier s ON s.id = d.dossier_id
                   WHERE d.id = OLD.document_id AND s.state <> 'DRAFT') THEN
            RAISE EXCEPTION 'document version % belongs to a filed dossier', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF (to_jsonb(NEW) - 'scan_status' - 'scanned_at') IS DISTINCT FROM (to_jsonb(OLD) - 'scan_status' - 'scanned_at')
       OR OLD.scan_status NOT IN ('PENDING', NEW.scan_status) THEN
        RAISE EXCEPTION 'document version % never changes; add a version', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER document_versions_stay BEFORE UPDATE OR DELETE ON applications_documentversion
    FOR EACH ROW EXECUTE FUNCTION applications_document_version_stays();

-- A deadline never moves and is never deleted; it ends once.
CREATE FUNCTION applications_deadline_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_on IS NOT NULL
       OR (to_jsonb(NEW) - 'ended_on' - 'ended_as') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_on' - 'ended_as') THEN
        RAISE EXCEPTION 'deadline % never moves and ends once', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deadlines_stay BEFORE UPDATE OR DELETE ON applications_deadline
    FOR EACH ROW EXECUTE FUNCTION applications_deadline_stays();

-- A signed act keeps its grounds and bytes; only the seal is added and a successor may mark it.
CREATE FUNCTION applications_signed_act_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'state' - 'sealed_key' - 'sealed_at')
       IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'sealed_key' - 'sealed_at') THEN
        RAISE EXCEPTION 'act % is signed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_acts_stay BEFORE UPDATE OR DELETE ON applications_act
    FOR EACH ROW EXECUTE FUNCTION applications_signed_act_stays();

-- A permit exists only under a granted dossier.
CREATE FUNCTION applications_permit_needs_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM applications_dossier WHERE id = NEW.dossier_id AND state = 'GRANTED') THEN
        RAISE EXCEPTION 'permit of dossier % without a grant', NEW.dossier_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER permit_only_under_grant AFTER INSERT OR UPDATE ON applications_permit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION applications_permit_needs_grant();

-- Law time: the offset that the demo adds to wall time. One row.
CREATE TABLE applications_law_clock (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    offset_seconds bigint NOT NULL DEFAULT 0
);
INSERT INTO applications_law_clock DEFAULT VALUES;
INSERT INTO applications_receiptcursor (position) VALUES (0);

-- Who read what, partitioned by month: three years at once, a default for what nobody foresaw.
CREATE TABLE applications_accesslog (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    dossier_id bigint NOT NULL,
    actor_key varchar(64) NOT NULL,
    capacity varchar(10) NOT NULL,
    organisation_key varchar(80) NOT NULL,
    what varchar(120) NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE applications_accesslog_default PARTITION OF applications_accesslog DEFAULT;
CREATE INDEX access_of_a_dossier ON applications_accesslog (dossier_id, at);

CREATE FUNCTION applications_add_access_partition(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE name text := 'applications_accesslog_' || to_char(month, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NOT NULL THEN RETURN false; END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF applications_accesslog FOR VALUES FROM (%L) TO (%L)',
                   name, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
    EXECUTE format('CREATE TRIGGER access_log_is_append_only BEFORE UPDATE OR DELETE ON %I
                    FOR EACH ROW EXECUTE FUNCTION applications_refuse(''the access log is append-only'')', name);
    RETURN true;
END $$;
DO $$ BEGIN
    FOR i IN 0..35 LOOP
        PERFORM applications_add_access_partition((date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i))::date);
    END LOOP;
END $$;
CREATE TRIGGER access_log_is_append_only BEFORE UPDATE OR DELETE ON applications_accesslog_default
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('the access log is append-only');

-- The application's role may read and add, never rewrite (the owner's triggers would refuse it as well).
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wib_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON applications_journalentry, applications_accesslog, applications_evaluation,
            applications_factsversion FROM wib_app;
        REVOKE DELETE, TRUNCATE ON applications_deadline FROM wib_app;
        REVOKE DELETE, TRUNCATE, INSERT ON applications_law_clock FROM wib_app;
    END IF;
END $$;

-- Numbers of dossiers: a sequence never waits for another filing; gaps are harmless.
CREATE SEQUENCE applications_reference_number MAXVALUE 9999999;
