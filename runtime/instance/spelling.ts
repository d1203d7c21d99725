/** A method's name by the pattern of a twin: `{name}` stands for it, `{Name}` for it with a capital. */
export function spelt(method: string, pattern: string): string {
  return pattern.replaceAll("{name}", method).replaceAll("{Name}", capital(method));
}

/** `fetchAuthor`, before the convention of pairs spells it. */
export function fetchName(relation: string): string {
  return `fetch${capital(relation)}`;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
