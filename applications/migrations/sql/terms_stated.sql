-- What an officer stated of a grant stays as he stated it; another statement follows it (P12).

CREATE TRIGGER terms_statements_never_change BEFORE UPDATE OR DELETE ON applications_termsstatement
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('what was stated of a grant is followed by another, never changed');

DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wib_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON applications_termsstatement FROM wib_app;
    END IF;
END $$;
