import type { MigrationFile } from "../files/migration-files.js";

/** The extensions that migrations make, by hand too. */
export function extensionsIn(files: readonly MigrationFile[]): string[] {
  return files.flatMap(({ sql }) =>
    [...sql.matchAll(/create\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)"?/gi)].map(
      ([, name = ""]) => name,
    ),
  );
}
