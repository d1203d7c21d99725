import type { ServerFields } from "./server-error.js";

/** What the words of a server name that an extension brings: functions, operators, types. */
const BRINGS: readonly (readonly [RegExp, string])[] = [
  [/^function (?:strict_)?(?:word_)?similarity\(/u, "pg_trgm"],
  [/^operator does not exist: .*(?: %| %>| %>>| <->| <<->| <<<->) /u, "pg_trgm"],
  [/^operator class "gi(?:n|st)_trgm_ops" does not exist/u, "pg_trgm"],
  [/^function unaccent\(/u, "unaccent"],
  [/^type "hstore" does not exist/u, "hstore"],
];

/** What to do where a statement takes an extension that the database does not have; null for anything else. */
export function missingExtension({ sqlstate, message }: ServerFields): string | null {
  if (sqlstate !== "42883" && sqlstate !== "42704") return null;
  const [, name] = BRINGS.find(([pattern]) => pattern.test(message)) ?? [];
  return name === undefined
    ? null
    : `the database has no extension "${name}": write \`extensions: ["${name}"]\` in ormgen.config.ts, ` +
        "and run `npx ormgen`, `npx ormgen makemigrations` and `npx ormgen migrate`";
}
