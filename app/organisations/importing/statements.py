"""The import in the database, as statements over whole tables. `import_plan` says of each row what becomes of it."""

from app.organisations.enums import NameKind, OrganisationKind, OrganisationSource, OrganisationState, RowOutcome, TrackLinkState
from app.organisations.importing.staging import FIELDS, SEPARATOR

COMPARED = tuple(field for field in FIELDS if not field.endswith("_language"))
NAME_FIELDS = {"name_native": NameKind.NATIVE, "name_latin": NameKind.LATIN, "name_kana": NameKind.KANA}

_DIFFERS = ", ".join(
    f"CASE WHEN s.{field} IS NOT NULL AND s.{field} IS DISTINCT FROM o.{field} THEN '{field}' END" for field in (*COMPARED, "kind")
)
_SNAPSHOT = ", ".join(f"'{field}', o.{field}" for field in (*FIELDS, "kind", "sort_key", "facts"))
_GRAMS = f"string_to_array(n.grams, E'\\x{ord(SEPARATOR):02x}')"

PLAN = f"""
CREATE TEMPORARY TABLE import_plan ON COMMIT DROP AS
WITH numbered AS (
  SELECT row, scheme, value, first_value(row) OVER w AS first_row, first_value(public_id) OVER w AS public_id
  FROM staged_row WINDOW w AS (PARTITION BY scheme, value ORDER BY row)
), known AS (
  SELECT m.*, o.id AS organisation_id,
    o.id IS NOT NULL AND NOT (
      o.source = '{OrganisationSource.IMPORTED}' AND o.state = '{OrganisationState.DECLARED}' AND o.verified_at IS NULL
      AND NOT EXISTS (SELECT FROM membership WHERE organisation_id = o.id AND ended_at IS NULL)
    ) AS cared_for
  FROM numbered m
  LEFT JOIN official_number n ON n.scheme = m.scheme AND n.value = m.value
  LEFT JOIN organisation holder ON holder.id = n.organisation_id
  LEFT JOIN organisation o ON o.id = coalesce(holder.merged_into_id, holder.id)
), unlinked AS (
  SELECT t.row FROM staged_track t JOIN known k ON k.row = t.row
  LEFT JOIN organisation_track l ON l.organisation_id = k.organisation_id AND l.track_id = t.track_id
  WHERE NOT k.cared_for AND l.id IS NULL AND t.state = '{TrackLinkState.CONFIRMED}'
), same_name AS (
  SELECT a.row, a.kind, a.text FROM staged_name a JOIN known k ON k.row = a.row
  JOIN organisation_name b ON b.organisation_id = k.organisation_id AND (b.text = a.text OR a.kind = '{NameKind.KANA}' AND b.key = a.key)
  WHERE k.row <> k.first_row
), other_name AS (
  SELECT a.row FROM staged_name a JOIN known k ON k.row = a.row
  LEFT JOIN same_name b ON b.row = a.row AND b.kind = a.kind AND b.text = a.text
  WHERE k.row <> k.first_row AND b.row IS NULL
), compared AS (
  SELECT k.*,
    CASE WHEN k.organisation_id IS NULL OR k.row <> k.first_row THEN '{{}}'::text[] ELSE array_remove(ARRAY[{_DIFFERS},
      CASE WHEN NOT o.facts @> s.facts THEN 'facts' END,
      CASE WHEN k.row IN (SELECT row FROM unlinked) THEN 'tracks' END], NULL) END AS differs,
    k.row IN (SELECT row FROM other_name) AS other_name
  FROM known k
  JOIN staged_row s ON s.row = k.row
  LEFT JOIN organisation o ON o.id = k.organisation_id
)
SELECT c.row, c.first_row, c.public_id, c.organisation_id, c.cared_for, c.differs, c.organisation_id IS NULL AS is_new,
  CASE
    WHEN c.organisation_id IS NULL AND c.row = c.first_row THEN '{RowOutcome.CREATED}'
    WHEN c.organisation_id IS NULL THEN '{RowOutcome.MERGED}'
    WHEN c.cared_for THEN '{RowOutcome.UNCHANGED}'
    WHEN c.row = c.first_row AND c.differs <> '{{}}' THEN '{RowOutcome.UPDATED}'
    WHEN c.other_name THEN '{RowOutcome.MERGED}'
    ELSE '{RowOutcome.UNCHANGED}'
  END AS outcome
FROM compared c
"""

COUNTS = "SELECT outcome, count(*) FROM import_plan GROUP BY outcome"

SAME_NUMBER = """
SELECT p.row, s.value FROM import_plan p JOIN staged_row s ON s.row = p.row WHERE p.row <> p.first_row ORDER BY p.row
"""

KEPT = f"""
SELECT p.row, d.field, coalesce(CASE d.field {" ".join(f"WHEN '{field}' THEN s.{field}" for field in (*COMPARED, "kind"))} END, s.facts::text)
FROM import_plan p JOIN staged_row s ON s.row = p.row CROSS JOIN LATERAL unnest(p.differs) AS d(field)
WHERE p.cared_for ORDER BY p.row, d.field
"""

CREATE = (
    f"""
INSERT INTO organisation (public_id, kind, country, state, state_since, source, import_id, sort_key, facts, created_at, {", ".join(FIELDS)})
SELECT s.public_id, coalesce(s.kind, '{OrganisationKind.COMPANY}'), s.country, '{OrganisationState.DECLARED}', :at,
  '{OrganisationSource.IMPORTED}', :import_id, s.sort_key, s.facts, :at, {", ".join(f"s.{field}" for field in FIELDS)}
FROM staged_row s JOIN import_plan p ON p.row = s.row WHERE p.outcome = '{RowOutcome.CREATED}' ORDER BY s.row
""",
    """
UPDATE import_plan p SET organisation_id = o.id FROM organisation o WHERE p.is_new AND o.public_id = p.public_id
""",
    f"""
INSERT INTO official_number (organisation_id, scheme, value)
SELECT p.organisation_id, s.scheme, s.value FROM import_plan p JOIN staged_row s ON s.row = p.row
WHERE p.outcome = '{RowOutcome.CREATED}' ORDER BY p.row
""",
    f"""
INSERT INTO organisation_name (organisation_id, kind, text, key, grams)
SELECT p.organisation_id, n.kind, n.text, n.key, {_GRAMS} FROM import_plan p JOIN staged_name n ON n.row = p.row
WHERE p.outcome = '{RowOutcome.CREATED}' ORDER BY p.row
""",
)

REMEMBER = f"""
INSERT INTO imported_row (import_id, organisation_id, row, outcome, before)
SELECT :import_id, p.organisation_id, p.row, p.outcome, CASE WHEN NOT p.is_new THEN jsonb_build_object(
  'version', o.version, 'fields', jsonb_build_object({_SNAPSHOT}),
  'names', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'text', n.text, 'key', n.key, 'grams', n.grams) ORDER BY n.id), '[]')
            FROM organisation_name n WHERE n.organisation_id = o.id),
  'tracks', (SELECT coalesce(jsonb_agg(l.track_id), '[]') FROM organisation_track l WHERE l.organisation_id = o.id)
) END
FROM import_plan p JOIN organisation o ON o.id = p.organisation_id
WHERE p.outcome <> '{RowOutcome.UNCHANGED}' ORDER BY p.row
"""

UPDATE = (
    *(
        statement
        for field, kind in NAME_FIELDS.items()
        for statement in (
            f"""
INSERT INTO organisation_name (organisation_id, kind, text, key, grams)
SELECT b.organisation_id, '{NameKind.OTHER}', b.text, b.key, b.grams FROM organisation_name b JOIN import_plan p USING (organisation_id)
WHERE p.outcome = '{RowOutcome.UPDATED}' AND '{field}' = ANY(p.differs) AND b.kind = '{kind}'
ON CONFLICT DO NOTHING
""",
            f"""
DELETE FROM organisation_name b USING import_plan p WHERE p.organisation_id = b.organisation_id
AND p.outcome = '{RowOutcome.UPDATED}' AND '{field}' = ANY(p.differs) AND b.kind = '{kind}'
""",
            f"""
INSERT INTO organisation_name (organisation_id, kind, text, key, grams)
SELECT p.organisation_id, n.kind, n.text, n.key, {_GRAMS} FROM import_plan p JOIN staged_name n ON n.row = p.row
WHERE p.outcome = '{RowOutcome.UPDATED}' AND '{field}' = ANY(p.differs) AND n.kind = '{kind}'
""",
        )
    ),
    f"""
UPDATE organisation o SET {", ".join(f"{field} = coalesce(s.{field}, o.{field})" for field in (*FIELDS, "kind"))}, facts = o.facts || s.facts
FROM import_plan p JOIN staged_row s ON s.row = p.row WHERE o.id = p.organisation_id AND p.outcome = '{RowOutcome.UPDATED}'
""",
    f"""
UPDATE organisation o SET version = o.version + 1
WHERE o.id IN (SELECT organisation_id FROM import_plan WHERE NOT is_new AND outcome IN ('{RowOutcome.UPDATED}', '{RowOutcome.MERGED}'))
""",
)

OTHER_NAMES = f"""
INSERT INTO organisation_name (organisation_id, kind, text, key, grams)
SELECT DISTINCT ON (p.organisation_id, n.text) p.organisation_id, '{NameKind.OTHER}', n.text, n.key, {_GRAMS}
FROM import_plan p JOIN staged_name n ON n.row = p.row
WHERE p.outcome = '{RowOutcome.MERGED}' AND NOT EXISTS (
  SELECT FROM organisation_name b WHERE b.organisation_id = p.organisation_id
  AND (b.text = n.text OR n.kind = '{NameKind.KANA}' AND b.key = n.key)
)
ORDER BY p.organisation_id, n.text, p.row
ON CONFLICT DO NOTHING
"""

LINKS = f"""
INSERT INTO organisation_track (organisation_id, track_id, state, reason)
SELECT p.organisation_id, t.track_id, t.state, t.reason FROM import_plan p JOIN staged_track t ON t.row = p.row
WHERE p.outcome IN ('{RowOutcome.CREATED}', '{RowOutcome.UPDATED}') ORDER BY p.row
ON CONFLICT (organisation_id, track_id) DO NOTHING
"""

TOUCHED = f"SELECT DISTINCT organisation_id FROM import_plan WHERE outcome <> '{RowOutcome.UNCHANGED}' ORDER BY organisation_id"

RENAMED = f"""
SELECT DISTINCT o.id, o.country, o.name_native, o.name_latin, o.name_kana FROM organisation o JOIN import_plan p ON p.organisation_id = o.id
WHERE p.outcome = '{RowOutcome.UPDATED}' AND p.differs && ARRAY['name_native', 'name_latin', 'name_kana']
"""
