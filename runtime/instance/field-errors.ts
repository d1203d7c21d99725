import { InvalidValue } from "../errors/index.js";
import { isComputed } from "../query/computed.js";
import type { ColumnMeta } from "../meta/column.js";

/** What is wrong with a field's value, in words that never repeat it. */
export function fieldErrors(column: ColumnMeta, value: unknown): string[] {
  if (isComputed(value)) return [];
  if (value === null || value === undefined) return column.null ? [] : ["a value is required"];
  const wrong = typeError(column, value);
  if (wrong !== null) return [wrong];
  return [...formatErrors(column, value), ...choiceErrors(column, value), ...validatorErrors(column, value)];
}

function typeError(column: ColumnMeta, value: unknown): string | null {
  try {
    column.codec.encode(value);
    return null;
  } catch (error) {
    if (error instanceof InvalidValue) return error.message;
    throw error;
  }
}

const formats = {
  slug: { pattern: /^[-\w]+$/, text: "letters, digits, underscores and hyphens only" },
  email: {
    pattern: /^[^\s@"(),:;<>[\\\]]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u,
    text: "an e-mail address is needed",
  },
} as const;

function formatErrors({ type }: ColumnMeta, value: unknown): string[] {
  if (type.type !== "text" || typeof value !== "string") return [];
  const errors: string[] = [];
  // PostgreSQL counts characters, JavaScript code units.
  if (type.maxLength != null && [...value].length > type.maxLength) {
    errors.push(`at most ${String(type.maxLength)} characters, got ${String([...value].length)}`);
  }
  if (type.format === "url" && !isUrl(value)) errors.push("a URL with http, https, ftp or ftps is needed");
  const format = type.format === "slug" || type.format === "email" ? formats[type.format] : null;
  if (format && !format.pattern.test(value)) errors.push(format.text);
  return errors;
}

function isUrl(text: string): boolean {
  if (/\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return ["http:", "https:", "ftp:", "ftps:"].includes(protocol) && hostname !== "";
}

function choiceErrors({ choices }: ColumnMeta, value: unknown): string[] {
  if (!choices || (choices as readonly unknown[]).includes(value)) return [];
  return [`one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")} is needed`];
}

/** A validator gives a message, throws one, or gives nothing. */
function validatorErrors({ validators }: ColumnMeta, value: unknown): string[] {
  return validators.flatMap((validator) => {
    try {
      const said = (validator as (value: unknown) => unknown)(value);
      return typeof said === "string" && said !== "" ? [said] : [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}
