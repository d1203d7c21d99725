/** Own schemas, without what the server or an extension brought. */
export const OWN = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
/** Of what no extension brought: a condition. */
export const extensionless = (catalogue: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;
