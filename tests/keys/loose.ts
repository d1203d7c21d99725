import { clientWith } from "../expressions/answers.js";

/** What these tests call or read of a client whose types are not known. */
type Name =
  | ("City" | "Club" | "Country" | "Flag" | "Membership" | "Street")
  | ("Mention" | "Page" | "Word" | "alike" | "mentions" | "pages" | "words")
  | (
      | "logs"
      | "Line"
      | "Note"
      | "Part"
      | "Project"
      | "Item"
      | "Tag"
      | "Tenant"
      | "User"
      | "Post"
      | "Log"
      | "Entry"
    )
  | ("add" | "annotate" | "cities" | "city" | "clubs" | "count" | "countries" | "country" | "delete")
  | ("distinct" | "eq" | "exclude" | "f" | "filter" | "flag" | "id" | "items" | "line" | "lines" | "loaded")
  | ("name" | "notes" | "objects" | "only" | "orderBy" | "pk" | "prefetchRelated" | "posts" | "reverse")
  | (
      | "select"
      | "selectRelated"
      | "tags"
      | "toSQL"
      | "sql"
      | "twin"
      | "twins"
      | "user"
      | "values"
      | "valuesList"
    )
  | ("limit" | "all" | "union" | "author" | "project" | "tenant" | "parts" | "in" | "text");

/** Anything of such a client: called, read and called again. */
export type Loose = ((...given: readonly unknown[]) => Loose) & { readonly [N in Name]: Loose };

/** The client of these models on a database of the file's own; gives what ends it. */
export async function looseClient(models: string): Promise<{ client: Loose; end: () => Promise<void> }> {
  const { client, end } = await clientWith(models);
  return { client: client as unknown as Loose, end };
}
