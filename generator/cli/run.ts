import { Command, CommanderError } from "commander";
import { didYouMean } from "../schema/naming/nearest.js";
import { declareCommands } from "./commands/index.js";
import type { Context } from "./context.js";
import { describeFailure } from "./describe-failure.js";
import { UsageError } from "./failures.js";
import type { Action } from "./register.js";
import { Terminal, type Stream } from "./terminal.js";

export interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin?: Context["stdin"];
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly signal: AbortSignal;
  readonly version: string;
  /** Tells one build of ormgen from another; without it nothing is taken for unchanged. */
  readonly build?: string | undefined;
}

/** Exit statuses: done; the user's models or database need a change; wrong usage; ended by Ctrl-C. */
export type ExitStatus = 0 | 1 | 2 | 130;

/** Runs one command line, without the program's name; never ends the process. */
export async function run(args: readonly string[], world: World): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  const program = createProgram(world);
  declareCommands(program, (command, action) => {
    command.allowExcessArguments().action(async () => {
      status = await perform(command, action, world);
    });
  });
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return status;
}

function createProgram(world: World): Command {
  return new Command("ormgen")
    .description("Typed model clients for PostgreSQL, generated from classes")
    .version(world.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .option("--config <file>", "the config file (default: ormgen.config.*)")
    .option("--json", "print one JSON document in place of text")
    .option("--quiet", "print errors only")
    .option("--no-color", "print without colors")
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
    });
}

interface GlobalOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

async function perform(command: Command, action: Action, world: World): Promise<ExitStatus> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const { stdout, stderr, signal, cwd, env } = world;
  const color = options.color !== false && wantsColor(world);
  const terminal = new Terminal({
    stdout,
    stderr,
    json: options.json ?? false,
    quiet: options.quiet ?? false,
    color,
  });
  const { stdin, build } = world;
  const context: Context = { cwd, env, terminal, signal, stdin, config: options.config, build };
  try {
    refuseExcess(command);
    const outcome = await action(context, command.processedArgs as string[], command.opts());
    terminal.document(outcome);
    return outcome.ok ? 0 : 1;
  } catch (error) {
    if (signal.aborted) return 130;
    const failure = describeFailure(error, terminal);
    terminal.error(failure.text);
    terminal.document({ ok: false, diagnostics: [], error: failure.error });
    return failure.exit;
  }
}

/** The default command would take an unknown command's name for an argument of its own. */
function refuseExcess(command: Command): void {
  const excess = command.args[command.registeredArguments.length];
  if (excess === undefined) return;
  const names = command.parent?.commands.map((other) => other.name()) ?? [];
  throw new UsageError(
    command.args.length === 1 && !names.includes(excess)
      ? `Unknown command ${JSON.stringify(excess)}: ${didYouMean(excess, names)}`
      : `Too many arguments: ${JSON.stringify(excess)}`,
  );
}

function wantsColor({ env, stdout }: World): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "0") return true;
  return stdout.isTTY === true && env.TERM !== "dumb";
}
