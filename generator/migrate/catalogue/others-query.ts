import { AGGREGATE } from "./aggregate-sql.js";
import { extensionless, OWN } from "./own-objects.js";

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
     (${statement})::text AS statement, ${early} AS early, ${oid}::text AS oid FROM ${from}`;

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
/** `WITH (security_invoker=true)`; null where nothing is said. */
const OPTIONS = `'WITH (' || array_to_string(c.reloptions, ', ') || ')'`;
/** When a trigger does not run as triggers do. */
const FIRES = `CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END`;
const OF_COLLATION = `concat_ws(', ', 'PROVIDER = ' || CASE o.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
  'LOCALE = ' || quote_literal(coalesce(to_jsonb(o)->>'colllocale', to_jsonb(o)->>'colliculocale')), 'LC_COLLATE = ' || quote_literal(o.collcollate),
  'LC_CTYPE = ' || quote_literal(o.collctype), 'RULES = ' || quote_literal(to_jsonb(o)->>'collicurules'),
  CASE WHEN NOT o.collisdeterministic THEN 'DETERMINISTIC = false' END)`;
const OF_RANGE = `(SELECT concat('SUBTYPE = ', r.rngsubtype::regtype, ', SUBTYPE_OPCLASS = ' || quote_ident(on_.nspname) || '.' || quote_ident(o.opcname),
    ', COLLATION = ' || nullif(r.rngcollation, 0)::regcollation, ', SUBTYPE_DIFF = ' || nullif(r.rngsubdiff, 0)::regproc,
    ', MULTIRANGE_TYPE_NAME = ' || r.rngmultitypid::regtype)
  FROM pg_range r JOIN pg_opclass o ON o.oid = r.rngsubopc JOIN pg_namespace on_ ON on_.oid = o.opcnamespace WHERE r.rngtypid = t.oid)`;
/** What a comment stands on, as COMMENT ON names it: `TRIGGER touch ON public.book`; those of tables are the models' own. */
const COMMENTED = `CASE WHEN d.objsubid <> 0 THEN 'COLUMN' ELSE upper(regexp_replace(i.type, '^(table|domain) constraint$', 'constraint')) END || ' ' ||
  CASE i.type WHEN 'domain constraint' THEN regexp_replace(i.identity, ' on ', ' ON DOMAIN ') ELSE i.identity END`;
const ofTable = (table: string): string =>
  `JOIN pg_class c ON c.oid = ${table} JOIN pg_namespace n ON n.oid = c.relnamespace`;

/** What models cannot say, a row each: queries of the catalogues. */
export const OTHERS = [
  other({
    ...{
      kind: "CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END",
      name: "c.relname",
      oid: "c.oid",
    },
    definition: `concat(${OPTIONS} || ' ', pg_get_viewdef(c.oid))`,
    statement: `concat('CREATE ', CASE c.relkind WHEN 'v' THEN 'VIEW ' ELSE 'MATERIALIZED VIEW ' END, ${named("c.relname")}, ' ' || ${OPTIONS},
      ' AS ', rtrim(pg_get_viewdef(c.oid), ';'))`,
    from: `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('v', 'm') AND ${OWN} AND ${extensionless("pg_class", "c.oid")}`,
  }),
  other({
    kind: "CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END",
    ...{ name: "p.oid::regprocedure::text", oid: "p.oid", early: USED_BY_TABLES },
    definition: `CASE WHEN p.prokind = 'a' THEN ${AGGREGATE} ELSE pg_get_functiondef(p.oid) END`,
    statement: `CASE WHEN p.prokind = 'a' THEN ${AGGREGATE} ELSE pg_get_functiondef(p.oid) END`,
    from: `pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE ${OWN} AND ${extensionless("pg_proc", "p.oid")}
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`,
  }),
  other({
    ...{ kind: "'trigger'", name: "c.relname || '.' || t.tgname", oid: "t.oid" },
    ...{ definition: `concat(pg_get_triggerdef(t.oid), ' ' || ${FIRES})` },
    statement: `concat(pg_get_triggerdef(t.oid), '; ALTER TABLE ' || ${named("c.relname")} || ' ' || ${FIRES} || ' TRIGGER ' || quote_ident(t.tgname))`,
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
    ...{ kind: "'collation'", name: "o.collname", oid: "o.oid", definition: OF_COLLATION, early: "true" },
    statement: `'CREATE COLLATION ' || ${named("o.collname")} || ' (' || ${OF_COLLATION} || ')'`,
    from: `pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE ${OWN} AND ${extensionless("pg_collation", "o.oid")}`,
  }),
  other({
    ...{ kind: "'range type'", name: "t.typname", oid: "t.oid", definition: OF_RANGE, early: "true" },
    statement: `'CREATE TYPE ' || ${named("t.typname")} || ' AS RANGE (' || ${OF_RANGE} || ')'`,
    from: `pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'r' AND ${OWN} AND ${extensionless("pg_type", "t.oid")}`,
  }),
  other({
    ...{ kind: "'index'", name: "c.relname || '.' || i.relname", oid: "i.oid" },
    ...{ definition: "pg_get_indexdef(i.oid)", statement: "pg_get_indexdef(i.oid)" },
    from: `pg_index x JOIN pg_class i ON i.oid = x.indexrelid ${ofTable("x.indrelid")}
     WHERE c.relkind = 'm' AND ${OWN} AND ${extensionless("pg_class", "c.oid")}`,
  }),
  other({
    ...{ kind: "'statistics'", name: "s.stxname", oid: "s.oid" },
    ...{ definition: "pg_get_statisticsobjdef(s.oid)", statement: "pg_get_statisticsobjdef(s.oid)" },
    from: `pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE ${OWN}`,
  }),
  other({
    ...{ kind: "'unlogged'", name: "c.relname", oid: "c.oid", definition: "'unlogged'" },
    statement: `'ALTER TABLE ' || ${named("c.relname")} || ' SET UNLOGGED'`,
    from: `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND ${OWN}`,
  }),
  other({
    ...{ kind: "'storage parameters'", name: "c.relname", oid: "c.oid" },
    definition: "array_to_string(c.reloptions, ', ')",
    statement: `'ALTER TABLE ' || ${named("c.relname")} || ' SET (' || array_to_string(c.reloptions, ', ') || ')'`,
    from: `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.reloptions IS NOT NULL AND ${OWN}`,
  }),
  other({
    ...{ kind: "'comment'", name: COMMENTED, oid: "d.objoid", definition: "quote_literal(d.description)" },
    statement: `'COMMENT ON ' || ${COMMENTED} || ' IS ' || quote_literal(d.description)`,
    from: `pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
     JOIN pg_namespace n ON n.nspname = coalesce(i.schema, (SELECT k.nspname FROM pg_constraint o JOIN pg_namespace k ON k.oid = o.connamespace
       WHERE d.classoid = 'pg_constraint'::regclass AND o.oid = d.objoid), (pg_identify_object_as_address(d.classoid, d.objoid, d.objsubid)).object_names[1])
     WHERE d.objoid >= 16384 AND d.classoid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_rewrite'::regclass,
       'pg_type'::regclass, 'pg_constraint'::regclass, 'pg_statistic_ext'::regclass)
       AND i.type !~ '^(foreign )?table( column)?$' AND ${OWN} AND NOT EXISTS (SELECT FROM pg_depend e
         WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')`,
  }),
  other({
    ...{ kind: "'sequence'", name: "c.relname", oid: "c.oid", definition: OF_SEQUENCE, early: "true" },
    statement: `'CREATE SEQUENCE ' || ${named("c.relname")} || ' ' || ${OF_SEQUENCE}`,
    from: `pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${OWN} AND ${extensionless("pg_class", "c.oid")}
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('i', 'a') AND d.refobjsubid > 0)`,
  }),
].join("\nUNION ALL ");
