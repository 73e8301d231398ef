import { checksCatalog } from '../../../../test/harness/catalog-tests.js';

/** Signing in comes before any vendor is known, and an operator belongs to none: each finds rows by exact match. */
const exceptions = [
  'key not led by vendor_id: operator.operator_pkey',
  'policy without the vendor: api_key.api_key_app_login',
  'policy without the vendor: api_key.api_key_app_login_previous',
  'policy without the vendor: app_user.app_user_app_login',
  'policy without the vendor: license.license_app_login',
  'policy without the vendor: license.license_app_login_serial',
  'policy without the vendor: product.product_app_login',
  'policy without the vendor: vendor.vendor_app_login_product',
  'policy without the vendor: membership.membership_app_login',
  'policy without the vendor: operator.operator_app_login',
  'policy without the vendor: vendor.vendor_app_login',
  'policy without the vendor: vendor.vendor_app_operator',
  // An operator makes a copy of the tenant that it acts for.
  'policy without the vendor: vendor.vendor_app_operator_insert',
  // Mails are sent vendor by vendor by one job.
  'policy without the vendor: mail.mail_app_jobs',
  'policy without the vendor: mail.mail_app_jobs_update',
  // Due work is looked for by the clocks of all vendors.
  'policy without the vendor: vendor.vendor_app_jobs',
];

checksCatalog('licensing', exceptions);
