import { included, knownText, whenChecked } from "./constraint-arguments.js";
import type { ModelDraft, Placed } from "../draft.js";
import type { Call, Value } from "../facts.js";
import { indexPart } from "./index-arguments.js";
import { EXCLUDE_OPTION_RULES } from "./option-rules.js";
import { itemsOf } from "./option-values.js";
import { NO_OPTIONS, readOptionsBy, text } from "./options.js";
import { placeholders } from "./placeholders.js";
import type { Report } from "../report.js";
import type { Exclusion } from "../schema.js";
import { checkSqlName } from "../naming/sql-name.js";

const HINT = 'write exclude("room_taken", [["room", "="], ["during", "&&"]])';
/** Characters that an operator of PostgreSQL is made of, with the schema of one that is not on the path. */
const OPERATOR = /^(?:[+\-*/<>=~!@#%^&|`?]+|operator\(.+\))$/iu;

/** `exclude("room_taken", [["room", "="], ["during", "&&"]])`; null where it cannot be read, which is reported. */
export function readExclude(call: Call, model: ModelDraft, report: Report): Placed<Exclusion> | null {
  const subject = `an exclusion of model "${model.name}"`;
  const [name, list, said, extra] = call.arguments;
  if (extra) report("ORM1014", extra.span, `${subject} takes a name, its parts and options`, HINT);
  const options = said ? readOptionsBy(EXCLUDE_OPTION_RULES, said, subject, report) : NO_OPTIONS;
  const written = knownText(name, "name", call, subject, HINT, report);
  if (list?.kind !== "list" || list.items.length === 0) {
    const message = `${subject} lacks its parts: what is compared, and by which operator`;
    report(list ? "ORM1005" : "ORM1007", list?.span ?? call.nameSpan, message, HINT);
    return null;
  }
  const parts = list.items.flatMap((item) => readPart(item, model, subject, report) ?? []);
  if (written === null || !name) return null;
  const full = placeholders(written, model) ?? written;
  checkSqlName(full, subject, name.span, "shorten it", report);
  return {
    ...{ kind: "exclude", name: full, using: text(options, "using") ?? "gist", parts },
    ...{ where: text(options, "where"), include: included(call, options, model, subject, report) },
    ...{ deferrable: whenChecked(options), position: call.span.position, span: call.span },
  };
}

function readPart(
  item: Value,
  model: ModelDraft,
  subject: string,
  report: Report,
): Exclusion["parts"][number] | null {
  const [what, operator, ...more] = itemsOf(item);
  const symbol =
    operator?.kind === "scalar" && typeof operator.value === "string" ? operator.value.trim() : null;
  if (!what || symbol === null || more.length > 0) {
    report("ORM1005", item.span, `a part of ${subject} is a pair: a field and an operator`, HINT);
    return null;
  }
  if (!OPERATOR.test(symbol)) {
    const message = `${JSON.stringify(symbol)}, in ${subject}, is no operator`;
    report("ORM1005", operator?.span ?? item.span, message, 'such as "=" or "&&"');
    return null;
  }
  const part = indexPart(what, model, subject, report);
  return part && { key: part.key, operator: symbol };
}
