/** The config file cannot be read, or says something that ormgen does not understand. */
export class ConfigError extends Error {
  static {
    this.prototype.name = "ConfigError";
  }

  /** One a mistake, without the file's name. */
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[], options?: ErrorOptions) {
    const text =
      problems.length === 1
        ? ` ${problems[0] ?? ""}`
        : `\n${problems.map((problem) => `  ${problem}`).join("\n")}`;
    super(`${file}:${text}`, options);
    this.problems = problems;
  }
}
