import { executeScript } from "../../runtime/executor/index.js";
import { openLibrary, type Driver, type Library } from "../library/library.js";

/** Moments and json values that the library's own rows have too little of. */
const MORE = `
update library_book
  set created_at = timestamptz '2024-01-31 00:30:00+00' + id * interval '5 hours 17 minutes 3 seconds';
update library_book
  set details = jsonb_build_object('n', id % 6, 'deep', jsonb_build_object('a', id % 4)) where id % 7 = 0;
update library_book set details = '{"isbn": null}' where id % 11 = 0;
`;

/** The library that both sides are asked about. */
export async function openShelves(driver: Driver): Promise<Library> {
  const library = await openLibrary(driver);
  await executeScript(MORE);
  return library;
}
