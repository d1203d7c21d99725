import { AGGREGATE } from "./aggregate-sql.js";

/** Own schemas, without what the server or an extension brought. */
const OWN = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
const extensionless = (catalogue: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;
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
    'collation', (SELECT o.collname FROM pg_collation o JOIN pg_type y ON y.oid = a.atttypid
      WHERE o.oid = a.attcollation AND a.attcollation <> y.typcollation),
    'comment', col_description(c.oid, a.attnum)) ORDER BY a.attnum), '[]')
  FROM pg_attribute a LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const CONSTRAINTS = `(SELECT coalesce(json_agg(json_build_object(
    'name', k.conname,
    'kind', CASE k.contype WHEN 'p' THEN 'primaryKey' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check'
      WHEN 'f' THEN 'foreignKey' WHEN 'x' THEN 'exclude' ELSE 'trigger' END,
    'definition', pg_get_constraintdef(k.oid),
    'columns', ${names("k.conkey", "k.conrelid")},
    'target', CASE WHEN k.contype = 'f' THEN (SELECT json_build_object('schema', tn.nspname, 'table', t.relname,
      'columns', ${names("k.confkey", "k.confrelid")})
      FROM pg_class t JOIN pg_namespace tn ON tn.oid = t.relnamespace WHERE t.oid = k.confrelid) END)
    ORDER BY k.conname COLLATE "C"), '[]')
  FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n' AND NOT (c.relispartition AND (NOT k.conislocal OR k.conparentid <> 0)))`;

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

interface Other {
  readonly kind: string;
  readonly name: string;
  readonly definition: string;
  /** What makes it. */
  readonly statement: string;
  readonly early?: string;
  readonly oid: string;
  readonly from: string;
}

const other = ({ kind, name, definition, statement, early = "false", oid, from }: Other): string =>
  `SELECT ${kind} AS kind, n.nspname::text AS schema, (${name})::text AS name, (${definition})::text AS definition,
     (${statement})::text AS statement, ${early} AS early, ${oid}::bigint AS place FROM ${from}`;

const named = (name: string): string => `quote_ident(n.nspname) || '.' || quote_ident(${name})`;
const USED_BY_TABLES = `EXISTS (SELECT FROM pg_depend d WHERE d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid
  AND (d.classid IN ('pg_attrdef'::regclass, 'pg_constraint'::regclass)
    OR (d.classid = 'pg_class'::regclass AND (SELECT relkind FROM pg_class WHERE oid = d.objid) = 'i')))`;
const OF_DOMAIN = `concat_ws(' ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'NOT NULL' END,
  'DEFAULT ' || t.typdefault, (SELECT string_agg('CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), ' '
    ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))`;
const OF_COMPOSITE = `(SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
  FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)`;
const OF_POLICY = `concat_ws(' ', CASE WHEN NOT p.polpermissive THEN 'AS RESTRICTIVE' END,
  'FOR ' || CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
  'TO ' || (SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ') FROM unnest(p.polroles) role),
  'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', 'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')`;
const OF_SEQUENCE = `concat_ws(' ', 'AS ' || format_type(s.seqtypid, NULL), 'INCREMENT ' || s.seqincrement, 'MINVALUE ' || s.seqmin,
  'MAXVALUE ' || s.seqmax, 'START ' || s.seqstart, CASE WHEN s.seqcycle THEN 'CYCLE' END)`;
const ofTable = (table: string): string =>
  `JOIN pg_class c ON c.oid = ${table} JOIN pg_namespace n ON n.oid = c.relnamespace`;

const OTHERS = [
  other({
    ...{
      kind: "CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END",
      name: "c.relname",
      oid: "c.oid",
    },
    definition: "pg_get_viewdef(c.oid)",
    statement: `'CREATE ' || CASE c.relkind WHEN 'v' THEN 'VIEW ' ELSE 'MATERIALIZED VIEW ' END || ${named("c.relname")} || ' AS ' || pg_get_viewdef(c.oid)`,
    from: `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('v', 'm') AND ${OWN} AND ${extensionless("pg_class", "c.oid")}`,
  }),
  other({
    kind: "CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END",
    ...{ name: "p.oid::regprocedure::text", oid: "p.oid", early: USED_BY_TABLES },
    definition: `CASE WHEN p.prokind = 'a' THEN ${AGGREGATE} ELSE pg_get_functiondef(p.oid) END`,
    statement: `CASE WHEN p.prokind = 'a' THEN ${AGGREGATE} ELSE pg_get_functiondef(p.oid) END`,
    from: `pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OWN} AND ${extensionless("pg_proc", "p.oid")}`,
  }),
  other({
    ...{ kind: "'trigger'", name: "c.relname || '.' || t.tgname", oid: "t.oid" },
    ...{ definition: "pg_get_triggerdef(t.oid)", statement: "pg_get_triggerdef(t.oid)" },
    from: `pg_trigger t ${ofTable("t.tgrelid")} WHERE NOT t.tgisinternal AND ${OWN}`,
  }),
  other({
    ...{ kind: "'policy'", name: "c.relname || '.' || p.polname", oid: "p.oid", definition: OF_POLICY },
    statement: `'CREATE POLICY ' || quote_ident(p.polname) || ' ON ' || ${named("c.relname")} || ' ' || ${OF_POLICY}`,
    from: `pg_policy p ${ofTable("p.polrelid")} WHERE ${OWN}`,
  }),
  other({
    ...{ kind: "'row security'", name: "c.relname", oid: "c.oid" },
    definition: "CASE WHEN c.relforcerowsecurity THEN 'forced' ELSE 'enabled' END",
    statement: `'ALTER TABLE ' || ${named("c.relname")} || ' ENABLE ROW LEVEL SECURITY' || CASE WHEN c.relforcerowsecurity THEN ', FORCE ROW LEVEL SECURITY' ELSE '' END`,
    from: `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relrowsecurity AND ${OWN}`,
  }),
  other({
    ...{ kind: "'inheritance'", name: "c.relname || '.' || parent.oid::regclass", oid: "c.oid" },
    definition: "parent.oid::regclass",
    statement: `'ALTER TABLE ' || ${named("c.relname")} || ' INHERIT ' || parent.oid::regclass`,
    from: `pg_inherits h JOIN pg_class parent ON parent.oid = h.inhparent ${ofTable("h.inhrelid")}
     WHERE c.relkind = 'r' AND NOT c.relispartition AND ${OWN}`,
  }),
  other({
    ...{ kind: "'rule'", name: "c.relname || '.' || r.rulename", oid: "r.oid" },
    ...{ definition: "pg_get_ruledef(r.oid)", statement: "pg_get_ruledef(r.oid)" },
    from: `pg_rewrite r ${ofTable("r.ev_class")}
     WHERE r.rulename <> '_RETURN' AND ${OWN} AND ${extensionless("pg_class", "c.oid")}`,
  }),
  other({
    ...{
      kind: "CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'composite type' END",
      name: "t.typname",
      oid: "t.oid",
    },
    definition: `CASE t.typtype WHEN 'd' THEN ${OF_DOMAIN} ELSE ${OF_COMPOSITE} END`,
    statement: `CASE t.typtype WHEN 'd' THEN 'CREATE DOMAIN ' || ${named("t.typname")} || ' AS ' || ${OF_DOMAIN}
      ELSE 'CREATE TYPE ' || ${named("t.typname")} || ' AS (' || ${OF_COMPOSITE} || ')' END`,
    early: "true",
    from: `pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
     WHERE (t.typtype = 'd' OR (t.typtype = 'c' AND (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c'))
       AND ${OWN} AND ${extensionless("pg_type", "t.oid")}`,
  }),
  other({
    ...{ kind: "'sequence'", name: "c.relname", oid: "c.oid", definition: OF_SEQUENCE, early: "true" },
    statement: `'CREATE SEQUENCE ' || ${named("c.relname")} || ' ' || ${OF_SEQUENCE}`,
    from: `pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${OWN} AND ${extensionless("pg_class", "c.oid")}
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('i', 'a') AND d.refobjsubid > 0)`,
  }),
].join("\nUNION ALL ");

const items = (query: string): string => `(SELECT coalesce(json_agg(q.item), '[]') FROM (${query}) q)`;

/** The whole catalogue in one round trip, as one JSON text. */
export const CATALOGUE = `SELECT json_build_object(
  'tables', ${items(TABLES)},
  'enums', ${items(ENUMS)},
  'extensions', (SELECT coalesce(json_agg(extname ORDER BY extname COLLATE "C"), '[]') FROM pg_extension WHERE extname <> 'plpgsql'),
  'others', (SELECT coalesce(json_agg(o ORDER BY o.place), '[]') FROM (${OTHERS}) o)
)::text AS catalogue`;
