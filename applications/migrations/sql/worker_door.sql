-- An invitation keeps what it is bound to, counts its wrong tries upwards, and ends once.
CREATE FUNCTION applications_invitation_is_used_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.dossier_id, NEW.email, NEW.nonce, NEW.token_hash, NEW.identity_hash, NEW.expires_at,
        NEW.representative_name, NEW.relation)
       IS DISTINCT FROM (OLD.dossier_id, OLD.email, OLD.nonce, OLD.token_hash, OLD.identity_hash, OLD.expires_at,
        OLD.representative_name, OLD.relation)
       OR NEW.tries < OLD.tries
       OR OLD.state <> 'OPEN' AND (NEW.state, NEW.ended_at, NEW.accepted_by, NEW.notice, NEW.tries)
          IS DISTINCT FROM (OLD.state, OLD.ended_at, OLD.accepted_by, OLD.notice, OLD.tries) THEN
        RAISE EXCEPTION 'invitation % keeps what it is bound to and ends once', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER invitations_are_used_once BEFORE UPDATE ON applications_invitation
    FOR EACH ROW EXECUTE FUNCTION applications_invitation_is_used_once();

CREATE TRIGGER statements_never_change BEFORE UPDATE OR DELETE ON applications_workerstatement
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('what the worker said is kept as it was said');

DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wib_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON applications_workerstatement FROM wib_app;
        REVOKE TRUNCATE ON applications_invitation FROM wib_app;
    END IF;
END $$;
