-- The signature of what gateways are given to serve. The bytes are kept as they were signed: what is served must be what was signed,
-- even after an update of this service would write the same supergraph otherwise. Only the newest of each variant is kept.
create table signed_artefact (
  publication_seq bigint primary key references publication,
  bytes bytea not null,
  -- Detached JWS in its compact form.
  signature text not null
);
