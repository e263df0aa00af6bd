"""What a worker says to the database."""

from vistone.kernel.jobs.declare import FENCE

CLAIM = """
WITH due AS (
    SELECT id FROM platform.jobs
    WHERE status = 'queued' AND lane = $1 AND run_at <= now() AND name = ANY($2)
    ORDER BY priority DESC, run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE platform.jobs AS job
SET status = 'running', worker_id = $4, attempts = attempts + 1, lease_until = now() + $5, updated_at = now()
FROM due WHERE job.id = due.id
RETURNING job.id, job.name, job.payload, job.attempts, job.organization_id
"""
RETRY = f"""
UPDATE platform.jobs SET status = 'queued', run_at = now() + $4, attempts = attempts - $5, error = $6,
    worker_id = NULL, lease_until = NULL, updated_at = now()
WHERE {FENCE} RETURNING id
"""
HOLD = f"""
UPDATE platform.jobs SET status = 'held', error = $4, worker_id = NULL, lease_until = NULL, updated_at = now()
WHERE {FENCE} RETURNING id
"""
# A row that is locked is just being settled by its handler: it needs no longer lease, and to wait for it would stop the
# renewal of all the others.
RENEW = """
WITH mine AS (
    SELECT id FROM platform.jobs WHERE id = ANY($1) AND worker_id = $2 AND status = 'running'
), free AS (
    SELECT id FROM platform.jobs WHERE id IN (SELECT id FROM mine) FOR UPDATE SKIP LOCKED
), renewed AS (
    UPDATE platform.jobs AS job SET lease_until = now() + $3 FROM free WHERE job.id = free.id
)
SELECT id FROM mine
"""
ABANDONED = """
SELECT id, name, attempts, worker_id FROM platform.jobs
WHERE status = 'running' AND lease_until < now() AND name = ANY($1)
ORDER BY lease_until LIMIT 100 FOR UPDATE SKIP LOCKED
"""
PLAN = """
INSERT INTO platform.job_schedules (name, expression, next_at) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET expression = excluded.expression, next_at = excluded.next_at
WHERE job_schedules.expression <> excluded.expression
"""
TICKS = """
SELECT name, now() AS present FROM platform.job_schedules
WHERE next_at <= now() AND name = ANY($1) FOR UPDATE SKIP LOCKED
"""
NEXT_TICK = "UPDATE platform.job_schedules SET next_at = $2 WHERE name = $1"
