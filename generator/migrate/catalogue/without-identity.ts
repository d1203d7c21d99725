import type { Catalogue } from "./catalogue.js";

/** What has the same number elsewhere, or will have it later, is another object. */
export function withoutIdentity(catalogue: Catalogue): Catalogue {
  const tables = catalogue.tables.map((table) => ({
    ...table,
    oid: "",
    columns: table.columns.map((column) => ({ ...column, number: 0 })),
  }));
  return { ...catalogue, tables };
}
