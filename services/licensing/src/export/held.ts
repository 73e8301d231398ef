import { heldBy, ofNoAccount, ownedByAccount } from '@mainstay/kernel/export/held';

const catalog = ofNoAccount("The vendor's catalog, the same for all of its accounts.");

/** What licensing holds of a vendor and of its accounts. */
export const held = heldBy({
  tables: {
    vendor: ofNoAccount('The tenant itself.'),
    account: { account: { where: 't.id = $2' } },
    contact: ownedByAccount,
    // Whoever acts for the account, or did.
    app_user: {
      account: {
        where:
          't.id in (select m.user_id from membership m where m.vendor_id = t.vendor_id and m.account_id = $2)',
      },
    },
    membership: ownedByAccount,
    api_key: {
      ...ownedByAccount,
      withheld: {
        key_hash: 'Whoever has the hash of a key can try keys against it; the key itself is kept nowhere.',
        previous_hash: 'The same of the key before the last rotation.',
      },
    },
    maintenance_plan: catalog,
    maintenance_plan_version: catalog,
    product: catalog,
    release: catalog,
    license: ownedByAccount,
    site: ownedByAccount,
    site_member: ownedByAccount,
    contract: ownedByAccount,
    contract_line: ownedByAccount,
    coverage_period: ownedByAccount,
    maintenance_code: ownedByAccount,
    maintenance_association: ownedByAccount,
    cover_use: ownedByAccount,
    awaited_cover: ownedByAccount,
    fulfilled_line: ofNoAccount('Which lines of orders are done; what they became leaves with its account.'),
    reseller_change: ownedByAccount,
    notice: ownedByAccount,
    activation: ownedByAccount,
    validation: {
      account: {
        where:
          't.license_id in (select l.id from license l where l.vendor_id = t.vendor_id and l.account_id = $2)',
      },
    },
    license_file: ownedByAccount,
    signing_key: {
      ...ofNoAccount("The vendor's, for all of its products."),
      withheld: { private_key: 'Whoever has it signs files in the name of the vendor.' },
    },
    release_announcement: catalog,
    mail: ownedByAccount,
  },
  leftOut: {},
});

/** Of which vendors an account with that id is, and whether there is such a vendor. */
export const vendorsOf = {
  account: 'select vendor_id as id from account where id = $1 order by 1',
  tenant: 'select vendor_id as id from vendor where vendor_id = $1',
} as const;
