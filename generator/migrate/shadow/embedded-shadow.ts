import { engineLocation, importEngine } from "../../../runtime/driver/pglite/engine-location.js";
import { preparedDirectory } from "../../../runtime/driver/pglite/prepared-directory.js";
import { EMPTY_IT, type Shadow } from "./shadow.js";

/** Extensions that come with the embedded engine and are loaded where a schema uses them. */
const EXTENSIONS = {
  bloom: () => import("@electric-sql/pglite/contrib/bloom").then((module) => module.bloom),
  btree_gin: () => import("@electric-sql/pglite/contrib/btree_gin").then((module) => module.btree_gin),
  btree_gist: () => import("@electric-sql/pglite/contrib/btree_gist").then((module) => module.btree_gist),
  citext: () => import("@electric-sql/pglite/contrib/citext").then((module) => module.citext),
  cube: () => import("@electric-sql/pglite/contrib/cube").then((module) => module.cube),
  earthdistance: () =>
    import("@electric-sql/pglite/contrib/earthdistance").then((module) => module.earthdistance),
  fuzzystrmatch: () =>
    import("@electric-sql/pglite/contrib/fuzzystrmatch").then((module) => module.fuzzystrmatch),
  hstore: () => import("@electric-sql/pglite/contrib/hstore").then((module) => module.hstore),
  intarray: () => import("@electric-sql/pglite/contrib/intarray").then((module) => module.intarray),
  isn: () => import("@electric-sql/pglite/contrib/isn").then((module) => module.isn),
  lo: () => import("@electric-sql/pglite/contrib/lo").then((module) => module.lo),
  ltree: () => import("@electric-sql/pglite/contrib/ltree").then((module) => module.ltree),
  pg_trgm: () => import("@electric-sql/pglite/contrib/pg_trgm").then((module) => module.pg_trgm),
  pgcrypto: () => import("@electric-sql/pglite/contrib/pgcrypto").then((module) => module.pgcrypto),
  seg: () => import("@electric-sql/pglite/contrib/seg").then((module) => module.seg),
  tablefunc: () => import("@electric-sql/pglite/contrib/tablefunc").then((module) => module.tablefunc),
  unaccent: () => import("@electric-sql/pglite/contrib/unaccent").then((module) => module.unaccent),
  "uuid-ossp": () => import("@electric-sql/pglite/contrib/uuid_ossp").then((module) => module.uuid_ossp),
} as const;

/** An engine in memory, with those of the extensions that it has. */
export async function embeddedShadow(extensions: readonly string[]): Promise<Shadow> {
  const module = await importEngine();
  const bytes = await preparedDirectory(module, engineLocation().version);
  const wanted = extensions.filter((name): name is keyof typeof EXTENSIONS =>
    Object.hasOwn(EXTENSIONS, name),
  );
  const loaded = await Promise.all(wanted.map(async (name) => [name, await EXTENSIONS[name]()] as const));
  const engine = await module.PGlite.create({
    loadDataDir: new Blob([new Uint8Array(bytes)], { type: "application/x-gzip" }),
    extensions: Object.fromEntries(loaded),
  });
  // A killed proof has nothing to lose.
  await engine.exec("SET fsync = off").catch(() => undefined);
  return {
    rows: async (sql, parameters) => (await engine.query<Record<string, unknown>>(sql, [...parameters])).rows,
    script: async (sql) => void (await engine.exec(sql)),
    reset: async () => void (await engine.exec(EMPTY_IT)),
    has: (extension) => Object.hasOwn(EXTENSIONS, extension),
    close: () => engine.close(),
  };
}
