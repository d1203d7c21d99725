import { code, join, renderFile, verbatim, type Code } from "../generator/emit/code.js";
import type { RenderedFile } from "../generator/emit/file.js";
import type { ClientPlan } from "../generator/plan/client-plan.js";
import { querysetPairs, relatedPairs } from "../generator/plan/methods.js";
import { chainMethods } from "./chain-methods.js";
import { methodExample } from "./method-example.js";
import { pairedMethod, type RowTypes } from "./paired-method.js";
import { runtime, runtimeType } from "./runtime.js";

/** `queryset.ts`: what the querysets and related managers of all models have in common. */
export function querysetFile(plan: ClientPlan): RenderedFile {
  return renderFile({
    path: "queryset.ts",
    body: code`${querysetClass(plan)}

    ${relatedManagerClass(plan)}
    `,
    reserved: ["ClientQuerySet", "ClientRelatedManager", ...PARAMETERS],
  });
}

/** Type parameters of the two classes and of their methods: no import may take their names. */
const PARAMETERS = ["M", "R", "L", "A", "P", "E", "K", "F", "Back", "Message"];

const made = { madeAsync: verbatim('M["instance"]'), madeSync: verbatim('M["lazy"]') };

/** `R` is the row of an async call, `L` that of a sync call, `A` what is annotated. */
function querysetClass(plan: ClientPlan): Code {
  const types = { annotations: verbatim("A"), example: methodExample };
  const rows: RowTypes = { async: verbatim("R"), sync: verbatim("L"), ...made };
  return code`/** Rows of a model, not fetched yet: immutable, and run by the methods that come in pairs. */
  export class ClientQuerySet<M extends ${runtimeType("ModelType")}, R, L, A> extends ${runtime("QuerySet")} {
    declare readonly row?: R;
    declare readonly [${runtimeType("kind")}]?: M["name"];

    ${join(chainMethods(types, plan.settings.lazy), "\n\n")}

    /** The SQL and its parameters, without running it. */
    toSQL(): { readonly sql: string; readonly parameters: readonly (string | null)[] } {
      return ${runtime("toSQL")}(this);
    }

    [Symbol.asyncIterator](): AsyncIterator<R> {
      return ${runtime("streamAsync")}<R>(${runtime("operations")}.each(this));
    }

    [Symbol.iterator](): Iterator<L> {
      return ${runtime("streamSync")}<L>(${runtime("operations")}.each(this));
    }

    ${join(
      querysetPairs.map((method) => pairedMethod(method, plan.names(method.name), types, rows)),
      "\n\n",
    )}
  }`;
}

/** What a related manager says anew of a queryset's pairs. */
const overridden = new Set(querysetPairs.map((method) => method.name));

/** The rows at the other end of an instance's relation. */
function relatedManagerClass(plan: ClientPlan): Code {
  const types = { annotations: verbatim("object"), example: methodExample };
  const rows: RowTypes = { async: made.madeAsync, sync: made.madeSync, ...made };
  return code`/**
   * Rows that are related to an instance: a queryset that can also relate rows to it. \`Back\` is the field that it
   * fills by itself, \`Message\` what is said where nothing was prefetched.
   */
  export class ClientRelatedManager<
    M extends ${runtimeType("ModelType")},
    Back extends string,
    Message extends string,
  > extends ClientQuerySet<M, M["instance"], M["lazy"], object> {
    readonly origin: ${runtimeType("Origin")};

    constructor(state: ${runtimeType("QueryState")}, origin: ${runtimeType("Origin")}) {
      super(state);
      this.origin = origin;
    }

    /** The rows that a prefetch has loaded. */
    get loaded(): ${runtimeType("NotLoaded")}<Message> {
      return ${runtime("loadedRows")}(this) as never;
    }

    ${join(
      relatedPairs.map((method) =>
        pairedMethod(method, plan.names(method.name), types, rows, overridden.has(method.name)),
      ),
      "\n\n",
    )}
  }`;
}
