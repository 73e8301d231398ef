import {
  AssessmentConfirmDocument,
  QuoteAcceptDocument,
  QuoteIssueDocument,
  TicketAssessDocument,
  TicketOpenDocument,
} from '@mainstay/sdk';
import { nowhere, tooMany, type Tried } from './acts.js';

const ticketOpen: Tried = {
  ...{ act: 'ticketOpen', document: TicketOpenDocument, as: 'cronwell.customer' },
  valid: ({ cronwell }) => ({
    ...{ licenseId: cronwell.bundled[3], subject: 'Jobs start late', body: 'Since today.', channel: 'EMAIL' },
  }),
  other: () => ({ subject: 'Jobs never start' }),
  faults: [
    { what: 'a blank subject', but: () => ({ subject: ' ' }), code: 'SUBJECT_INVALID', field: 'subject' },
    {
      ...{ what: 'a subject of 501 characters', code: 'SUBJECT_INVALID', field: 'subject' },
      but: () => ({ subject: 'x'.repeat(501) }),
    },
    { what: 'a blank body', but: () => ({ body: '\n' }), code: 'BODY_INVALID', field: 'body' },
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
      ...{ what: 'an account of another reseller', code: 'ACCOUNT_NOT_FOUND', field: 'accountId' },
      but: ({ cronwell }) => ({ accountId: cronwell.neighbor.account, licenseId: undefined }),
    },
    {
      ...{ what: 'a license without cover', code: 'NOT_COVERED', field: 'licenseId' },
      but: ({ cronwell }) => ({ licenseId: cronwell.bare[3] }),
    },
    {
      ...{ what: 'a channel that the plan does not offer', code: 'CHANNEL_NOT_OFFERED', field: 'channel' },
      but: () => ({ channel: 'PORTAL' }),
    },
    {
      ...{ what: 'a channel that there is not', code: 'BAD_USER_INPUT', field: 'channel' },
      but: () => ({ channel: 'PIGEON' }),
    },
    {
      ...{ what: 'the word of the vendor', code: 'INITIATOR_NOT_ALLOWED', field: 'initiatedBy' },
      but: () => ({ initiatedBy: 'VENDOR' }),
    },
  ],
};

const quoteIssue: Tried = {
  ...{ act: 'quoteIssue', document: QuoteIssueDocument, as: 'deskhaven.customer' },
  valid: ({ deskhaven }) => ({ subjectIds: [deskhaven.licenseId] }),
  other: () => ({ years: 2 }),
  faults: [
    { what: 'nothing', but: () => ({ subjectIds: [] }), code: 'SUBJECTS_INVALID', field: 'subjectIds' },
    {
      ...{ what: '101 licenses', code: 'SUBJECTS_INVALID', field: 'subjectIds' },
      but: () => ({ subjectIds: tooMany(String) }),
    },
    {
      ...{ what: 'a license twice', code: 'SUBJECTS_INVALID', field: 'subjectIds' },
      but: ({ deskhaven: { licenseId } }) => ({ subjectIds: [licenseId, licenseId] }),
    },
    {
      ...{ what: 'a license that there is not', code: 'SUBJECT_NOT_FOUND', field: 'subjectIds.1' },
      but: ({ deskhaven: { licenseId } }) => ({ subjectIds: [licenseId, nowhere] }),
    },
    {
      ...{ what: 'a license of another customer', code: 'SUBJECT_NOT_FOUND', field: 'subjectIds.0' },
      but: ({ deskhaven }) => ({ subjectIds: [deskhaven.neighbor.license] }),
    },
    {
      ...{ what: "another tenant's license", code: 'SUBJECT_NOT_FOUND', field: 'subjectIds.0' },
      but: ({ cronwell }) => ({ subjectIds: [cronwell.bare[0]] }),
    },
    { what: 'no year', but: () => ({ years: 0 }), code: 'YEARS_INVALID', field: 'years' },
    { what: 'a year taken back', but: () => ({ years: -1 }), code: 'YEARS_INVALID', field: 'years' },
    { what: 'eleven years', but: () => ({ years: 11 }), code: 'YEARS_INVALID', field: 'years' },
    {
      ...{ what: 'a buyer of another reseller', code: 'BUYER_INVALID', field: 'accountId' },
      but: ({ deskhaven }) => ({ accountId: deskhaven.neighbor.account }),
    },
  ],
};

const quoteAccept: Tried = {
  ...{ act: 'quoteAccept', document: QuoteAcceptDocument, as: 'deskhaven.customer' },
  valid: ({ deskhaven }) => ({ quoteId: deskhaven.quoteId }),
  other: () => ({ purchaseOrderNumber: 'PO-2' }),
  faults: [
    {
      ...{ what: 'a quote that there is not', code: 'QUOTE_NOT_FOUND', field: 'quoteId' },
      but: () => ({ quoteId: nowhere }),
    },
    {
      ...{ what: 'a quote to another', code: 'QUOTE_NOT_FOUND', field: 'quoteId' },
      but: ({ deskhaven }) => ({ quoteId: deskhaven.neighbor.quote }),
    },
    {
      ...{ what: "another tenant's quote", code: 'QUOTE_NOT_FOUND', field: 'quoteId' },
      but: ({ deskhaven }) => ({ quoteId: deskhaven.foreign.quote }),
    },
    {
      ...{
        what: 'a number of 51 characters',
        code: 'PURCHASE_ORDER_NUMBER_INVALID',
        field: 'purchaseOrderNumber',
      },
      but: () => ({ purchaseOrderNumber: '1'.repeat(51) }),
    },
  ],
  then: [{ what: 'the same quote again', but: () => ({}), code: 'QUOTE_NOT_OPEN', field: 'quoteId' }],
};

const ticketAssess: Tried = {
  ...{ act: 'ticketAssess', document: TicketAssessDocument, as: 'cartwright.agent' },
  valid: ({ cartwright }) => ({ ticketId: cartwright.ticketId, category: 'MODIFICATION', units: 30 }),
  other: () => ({ units: 35 }),
  faults: [
    {
      ...{ what: 'a ticket that there is not', code: 'TICKET_NOT_FOUND', field: 'ticketId' },
      but: () => ({ ticketId: nowhere }),
    },
    {
      ...{ what: "another tenant's ticket", code: 'TICKET_NOT_FOUND', field: 'ticketId' },
      but: ({ cartwright }) => ({ ticketId: cartwright.foreign.ticket }),
    },
    { what: 'no credits', but: () => ({ units: 0 }), code: 'UNITS_INVALID', field: 'units' },
    { what: 'credits to get', but: () => ({ units: -5 }), code: 'UNITS_INVALID', field: 'units' },
    { what: 'a price left open', but: () => ({ units: undefined }), code: 'UNITS_INVALID', field: 'units' },
    {
      ...{ what: 'a category that there is not', code: 'BAD_USER_INPUT', field: 'category' },
      but: () => ({ category: 'MAGIC' }),
    },
    {
      ...{
        what: 'an upgrade from a version that there is not',
        code: 'VERSION_UNKNOWN',
        field: 'fromVersion',
      },
      but: () => ({ category: 'UPGRADE', units: undefined, fromVersion: '0.0.1', toVersion: '4.3.9' }),
    },
    {
      ...{ what: 'an upgrade downwards', code: 'VERSIONS_NOT_RISING', field: 'toVersion' },
      but: () => ({ category: 'UPGRADE', units: undefined, fromVersion: '4.3.9', toVersion: '4.3.1' }),
    },
    {
      ...{ what: 'an upgrade to nowhere', code: 'VERSIONS_UNCLEAR', field: 'toVersion' },
      but: () => ({ category: 'UPGRADE', units: undefined, fromVersion: '4.3.1' }),
    },
  ],
};

const assessmentConfirm: Tried = {
  ...{ act: 'assessmentConfirm', document: AssessmentConfirmDocument, as: 'cartwright.customer' },
  valid: ({ cartwright }) => ({ ticketId: cartwright.priced }),
  other: ({ cartwright }) => ({ ticketId: cartwright.ticketId }),
  faults: [
    {
      ...{ what: 'a ticket that there is not', code: 'TICKET_NOT_FOUND', field: 'ticketId' },
      but: () => ({ ticketId: nowhere }),
    },
    {
      ...{ what: 'a ticket of another customer', code: 'TICKET_NOT_FOUND', field: 'ticketId' },
      but: ({ cartwright }) => ({ ticketId: cartwright.neighbor.ticket }),
    },
    {
      ...{ what: "another tenant's ticket", code: 'TICKET_NOT_FOUND', field: 'ticketId' },
      but: ({ cartwright }) => ({ ticketId: cartwright.foreign.ticket }),
    },
  ],
  then: [{ what: 'the same price again', but: () => ({}), code: 'NOTHING_PROPOSED', field: 'ticketId' }],
};

export const serving: readonly Tried[] = [
  ticketOpen,
  quoteIssue,
  quoteAccept,
  ticketAssess,
  assessmentConfirm,
];
