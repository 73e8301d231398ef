import 'reflect-metadata';
import { registerEnumType } from 'type-graphql';

// Words of a plan's support that more than one subgraph answers with; what each does is told by the rules that read it.

export enum ExcludableWork {
  THIRD_PARTY_APPS = 'THIRD_PARTY_APPS',
  INSTALLATION = 'INSTALLATION',
  CONSULTING = 'CONSULTING',
  CUSTOMIZATION = 'CUSTOMIZATION',
  TRAINING = 'TRAINING',
}
registerEnumType(ExcludableWork, {
  name: 'ExcludableWork',
  description: 'Work that a plan may leave out (S1).',
  valuesConfig: {
    THIRD_PARTY_APPS: { description: 'Work on software of others.' },
    INSTALLATION: { description: 'Setting the product up.' },
    CONSULTING: { description: 'Advice on processes and design.' },
    CUSTOMIZATION: { description: 'Changes for one customer.' },
    TRAINING: { description: 'Teaching people.' },
  },
});

export enum WayWithoutCover {
  FORUM = 'FORUM',
  RENEWAL = 'RENEWAL',
  CREDIT_PACKAGE = 'CREDIT_PACKAGE',
  PAID_SESSION = 'PAID_SESSION',
}
registerEnumType(WayWithoutCover, {
  name: 'WayWithoutCover',
  description: 'What remains for a customer without cover (S1).',
  valuesConfig: {
    FORUM: { description: 'To ask other customers in public.' },
    RENEWAL: { description: 'To renew maintenance.' },
    CREDIT_PACKAGE: { description: 'To buy support credits.' },
    PAID_SESSION: { description: 'To pay for one session.' },
  },
});

export enum SupportUnit {
  UNLIMITED = 'UNLIMITED',
  TICKET = 'TICKET',
  CREDIT = 'CREDIT',
}
registerEnumType(SupportUnit, {
  name: 'SupportUnit',
  description: 'What a support case is paid with (S4 to S6).',
  valuesConfig: {
    UNLIMITED: { description: 'With nothing: cover alone serves.' },
    TICKET: { description: 'With tickets that a contract grants or a pack adds.' },
    CREDIT: { description: 'With prepaid credits, by category of work.' },
  },
});
