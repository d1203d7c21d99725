import { shortened } from "../../schema/naming/names.js";

/** Two columns that hold the same while old and new programs run side by side. */
export interface Twin {
  /** The table's key. */
  readonly table: string;
  /** What old programs know. */
  readonly old: string;
  /** What new ones know; of a type, what stands in the old one's place in the end. */
  readonly fresh: string;
  /** Of a type: how the old value becomes the new one and back, as SQL that speaks of the column. */
  readonly cast: { readonly there: string; readonly back: string } | null;
  /** Whether PostgreSQL can compare its values. */
  readonly comparable: boolean;
}

/** Where the old column goes when another type takes its name. */
export function retired(name: string): string {
  return shortened(name, "__old");
}
