-- The journal: append-only, chained per dossier. Plain SQL, because a trigger of a library can be switched off by any role.

-- One value, length-prefixed in UTF-8 bytes, so that no two rows read the same when joined.
CREATE FUNCTION applications_lp(value text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT octet_length(convert_to(coalesce(value, ''), 'UTF8')) || ':' || coalesce(value, '') $$;

CREATE FUNCTION applications_microseconds(value timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT (extract(epoch FROM value) * 1000000)::bigint::text $$;

CREATE FUNCTION applications_journal_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    SELECT seq, hash, state_after INTO last FROM applications_journalentry
        WHERE dossier_id = NEW.dossier_id ORDER BY seq DESC LIMIT 1;
    IF FOUND AND last.state_after <> NEW.state_before THEN
        RAISE EXCEPTION 'journal of dossier %: state before is %, the last entry left %',
            NEW.dossier_id, NEW.state_before, last.state_after USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.prev := coalesce(last.hash, '');
    NEW.recorded_at := clock_timestamp();
    NEW.payload := coalesce(NEW.payload, '{}');
    PERFORM NEW.payload::jsonb;
    NEW.hash := encode(sha256(convert_to(
        applications_lp(NEW.dossier_id::text) || applications_lp(NEW.seq::text) || applications_lp(NEW.prev)
        || applications_lp(NEW.kind) || applications_lp(applications_microseconds(NEW.at))
        || applications_lp(applications_microseconds(NEW.recorded_at)) || applications_lp(NEW.actor_key)
        || applications_lp(NEW.capacity) || applications_lp(NEW.organisation_key) || applications_lp(NEW.track)
        || applications_lp(NEW.state_before) || applications_lp(NEW.state_after) || applications_lp(NEW.basis)
        || applications_lp(NEW.payload), 'UTF8')), 'hex');
    RETURN NEW;
END $$;

CREATE TRIGGER journal_chain BEFORE INSERT ON applications_journalentry
    FOR EACH ROW EXECUTE FUNCTION applications_journal_chain();

CREATE FUNCTION applications_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON applications_journalentry
    FOR EACH ROW EXECUTE FUNCTION applications_refuse('the journal is append-only');
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON applications_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION applications_refuse('the journal is append-only');

-- No state change without a journal entry, and no entry that does not match the dossier: compared at commit.
CREATE FUNCTION applications_state_is_journalled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE subject bigint; standing text; told text;
BEGIN
    IF TG_TABLE_NAME = 'applications_dossier' THEN subject := NEW.id; ELSE subject := NEW.dossier_id; END IF;
    SELECT state INTO standing FROM applications_dossier WHERE id = subject;
    IF NOT FOUND THEN RETURN NULL; END IF;
    SELECT state_after INTO told FROM applications_journalentry WHERE dossier_id = subject ORDER BY seq DESC LIMIT 1;
    IF coalesce(told, 'DRAFT') <> standing THEN
        RAISE EXCEPTION 'dossier % stands at % but its journal says %', subject, standing, coalesce(told, 'DRAFT')
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER no_state_without_entry AFTER INSERT OR UPDATE OF state ON applications_dossier
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION applications_state_is_journalled();
CREATE CONSTRAINT TRIGGER no_entry_without_state AFTER INSERT ON applications_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION applications_state_is_journalled();
