import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { ownerUrlOf, testCluster } from '../../../../test/harness/cluster.js';
import { migration } from './migration.js';
import { scopedTable } from './policies.js';
import { prepareDatabase } from './prepare.js';
import { loginRoleOf } from './roles.js';

const name = `test_${String(testCluster().run)}_prepare`;
const owner = `${name}_owner_login`;
const ownerUrl = (() => {
  const url = new URL(ownerUrlOf(name));
  url.username = owner;
  url.password = 'of a test';
  return url.href;
})();

const notes = migration('2026_01_01_notes', [
  'create table note (vendor_id text not null, id text not null, primary key (vendor_id, id))',
  ...scopedTable({ table: 'note', read: { app_admin: '*' } }),
]);
const input = { ownerUrl, loginPassword: 'of a login', migrations: [notes] };

let administrator: pg.Client;

beforeEach(async () => {
  administrator = new pg.Client(testCluster().url);
  await administrator.connect();
  // The roles of the whole cluster are there already, made by the administrator of these tests.
  await administrator.query(`create role ${owner} login createrole bypassrls password 'of a test'`);
  const { rows } = await administrator.query<{ name: string }>(
    "select rolname as name from pg_roles where rolname like 'app\\_%'",
  );
  for (const role of rows) await administrator.query(`grant ${role.name} to ${owner} with admin option`);
  await administrator.query(`create database ${name} owner ${owner} template template0`);
});

afterEach(async () => {
  await administrator.query(`drop database if exists ${name} with (force)`);
  await administrator.query(`drop role if exists ${loginRoleOf(name)}`);
  await administrator.query(`drop role if exists ${owner}`);
  await administrator.end();
});

async function loginAttributes(): Promise<unknown> {
  const { rows } = await administrator.query(
    `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolinherit, rolcanlogin from pg_roles
     where rolname = $1`,
    [loginRoleOf(name)],
  );
  return rows[0];
}

const plain = {
  rolsuper: false,
  rolbypassrls: false,
  rolcreatedb: false,
  rolcreaterole: false,
  rolinherit: false,
  rolcanlogin: true,
};

test('tells whether the owner may go past the policies', async () => {
  expect(await prepareDatabase(input)).toMatchObject({ bypassesPolicies: true });
  await administrator.query(`alter role ${owner} nobypassrls`);
  expect(await prepareDatabase(input)).toMatchObject({ bypassesPolicies: false });
});

test('an owner that is no superuser prepares its database, again and again', async () => {
  const first = await prepareDatabase(input);
  expect(first.applied).toContain('2026_01_01_notes');
  expect(await loginAttributes()).toEqual(plain);
  expect((await prepareDatabase(input)).applied).toEqual([]);
});

test('a login that was given privileges loses them when a superuser prepares, and is refused to any other', async () => {
  await prepareDatabase(input);
  await administrator.query(`alter role ${loginRoleOf(name)} with superuser createdb`);
  await expect(prepareDatabase(input)).rejects.toMatchObject({ code: '42501' });
  await prepareDatabase({ ...input, ownerUrl: ownerUrlOf(name) });
  expect(await loginAttributes()).toEqual(plain);
});
