/** What migrations see of a model: where its queries begin. */
interface HistoricalModel {
  readonly objects: object;
}

type NameOf<Models> = Extract<keyof Models, string>;

/** The rows of one batch, as a queryset. */
type RowsOf<Model> = Model extends { readonly objects: infer Rows } ? Rows : never;

interface InOne<Models> {
  /** Changes the rows, in one transaction. */
  readonly forward: (models: Models) => Promise<void>;
  /** The same for `migrateSync`. */
  readonly forwardSync?: (models: Models) => void;
  /** The way back; `"nothing"` where there is nothing to be undone. Without one it cannot be taken back. */
  readonly reverse?: "nothing" | ((models: Models) => Promise<void>);
  readonly reverseSync?: (models: Models) => void;
  readonly batches?: undefined;
}

interface InBatches<Models, Name extends NameOf<Models>> {
  /** A transaction for each `size` rows of the model, in the order of its key. */
  readonly batches: { readonly model: Name; readonly size: number };
  /** Changes the rows of one batch, in one transaction. */
  readonly forward: (models: Models, batch: RowsOf<Models[Name]>) => Promise<void>;
  /** The same for `migrateSync`. */
  readonly forwardSync?: (models: Models, batch: RowsOf<Models[Name]>) => void;
  /** The way back; `"nothing"` where there is nothing to be undone. Without one it cannot be taken back. */
  readonly reverse?: "nothing" | ((models: Models, batch: RowsOf<Models[Name]>) => Promise<void>);
  readonly reverseSync?: (models: Models, batch: RowsOf<Models[Name]>) => void;
}

/** What a data migration does; `dataMigration` makes it. */
export type DataMigrationOptions<Models, Name extends NameOf<Models> = NameOf<Models>> =
  InOne<Models> | InBatches<Models, Name>;

type Historical = Readonly<Record<string, HistoricalModel>>;

/** The same without the types of its models. */
export interface DataMigration {
  readonly batches?: { readonly model: string; readonly size: number } | undefined;
  readonly forward: Change<Promise<void>>;
  readonly forwardSync?: Change<void> | undefined;
  readonly reverse?: "nothing" | Change<Promise<void>> | undefined;
  readonly reverseSync?: Change<void> | undefined;
}

export type Change<Result> = (models: Historical, batch?: object) => Result;

const made = new WeakSet();

/**
 * A migration of rows in TypeScript: the default export of a file that `makemigrations --empty ts` wrote.
 *
 * ```ts
 * import { dataMigration } from "ormgen/migrations";
 * import type { Models } from "./0003_fill_slug.models.js";
 *
 * export default dataMigration<Models>({
 *   batches: { model: "Note", size: 1000 },
 *   async forward({ Note }, batch) {
 *     for await (const note of batch) await Note.objects.filter({ id: note.id }).update({ slug: slugOf(note.text) });
 *   },
 *   reverse: "nothing",
 * });
 * ```
 *
 * The models are those of the tables as they are then, whatever the project's say now; they carry no code of their own.
 * Where it is about several models, `dataMigration<Models, "Note">` says whose rows the batches are. Without `batches` all
 * is one transaction. `migrate` throws `MigrationError` with what `forward` threw.
 * Django: `migrations.RunPython`, https://docs.djangoproject.com/en/stable/topics/migrations/#data-migrations
 */
export function dataMigration<Models, Name extends NameOf<Models> = NameOf<Models>>(
  options: DataMigrationOptions<Models, Name>,
): DataMigration {
  const migration = { ...options } as unknown as DataMigration;
  made.add(migration);
  return migration;
}

export function isDataMigration(value: unknown): value is DataMigration {
  return typeof value === "object" && value !== null && made.has(value);
}

/** What is wrong with it; null where nothing is. Files without types can say anything. */
export function problemOf(migration: DataMigration): string | null {
  const { batches, forward, forwardSync, reverse, reverseSync, ...rest } = migration;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return `there is no option ${JSON.stringify(unknown)}`;
  if (typeof forward !== "function") return "it has no function `forward`";
  for (const [name, value] of Object.entries({ forwardSync, reverseSync }))
    if (value !== undefined && typeof value !== "function") return `\`${name}\` is no function`;
  if (reverse !== undefined && reverse !== "nothing" && typeof reverse !== "function")
    return '`reverse` is a function or "nothing"';
  if (batches !== undefined && !(Number.isInteger(batches.size) && batches.size > 0))
    return "`batches.size` is a whole number above 0";
  return null;
}
