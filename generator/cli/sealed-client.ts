import { formattingOf } from "../emit/formatting.js";
import { readJournal } from "../emit/journal.js";
import { hashOf, readManifest } from "../emit/manifest.js";
import { standingAsWritten } from "../emit/output-plan.js";
import { hashOfFile, hashOfManifest, readSeal, sealPlace, writeSeal } from "../emit/seal.js";
import type { Settings } from "../config/settings.js";
import { findModelFiles } from "./find-model-files.js";
import type { Inputs } from "./read-schema.js";

export interface SealedClient {
  readonly models: number;
  /** Paths below the output folder, sorted. */
  readonly files: readonly string[];
}

/**
 * The client, where it stands as it was written and all that it was made from is as it was; else null: no model file is
 * parsed to find out. `build` tells one build of ormgen from another; without it nothing is taken for unchanged.
 */
export async function sealedClient(
  settings: Settings,
  build: string | undefined,
): Promise<SealedClient | null> {
  const { root, output } = settings;
  const place = sealPlace(root, output);
  const seal = place === null ? null : readSeal(place);
  if (build === undefined || seal === null || readJournal(output) !== null) return null;
  if (seal.manifest !== hashOfManifest(output)) return null;
  const files = await findModelFiles(settings);
  if (JSON.stringify(files) !== JSON.stringify(seal.modelFiles)) return null;
  if (Object.entries(seal.inputs).some(([file, hash]) => hashOfFile(file) !== hash)) return null;
  const written = standingAsWritten(output);
  if (written === null || seal.by !== (await makerOf(settings, build, written))) return null;
  return { models: seal.models, files: written };
}

/** Keeps what a client was made from, after it was written. */
export async function sealClient(
  settings: Settings,
  build: string,
  { inputs: { modelFiles, hashes }, models }: { readonly inputs: Inputs; readonly models: number },
): Promise<void> {
  const { root, output } = settings;
  const place = sealPlace(root, output);
  if (place === null) return;
  const manifest = hashOfManifest(output);
  const by = await makerOf(settings, build, [...readManifest(output).keys()].sort());
  if (manifest === null || by === null) return;
  const inputs = Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeSeal(place, { by, inputs, modelFiles, models, manifest });
}

async function makerOf(settings: Settings, build: string, paths: readonly string[]): Promise<string | null> {
  const formatting = await formattingOf(settings.output, paths);
  return formatting === null ? null : hashOf(JSON.stringify([build, settings, formatting]));
}
