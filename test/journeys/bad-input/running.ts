import {
  ActivateLicenseDocument,
  ActivationMoveDocument,
  MaintenanceAssociateDocument,
  MaintenanceAssociationUndoDocument,
  OfflineAnswerCreateDocument,
  ValidateLicenseDocument,
} from '@mainstay/sdk';
import { nowhere, tooMany, type Input, type Tried } from './acts.js';
import type { Ground } from './ground.js';

const customer = 'cronwell.customer';

/** The pair of the first pack and the first license with what is different. */
const pair =
  (but: (cronwell: Ground['cronwell']) => Input) =>
  ({ cronwell }: Ground): Input => ({
    pairs: [{ maintenanceCodeId: cronwell.codes[0], licenseId: cronwell.bare[0], ...but(cronwell) }],
  });

const maintenanceAssociate: Tried = {
  ...{ act: 'maintenanceAssociate', document: MaintenanceAssociateDocument, as: 'cronwell.reseller' },
  valid: pair(() => ({})),
  other: pair(({ codes }) => ({ maintenanceCodeId: codes[2] })),
  faults: [
    {
      ...{ what: 'a code that there is not', code: 'CODE_NOT_FOUND', field: 'pairs.0.maintenanceCodeId' },
      but: pair(() => ({ maintenanceCodeId: nowhere })),
    },
    {
      ...{ what: 'a code of another reseller', code: 'CODE_NOT_FOUND', field: 'pairs.0.maintenanceCodeId' },
      but: pair(({ neighbor }) => ({ maintenanceCodeId: neighbor.code })),
    },
    {
      ...{ what: "another tenant's code", code: 'CODE_NOT_FOUND', field: 'pairs.0.maintenanceCodeId' },
      but: pair(({ foreign }) => ({ maintenanceCodeId: foreign.code })),
    },
    {
      ...{ what: 'a used code', code: 'CODE_USED', field: 'pairs.0.maintenanceCodeId' },
      but: pair(({ codes }) => ({ maintenanceCodeId: codes[1] })),
    },
    {
      ...{ what: "another product's license", code: 'PRODUCT_MISMATCH', field: 'pairs.0.licenseId' },
      but: pair(({ otherLicense }) => ({ licenseId: otherLicense })),
    },
    {
      ...{ what: 'a license of another reseller', code: 'SUBJECT_NOT_FOUND', field: 'pairs.0.licenseId' },
      but: pair(({ neighbor }) => ({ licenseId: neighbor.license })),
    },
    {
      ...{ what: "another tenant's license", code: 'SUBJECT_NOT_FOUND', field: 'pairs.0.licenseId' },
      but: pair(({ foreign }) => ({ licenseId: foreign.license })),
    },
    {
      ...{
        what: 'a license that is not of the owner of the code',
        code: 'CUSTOMER_MISMATCH',
        field: 'pairs.0.licenseId',
      },
      but: pair(({ ownLicenses }) => ({ licenseId: ownLicenses[2] })),
    },
    {
      ...{ what: 'a license and a site', code: 'PAIRS_INVALID', field: 'pairs.0' },
      but: pair(() => ({ siteId: nowhere })),
    },
    { what: 'neither', but: pair(() => ({ licenseId: undefined })), code: 'PAIRS_INVALID', field: 'pairs.0' },
    {
      ...{ what: 'a customer that there is not', code: 'CUSTOMER_NOT_FOUND', field: 'customerId' },
      but: () => ({ customerId: nowhere }),
    },
    {
      ...{ what: 'a customer of another reseller', code: 'CUSTOMER_NOT_FOUND', field: 'customerId' },
      but: ({ cronwell }) => ({ customerId: cronwell.neighbor.account }),
    },
    { what: 'no pair', but: () => ({ pairs: [] }), code: 'PAIRS_INVALID', field: 'pairs' },
    {
      ...{ what: '101 pairs', code: 'PAIRS_INVALID', field: 'pairs' },
      but: ({ cronwell }) => ({
        pairs: tooMany((index) => ({ maintenanceCodeId: String(index), licenseId: cronwell.bare[0] })),
      }),
    },
    {
      ...{ what: 'a code twice', code: 'PAIRS_INVALID', field: 'pairs' },
      but: ({ cronwell: { codes, bare } }) => ({
        pairs: [bare[0], bare[1]].map((licenseId) => ({ maintenanceCodeId: codes[0], licenseId })),
      }),
    },
    {
      ...{ what: 'one good pair and one bad', code: 'CODE_USED', field: 'pairs.1.maintenanceCodeId' },
      but: ({ cronwell: { codes, bare } }) => ({
        pairs: [codes[0], codes[1]].map((maintenanceCodeId) => ({ maintenanceCodeId, licenseId: bare[0] })),
      }),
    },
  ],
  then: [{ what: 'the same again', but: () => ({}), code: 'CODE_USED', field: 'pairs.0.maintenanceCodeId' }],
};

const about = { field: 'associationId' } as const;

const maintenanceAssociationUndo: Tried = {
  ...{
    act: 'maintenanceAssociationUndo',
    document: MaintenanceAssociationUndoDocument,
    as: 'cronwell.reseller',
  },
  valid: ({ cronwell }) => ({ associationId: cronwell.association }),
  other: ({ cronwell }) => ({ associationId: cronwell.bundledAssociation }),
  faults: [
    {
      ...{ ...about, what: 'an association that there is not', code: 'ASSOCIATION_NOT_FOUND' },
      but: () => ({ associationId: nowhere }),
    },
    {
      ...{ ...about, what: 'one of another tenant', as: 'tubeworks.admin', code: 'ASSOCIATION_NOT_FOUND' },
      but: () => ({}),
    },
    {
      ...{ ...about, what: 'one that was bought with its license', code: 'BUNDLED' },
      but: ({ cronwell }) => ({ associationId: cronwell.bundledAssociation }),
    },
  ],
  then: [{ ...about, what: 'the same again', but: () => ({}), code: 'UNDONE_ALREADY' }],
};

const long = 'x'.repeat(501);

const licenseActivate: Tried = {
  ...{ act: 'licenseActivate', document: ActivateLicenseDocument, as: null },
  valid: ({ cronwell: { productId, activationCode } }) => ({
    ...{ license: { productId, code: activationCode }, fingerprint: 'machine three' },
  }),
  other: () => ({ fingerprint: 'machine four' }),
  faults: [
    {
      ...{ what: 'a code that there is not', code: 'LICENSE_NOT_FOUND', field: 'license' },
      but: ({ cronwell: { productId } }) => ({ license: { productId, code: 'AAAAA-AAAAA-AAAAA-AAAAA' } }),
    },
    {
      ...{ what: "another product's code", code: 'LICENSE_NOT_FOUND', field: 'license' },
      but: ({ cronwell: { otherProductId, activationCode } }) => ({
        license: { productId: otherProductId, code: activationCode },
      }),
    },
    {
      ...{ what: 'a code for a product of another tenant', code: 'LICENSE_NOT_FOUND', field: 'license' },
      but: ({ cronwell: { foreign, activationCode } }) => ({
        license: { productId: foreign.product, code: activationCode },
      }),
    },
    {
      ...{ what: 'a license that there is not', as: customer, code: 'LICENSE_NOT_FOUND', field: 'licenseId' },
      but: () => ({ license: undefined, licenseId: nowhere }),
    },
    {
      ...{
        what: 'a license of another customer',
        as: customer,
        code: 'LICENSE_NOT_FOUND',
        field: 'licenseId',
      },
      but: ({ cronwell }) => ({ license: undefined, licenseId: cronwell.neighbor.license }),
    },
    {
      ...{ what: "another tenant's license", as: customer, code: 'LICENSE_NOT_FOUND', field: 'licenseId' },
      but: ({ cronwell }) => ({ license: undefined, licenseId: cronwell.foreign.license }),
    },
    {
      ...{ what: 'a blank fingerprint', code: 'FINGERPRINT_INVALID', field: 'fingerprint' },
      but: () => ({ fingerprint: ' \t ' }),
    },
    {
      ...{ what: 'a fingerprint of 501 characters', code: 'FINGERPRINT_INVALID', field: 'fingerprint' },
      but: () => ({ fingerprint: long }),
    },
    { what: 'a blank name', but: () => ({ name: ' ' }), code: 'NAME_INVALID', field: 'name' },
    {
      what: 'a version that is none',
      but: () => ({ version: '1.x' }),
      code: 'VERSION_INVALID',
      field: 'version',
    },
  ],
  then: [
    {
      ...{ what: 'a machine more than it has seats', code: 'TOO_MANY_MACHINES', field: 'fingerprint' },
      but: () => ({ fingerprint: 'machine five' }),
    },
  ],
};

const machineOf = (what: string, code: string, but: (cronwell: Ground['cronwell']) => unknown) => ({
  ...{ what, code, field: 'activationId' },
  but: ({ cronwell }: Ground) => ({ activationId: but(cronwell) }),
});

const activationMove: Tried = {
  ...{ act: 'activationMove', document: ActivationMoveDocument, as: customer },
  valid: ({ cronwell }) => ({ activationId: cronwell.activationId, fingerprint: 'machine six' }),
  other: () => ({ fingerprint: 'machine seven' }),
  faults: [
    machineOf('a machine that there is not', 'ACTIVATION_NOT_FOUND', () => nowhere),
    {
      ...machineOf('a machine of another tenant', 'ACTIVATION_NOT_FOUND', ({ activationId }) => activationId),
      as: 'deskhaven.admin',
    },
    machineOf('a machine whose license has no cover', 'COVER_NEEDED', ({ bareActivation }) => bareActivation),
    {
      ...{ what: 'a blank fingerprint', code: 'FINGERPRINT_INVALID', field: 'fingerprint' },
      but: () => ({ fingerprint: '' }),
    },
    {
      ...{ what: 'the machine itself', code: 'MACHINE_ACTIVATED', field: 'fingerprint' },
      but: () => ({ fingerprint: 'machine one' }),
    },
    { what: 'a blank name', but: () => ({ name: ' ' }), code: 'NAME_INVALID', field: 'name' },
    {
      what: 'a version that is none',
      but: () => ({ version: 'new' }),
      code: 'VERSION_INVALID',
      field: 'version',
    },
  ],
  then: [
    {
      ...{ what: 'the machine that gave up its seat', code: 'ACTIVATION_ENDED', field: 'activationId' },
      but: () => ({ fingerprint: 'machine eight' }),
    },
  ],
};

const licenseValidate: Tried = {
  ...{ act: 'licenseValidate', document: ValidateLicenseDocument, as: null },
  valid: ({ cronwell: { productId, activationCode } }) => ({
    ...{ license: { productId, code: activationCode }, fingerprint: 'machine three', version: '8.0.0' },
  }),
  other: null,
  faults: [
    {
      ...{ what: 'a blank fingerprint', code: 'FINGERPRINT_INVALID', field: 'fingerprint' },
      but: () => ({ fingerprint: '  ' }),
    },
    {
      ...{ what: 'no fingerprint', code: 'BAD_USER_INPUT', field: 'fingerprint' },
      but: () => ({ fingerprint: undefined }),
    },
    {
      what: 'a version that is none',
      but: () => ({ version: '' }),
      code: 'VERSION_INVALID',
      field: 'version',
    },
  ],
};

const offlineAnswerCreate: Tried = {
  ...{ act: 'offlineAnswerCreate', document: OfflineAnswerCreateDocument, as: customer },
  valid: ({ cronwell }) => ({ licenseId: cronwell.bundled[1], requestCode: cronwell.requestCode }),
  other: ({ cronwell }) => ({ licenseId: cronwell.bundled[2] }),
  faults: [
    {
      ...{ what: 'a mistyped code', code: 'REQUEST_INVALID', field: 'requestCode' },
      but: ({ cronwell }) => ({ requestCode: mistyped(cronwell.requestCode) }),
    },
    {
      ...{ what: 'an activation code', code: 'REQUEST_INVALID', field: 'requestCode' },
      but: ({ cronwell }) => ({ requestCode: cronwell.activationCode }),
    },
    {
      what: 'a blank code',
      but: () => ({ requestCode: ' ' }),
      code: 'REQUEST_INVALID',
      field: 'requestCode',
    },
    { what: 'a blank name', but: () => ({ name: '' }), code: 'NAME_INVALID', field: 'name' },
    {
      ...{ what: 'a license that there is not', code: 'LICENSE_NOT_FOUND', field: 'licenseId' },
      but: () => ({ licenseId: nowhere }),
    },
    {
      ...{ what: 'a license of another customer', code: 'LICENSE_NOT_FOUND', field: 'licenseId' },
      but: ({ cronwell }) => ({ licenseId: cronwell.neighbor.license }),
    },
    {
      ...{ what: "another tenant's license", code: 'LICENSE_NOT_FOUND', field: 'licenseId' },
      but: ({ cronwell }) => ({ licenseId: cronwell.foreign.license }),
    },
    {
      ...{ what: 'a license that runs elsewhere', code: 'TOO_MANY_MACHINES', field: 'requestCode' },
      but: ({ cronwell }) => ({ licenseId: cronwell.bare[3] }),
    },
  ],
};

/** Two neighbors that differ, exchanged. */
function mistyped(code: string): string {
  return code.replace(/([^-])(?!\1)([^-])/u, '$2$1');
}

export const running: readonly Tried[] = [
  ...[maintenanceAssociate, maintenanceAssociationUndo, licenseActivate, activationMove],
  ...[licenseValidate, offlineAnswerCreate],
];
