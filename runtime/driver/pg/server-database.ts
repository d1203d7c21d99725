export class ServerDatabase {
  constructor(_u: string, _o: unknown) {
    throw new Error("todo");
  }
}
