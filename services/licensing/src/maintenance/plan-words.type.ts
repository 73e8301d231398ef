import { registerEnumType } from 'type-graphql';

export { ExcludableWork, SupportUnit, WayWithoutCover } from '@mainstay/kernel/graph/support-words';

// The words of a policy as the public reads them; what each does is told by the rules that read it.

export enum VersionGate {
  MAINTENANCE = 'MAINTENANCE',
  NONE = 'NONE',
}
registerEnumType(VersionGate, {
  name: 'VersionGate',
  description: 'What opens versions to a license (M6).',
  valuesConfig: {
    MAINTENANCE: { description: 'Purchase and cover: releases up to the cut-off.' },
    NONE: { description: 'Nothing: every published release is entitled.' },
  },
});

export enum UpgradeScope {
  MAJOR = 'MAJOR',
  MINOR = 'MINOR',
}
registerEnumType(UpgradeScope, {
  name: 'UpgradeScope',
  description: 'Which new versions cover entitles to (M6).',
  valuesConfig: {
    MAJOR: { description: 'All that are published in it.' },
    MINOR: { description: 'Those within the major version that was newest at purchase.' },
  },
});

export enum StartRule {
  PURCHASE_DAY = 'PURCHASE_DAY',
  NEXT_MONTH_START = 'NEXT_MONTH_START',
}
registerEnumType(StartRule, {
  name: 'StartRule',
  description: 'When cover begins that follows no other (M2).',
  valuesConfig: {
    PURCHASE_DAY: { description: 'On the day on which the order was paid in full.' },
    NEXT_MONTH_START: {
      description: 'On the day of the activation mail, its term counted from the first of the next month.',
    },
  },
});

export enum LapsedRenewal {
  PURCHASE_DAY = 'PURCHASE_DAY',
  NEXT_MONTH_START = 'NEXT_MONTH_START',
  PREVIOUS_EXPIRY = 'PREVIOUS_EXPIRY',
}
registerEnumType(LapsedRenewal, {
  name: 'LapsedRenewal',
  description: 'Where a renewal begins that is bought after the old cover ended (M5).',
  valuesConfig: {
    PURCHASE_DAY: { description: 'On the day on which it was paid.' },
    NEXT_MONTH_START: {
      description: 'On the day on which it was paid, its term counted from the first of the next month.',
    },
    PREVIOUS_EXPIRY: { description: 'Where the old cover ended, however late.' },
  },
});

export enum QuoteAttachment {
  NONE = 'NONE',
  ON_REQUEST = 'ON_REQUEST',
  ATTACHED = 'ATTACHED',
}
registerEnumType(QuoteAttachment, {
  name: 'QuoteAttachment',
  description: 'Whether a notice comes with a renewal quote (M8).',
  valuesConfig: {
    NONE: { description: 'It comes without.' },
    ON_REQUEST: { description: 'It tells how to ask for one.' },
    ATTACHED: { description: 'It carries one.' },
  },
});

export enum SupportChannel {
  PORTAL = 'PORTAL',
  EMAIL = 'EMAIL',
  CHAT = 'CHAT',
  PHONE = 'PHONE',
  REMOTE = 'REMOTE',
}
registerEnumType(SupportChannel, {
  name: 'SupportChannel',
  description: 'A way to reach support (S2).',
  valuesConfig: {
    PORTAL: { description: "The vendor's portal." },
    EMAIL: { description: 'A mail from a known contact.' },
    CHAT: { description: 'A chat with staff.' },
    PHONE: { description: 'A telephone call.' },
    REMOTE: { description: "A session on the customer's own screen, by appointment." },
  },
});

export enum PhoneMode {
  DIRECT = 'DIRECT',
  APPOINTMENT = 'APPOINTMENT',
}
registerEnumType(PhoneMode, {
  name: 'PhoneMode',
  description: 'How the telephone is reached (S2).',
  valuesConfig: {
    DIRECT: { description: 'By calling.' },
    APPOINTMENT: { description: 'At a time agreed before.' },
  },
});

export enum TargetMeasure {
  BUSINESS_DAYS = 'BUSINESS_DAYS',
  HOURS = 'HOURS',
}
registerEnumType(TargetMeasure, {
  name: 'TargetMeasure',
  description: 'What a response target is counted in (S3).',
  valuesConfig: {
    BUSINESS_DAYS: { description: 'The opening time of a day.' },
    HOURS: { description: 'Hours by the clock, day and night.' },
  },
});

export enum ReleaseAudience {
  NOBODY = 'NOBODY',
  ENTITLED = 'ENTITLED',
  ALL_OWNERS = 'ALL_OWNERS',
  ALL_OWNERS_AND_LAPSED = 'ALL_OWNERS_AND_LAPSED',
}
registerEnumType(ReleaseAudience, {
  name: 'ReleaseAudience',
  description: 'Who is told by mail of a new release (M11).',
  valuesConfig: {
    NOBODY: { description: 'No one.' },
    ENTITLED: { description: 'Owners who are entitled to it.' },
    ALL_OWNERS: { description: 'All owners whose cover runs.' },
    ALL_OWNERS_AND_LAPSED: { description: 'All owners, those whose cover lapsed too.' },
  },
});

export enum Consequence {
  STOP = 'STOP',
  REFUSE_CONNECTIONS = 'REFUSE_CONNECTIONS',
  WARN = 'WARN',
}
registerEnumType(Consequence, {
  name: 'Consequence',
  description:
    'What a product does once validation is overdue beyond its grace (M9). It never follows from cover that ended.',
  valuesConfig: {
    STOP: { description: 'It stops.' },
    REFUSE_CONNECTIONS: { description: 'It goes on and lets nobody new connect.' },
    WARN: { description: 'It goes on and says so.' },
  },
});
