-- What is measured of the platform: each question is about what ended in a window.
create index change_proposal_closed on change_proposal (closed_at) where state in ('PUBLISHED', 'FORCED');
create index incident_resolved on incident (resolved_at) where resolved_at is not null;
create index access_request_decided on access_request (decided_at) where state in ('APPROVED', 'DENIED');
create index quality_result_by_time on quality_result (at) include (outcome);
create index usage_seen_first on usage_seen (operation_id, first_seen);
