// Imported before anything that opens a connection: the driver reads PGUSER, PGSSLMODE, PGOPTIONS and their like as
// defaults, and those belong to whatever database the person at the keyboard uses besides.
for (const name of Object.keys(process.env)) {
  if (name.toUpperCase().startsWith('PG')) delete process.env[name];
}
