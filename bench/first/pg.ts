/** The same by hand. */
import pg from "pg";

const client = new pg.Client(process.env["BENCH_SERVER"]);
await client.connect();
await client.query({
  name: "first",
  text: "select * from library_book where id = $1 order by id limit 1",
  values: [1],
});
console.log(performance.now());
await client.end();
