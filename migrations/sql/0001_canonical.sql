-- The leaf hash of an event; service/eventstore/canonical.py describes it and has its twin.
--
-- Both functions are inlined into the statements that call them. An instant in microseconds since 1970:
CREATE FUNCTION log.moment(recorded_at timestamptz) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (extract(epoch FROM recorded_at) * 1000000)::bigint;

-- SHA-256 over a zero byte and the leaf's 88 bytes, as in RFC 6962.
CREATE FUNCTION log.leaf_hash(
    previous_hash bytea, place bigint, stream_version bigint, moment bigint, content_hash bytea
) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(
    '\x00'::bytea || previous_hash || int8send(place) || int8send(stream_version) || int8send(moment) || content_hash);
