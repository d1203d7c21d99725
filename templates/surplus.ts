import { code, literal, type Code } from "../generator/emit/code.js";
import { runtime } from "./runtime.js";

/** The line that refuses, in JavaScript too, what a method does not take; null is any number. */
export function surplus(
  name: string,
  most: number | null,
  of: "queryset" | "instance" = "queryset",
): Code | null {
  if (most === null) return null;
  return most === 0 && of === "queryset"
    ? code`${runtime("noArguments")}(${literal(name)}, arguments);\n    `
    : code`${runtime("atMost")}(${literal(most)}, ${literal(name)}, arguments);\n    `;
}
