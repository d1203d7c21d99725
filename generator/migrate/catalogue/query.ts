import { OTHERS } from "./others-query.js";
import { extensionless, OWN } from "./own-objects.js";

const names = (numbers: string, table: string): string =>
  `(SELECT coalesce(json_agg(a.attname::text ORDER BY u.place), '[]') FROM unnest(${numbers}) WITH ORDINALITY AS u(number, place)
     JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = u.number)`;
const described = (oid: string, catalogue: string): string => `obj_description(${oid}, '${catalogue}')`;

/** Whether a sequence of the column's own stands behind its DEFAULT. */
const SERIAL = `(coalesce(pg_get_expr(e.adbin, e.adrelid), '') LIKE 'nextval(%' AND EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid
      AND d.refobjsubid = a.attnum AND d.deptype = 'a'
      AND (SELECT relkind FROM pg_class WHERE oid = d.objid) = 'S'))`;

const COLUMNS = `(SELECT coalesce(json_agg(json_build_object(
    'name', a.attname, 'number', a.attnum, 'type', format_type(a.atttypid, a.atttypmod), 'null', NOT a.attnotnull,
    'default', CASE WHEN a.attgenerated = '' AND NOT ${SERIAL} THEN nullif(pg_get_expr(e.adbin, e.adrelid), 'NULL') END,
    'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'default' ELSE CASE WHEN ${SERIAL} THEN 'serial' END END,
    'generated', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(e.adbin, e.adrelid) END,
    'virtual', a.attgenerated = 'v',
    'collation', (SELECT concat(CASE WHEN NOT pg_collation_is_visible(o.oid) THEN o.collnamespace::regnamespace || '.' END, o.collname) FROM pg_collation o JOIN pg_type y ON y.oid = a.atttypid
      WHERE o.oid = a.attcollation AND a.attcollation <> y.typcollation),
    'comment', col_description(c.oid, a.attnum)) ORDER BY a.attnum), '[]')
  FROM pg_attribute a LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const CONSTRAINTS = `(SELECT coalesce(json_agg(json_build_object(
    'name', k.conname,
    'kind', CASE k.contype WHEN 'p' THEN 'primaryKey' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check'
      WHEN 'f' THEN 'foreignKey' WHEN 'x' THEN 'exclude' ELSE 'trigger' END,
    'oid', k.oid::text, 'definition', pg_get_constraintdef(k.oid),
    'columns', ${names("k.conkey", "k.conrelid")},
    'target', CASE WHEN k.contype = 'f' THEN (SELECT json_build_object('schema', tn.nspname, 'table', t.relname,
      'columns', ${names("k.confkey", "k.confrelid")})
      FROM pg_class t JOIN pg_namespace tn ON tn.oid = t.relnamespace WHERE t.oid = k.confrelid) END)
    ORDER BY k.conname COLLATE "C"), '[]')
  FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n' AND k.conparentid = 0 AND NOT (c.relispartition AND NOT k.conislocal))`;

const INDEXES = `(SELECT coalesce(json_agg(json_build_object(
    'name', i.relname, 'definition', pg_get_indexdef(i.oid), 'valid', x.indisvalid) ORDER BY i.relname COLLATE "C"), '[]')
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
  WHERE x.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.oid)
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')))`;

const TABLES = `SELECT json_build_object('schema', n.nspname, 'name', c.relname,
    'kind', CASE WHEN c.relkind = 'f' THEN 'foreign' WHEN c.relispartition THEN 'partition'
      WHEN c.relkind = 'p' THEN 'partitioned' ELSE 'table' END,
    'oid', c.oid::text, 'comment', ${described("c.oid", "pg_class")},
    'partitionBy', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
    'partitionOf', CASE WHEN c.relispartition THEN (SELECT json_build_object('schema', pn.nspname, 'table', p.relname,
      'bound', pg_get_expr(c.relpartbound, c.oid)) FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
      JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = c.oid) END,
    'columns', CASE WHEN c.relispartition THEN '[]' ELSE ${COLUMNS} END, 'constraints', ${CONSTRAINTS}, 'indexes', ${INDEXES}) AS item
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f') AND ${OWN} AND ${extensionless("pg_class", "c.oid")}
    AND c.relname NOT IN ('ormgen_migrations', 'ormgen_migration_steps')
  ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`;

const ENUMS = `SELECT json_build_object('schema', n.nspname, 'name', t.typname,
    'labels', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)) AS item
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE t.typtype = 'e' AND ${OWN} AND ${extensionless("pg_type", "t.oid")}
  ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"`;

const items = (query: string): string => `(SELECT coalesce(json_agg(q.item), '[]') FROM (${query}) q)`;

/** The whole catalogue in one round trip, as one JSON text. */
export const CATALOGUE = `SELECT json_build_object(
  'tables', ${items(TABLES)},
  'enums', ${items(ENUMS)},
  'extensions', (SELECT coalesce(json_agg(extname ORDER BY extname COLLATE "C"), '[]') FROM pg_extension WHERE extname <> 'plpgsql'),
  'extensionSchemas', (SELECT coalesce(json_object_agg(extname, n.nspname), '{}') FROM pg_extension e
    JOIN pg_namespace n ON n.oid = e.extnamespace WHERE n.nspname NOT IN ('public', 'pg_catalog')),
  'others', (SELECT coalesce(json_agg(o ORDER BY o.kind = 'comment', o.oid::bigint, o.kind), '[]') FROM (${OTHERS}) o)
)::text AS catalogue`;
