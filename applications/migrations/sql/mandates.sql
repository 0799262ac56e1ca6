-- A mandate is kept as it was given. It may be confirmed once, end once, and the scanner may add its word once.
CREATE FUNCTION applications_mandate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE may_change text[] := ARRAY['confirmed_at', 'confirmed_by', 'ended_at', 'ended_by', 'ended_as', 'evidence_scan'];
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - may_change) IS DISTINCT FROM (to_jsonb(OLD) - may_change)
       OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_by, NEW.ended_as)
           IS DISTINCT FROM (OLD.ended_at, OLD.ended_by, OLD.ended_as))
       OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at, NEW.confirmed_by)
           IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by))
       OR OLD.evidence_scan NOT IN ('PENDING', NEW.evidence_scan) THEN
        RAISE EXCEPTION 'mandate % is kept as it was given: it is confirmed once and ends once', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mandates_stay BEFORE UPDATE OR DELETE ON applications_mandate
    FOR EACH ROW EXECUTE FUNCTION applications_mandate_stays();

-- An employer gives, a mandatary's firm receives.
CREATE FUNCTION applications_mandate_is_of_an_employer_to_a_firm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM applications_organisation WHERE id = NEW.principal_id AND kind = 'EMPLOYER')
       OR NOT EXISTS (SELECT 1 FROM applications_organisation WHERE id = NEW.firm_id AND kind = 'MANDATARY') THEN
        RAISE EXCEPTION 'a mandate is given by an employer to the firm of a mandatary'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mandates_join_an_employer_and_a_firm BEFORE INSERT ON applications_mandate
    FOR EACH ROW EXECUTE FUNCTION applications_mandate_is_of_an_employer_to_a_firm();

CREATE TRIGGER mandate_dossiers_stay BEFORE UPDATE OR DELETE ON applications_mandatedossier
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('what a mandate is for is kept as it was given');
CREATE TRIGGER mandate_substitutes_stay BEFORE UPDATE OR DELETE ON applications_mandatesubstitute
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('a substitution is kept as it was named');

DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wib_app') THEN
        REVOKE DELETE, TRUNCATE ON applications_mandate FROM wib_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON applications_mandatedossier, applications_mandatesubstitute FROM wib_app;
    END IF;
END $$;
