import { code, join, renderFile, verbatim, type Code } from "../generator/emit/code.js";
import type { RenderedFile } from "../generator/emit/file.js";
import type { ClientPlan } from "../generator/plan/client-plan.js";
import { querysetPairs, relatedPairs } from "../generator/plan/methods.js";
import { chainMethods } from "./chain-methods.js";
import { methodExample } from "./method-example.js";
import { pairedMethod, type RowTypes } from "./paired-method.js";
import { runtime, runtimeType } from "./runtime.js";
import { surplus } from "./surplus.js";

/** `queryset.ts`: what the querysets and related managers of all models have in common. */
export function querysetFile(plan: ClientPlan): RenderedFile {
  return renderFile({
    path: "queryset.ts",
    body: code`${rowsClass(plan)}

    ${querysetClass(plan)}

    ${relatedManagerClass(plan)}
    `,
    reserved: ["ClientRows", "ClientQuerySet", "ClientRelatedManager", ...PARAMETERS],
  });
}

/** Type parameters of the two classes and of their methods: no import may take their names. */
const PARAMETERS = ["M", "R", "L", "A", "P", "E", "K", "F", "N", "Back", "Message", "Through"];

const made = { madeAsync: verbatim('M["instance"]'), madeSync: verbatim('M["lazy"]') };

/** What makes rows: a related manager relates them, too, and may ask for more. */
const making = new Set(relatedPairs.map((method) => method.name));
const types = { annotations: verbatim("A"), example: methodExample };
const rows: RowTypes = { async: verbatim("R"), sync: verbatim("L"), ...made };

/** `R` is the row of an async call, `L` that of a sync call, `A` what is annotated. */
function rowsClass(plan: ClientPlan): Code {
  return code`/** Rows of a model, not fetched yet: immutable, and run by the methods that come in pairs. */
  export class ClientRows<M extends ${runtimeType("ModelType")}, R, L, A> extends ${runtime("QuerySet")} {
    declare readonly row?: R;
    declare readonly "~model"?: M["name"];

    ${join(chainMethods(types, plan.settings.lazy), "\n\n")}

    /** The SQL and its parameters, without running it. */
    toSQL(): { readonly sql: string; readonly parameters: readonly (string | null)[] } {
      ${surplus("toSQL", 0)}return ${runtime("toSQL")}(this);
    }

    [Symbol.asyncIterator](): AsyncIterator<R> {
      return ${runtime("streamAsync")}<R>(${runtime("operations")}.each(this));
    }

    [Symbol.iterator](): Iterator<L> {
      return ${runtime("streamSync")}<L>(${runtime("operations")}.each(this));
    }

    ${join(
      querysetPairs
        .filter((method) => !making.has(method.name))
        .map((method) => pairedMethod(method, plan.names(method.name), types, rows)),
      "\n\n",
    )}
  }`;
}

function querysetClass(plan: ClientPlan): Code {
  return code`/** Rows of a model that can also make some. */
  export class ClientQuerySet<M extends ${runtimeType("ModelType")}, R, L, A> extends ClientRows<M, R, L, A> {
    ${join(
      querysetPairs
        .filter((method) => making.has(method.name))
        .map((method) => pairedMethod(method, plan.names(method.name), types, rows)),
      "\n\n",
    )}
  }`;
}

/** The rows at the other end of an instance's relation. */
function relatedManagerClass(plan: ClientPlan): Code {
  const types = { annotations: verbatim("object"), example: methodExample };
  const rows: RowTypes = { async: made.madeAsync, sync: made.madeSync, ...made };
  return code`/**
   * Rows that are related to an instance: a queryset that can also relate rows to it. \`Back\` is the field that it
   * fills by itself, \`Message\` what is said where nothing was prefetched, \`Through\` what a row in between takes.
   */
  export class ClientRelatedManager<
    M extends ${runtimeType("ModelType")},
    Back extends string,
    Message extends string,
    Through = never,
  > extends ClientRows<M, M["instance"], M["lazy"], object> {
    readonly origin: ${runtimeType("Origin")};

    constructor(state: ${runtimeType("QueryState")}, origin: ${runtimeType("Origin")}) {
      super(state);
      this.origin = origin;
    }

    /** The rows that a prefetch has loaded. */
    get loaded(): ${runtimeType("NotLoaded")}<Message> {
      return ${runtime("loadedRows")}(this) as never;
    }

    /**
     * The related rows that another manager of the model shows.
     *
     * \`\`\`ts
     * await author.books.manager("everything").count()
     * // select count(*) from "book" where "author_id" = $1
     * \`\`\`
     *
     * Throws InvalidLookup for a name that no manager has.
     */
    manager<N extends ${runtimeType("ManagerName")}<M>>(name: N): this & ${runtimeType("ManagerMethods")}<M, N> {
      ${surplus("manager", 1)}return ${runtime("otherManager")}(this, name) as never;
    }

    ${join(
      relatedPairs.map((method) => pairedMethod(method, plan.names(method.name), types, rows)),
      "\n\n",
    )}
  }`;
}
