/** What stands in a database, as the server prints it. */
export interface Catalogue {
  readonly tables: readonly CatalogueTable[];
  readonly enums: readonly CatalogueEnum[];
  readonly extensions: readonly string[];
  /** Where an extension's own objects lie, if that is not `public`. */
  readonly extensionSchemas: Readonly<Record<string, string>>;
  /** Views, functions, triggers, policies, rules, domains, sequences of their own: what models cannot say. */
  readonly others: readonly CatalogueOther[];
}

export interface CatalogueTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: "table" | "partitioned" | "partition" | "foreign";
  /** The same as long as it is the same table. */
  readonly oid: string;
  readonly comment: string | null;
  /** How a partitioned table is: `RANGE (created_at)`; null for others. */
  readonly partitionBy: string | null;
  /** Where a partition belongs; null for others. */
  readonly partitionOf: {
    readonly schema: string;
    readonly table: string;
    readonly bound: string;
  } | null;
  /** None of a partition: they are those of its table. */
  readonly columns: readonly CatalogueColumn[];
  readonly constraints: readonly CatalogueConstraint[];
  /** Those that no constraint stands behind. */
  readonly indexes: readonly CatalogueIndex[];
}

export interface CatalogueColumn {
  readonly name: string;
  /** The same as long as the column keeps its data. */
  readonly number: number;
  readonly type: string;
  readonly null: boolean;
  readonly default: string | null;
  readonly identity: "always" | "default" | "serial" | null;
  readonly generated: string | null;
  /** A generated column that is computed when it is read. */
  readonly virtual: boolean;
  readonly collation: string | null;
  readonly comment: string | null;
}

export interface CatalogueConstraint {
  readonly name: string;
  /** The same as long as it is the same object. */
  readonly oid: string;
  readonly kind: "primaryKey" | "unique" | "check" | "foreignKey" | "exclude" | "trigger";
  readonly definition: string;
  readonly columns: readonly string[];
  /** The schema, name and columns that a foreign key refers to. */
  readonly target: {
    readonly schema: string;
    readonly table: string;
    readonly columns: readonly string[];
  } | null;
}

export interface CatalogueIndex {
  readonly name: string;
  readonly definition: string;
  readonly valid: boolean;
}

export interface CatalogueEnum {
  readonly schema: string;
  readonly name: string;
  readonly labels: readonly string[];
}

export interface CatalogueOther {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
  /** The same as long as it is the same object; of a comment, that of what it stands on. */
  readonly oid: string;
  readonly definition: string;
  /** What makes it; null where the server cannot print it. */
  readonly statement: string | null;
  /** Needed by tables: it comes before them. */
  readonly early: boolean;
}
