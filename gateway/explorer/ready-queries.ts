/** Questions people come with, in the schema's own words; each runs as it stands for whoever may see its nouns. */
export interface ReadyQuery {
  readonly title: string;
  readonly about: string;
  readonly query: string;
  /** `today` is the vendor's civil day, so that a coming day is coming for a demo's clock too. */
  readonly variables: (today: string) => Readonly<Record<string, unknown>>;
}

const none = () => ({});

export const readyQueries: readonly ReadyQuery[] = [
  {
    title: 'My licenses',
    about: 'Each with its maintenance, the newest version it may use, open tickets and the latest invoice.',
    query: `query MyLicenses {
  licenses(first: 20) {
    nodes {
      id
      product { name }
      status
      coverage { active expiresOn }
      entitledVersion { release { version } decision { accepted leading } }
      tickets(first: 3, filter: { open: true }) { nodes { number subject state } }
      latestInvoice { number issuedOn total { amount currency } }
    }
  }
}
`,
    variables: none,
  },
  {
    title: 'May I use this version?',
    about: 'Yes or no for one version, every rule that was asked, and what would make it a yes.',
    query: `query MayIUse($version: String!) {
  licenses(first: 5) {
    nodes {
      id
      product { name }
      mayUse(version: $version) {
        accepted
        leading
        rules { rule verdict facts { name value } }
        remedies { action until version text }
      }
    }
  }
}
`,
    variables: () => ({ version: '2.0.0' }),
  },
  {
    title: 'As of a coming day',
    about: 'What maintenance covers and which version it gives on a day that has not come yet.',
    query: `query AsOf($day: Date!) {
  licenses(first: 10) {
    nodes {
      id
      product { name newestRelease(asOf: $day) { version } }
      coverage(asOf: $day) { active startsOn expiresOn }
      entitledVersion(asOf: $day) {
        release { version releasedAt }
        cutoffAt
        decision { accepted leading remedies { text } }
      }
    }
  }
}
`,
    variables: (today) => ({ day: daysAfter(today, 180) }),
  },
  {
    title: 'Maintenance that ends soon',
    about: 'Licenses whose maintenance ends within the next 60 days, the first to end first.',
    query: `query EndsSoon($today: Date!, $until: Date!) {
  licenses(
    first: 20
    filter: { coveredOn: $today, coverEndsBefore: $until }
    orderBy: { field: COVERED_UNTIL, direction: ASC }
  ) {
    totalCount
    nodes { id product { name } account { name } coverage { expiresOn } }
  }
}
`,
    variables: (today) => ({ today, until: daysAfter(today, 60) }),
  },
  {
    title: 'Open tickets',
    about: 'What waits for an answer, the longest waiting first, with the license it is about.',
    query: `query OpenTickets {
  tickets(first: 20, filter: { open: true }, orderBy: { field: OPENED_AT, direction: ASC }) {
    totalCount
    nodes { number subject state openedAt account { name } license { id product { name } } }
  }
}
`,
    variables: none,
  },
  {
    title: 'Latest invoices',
    about: 'The newest first, with their lines, what was paid, and what is still open.',
    query: `query LatestInvoices {
  invoices(first: 10, orderBy: { field: ISSUED_ON, direction: DESC }) {
    nodes {
      number
      state
      issuedOn
      dueOn
      total { amount currency }
      paid { amount currency }
      lines { description quantity net { amount currency } }
    }
  }
}
`,
    variables: none,
  },
  {
    title: 'Page through licenses',
    about: 'Put endCursor into the variable "after" and run it again for the next page.',
    query: `query LicensePages($first: Int!, $after: String) {
  licenses(first: $first, after: $after, orderBy: { field: PURCHASED_ON, direction: DESC }) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id product { name } purchasedOn metric quantity }
  }
}
`,
    variables: () => ({ first: 5, after: null }),
  },
  {
    title: 'Accounts I look after',
    about: 'For a vendor or a reseller: each account with how many licenses it has and its open tickets.',
    query: `query Accounts {
  accounts(first: 10, orderBy: { field: NAME, direction: ASC }) {
    nodes {
      name
      kind
      reseller { name }
      licenses(first: 1) { totalCount }
      tickets(first: 3, filter: { open: true }) { totalCount nodes { number subject } }
    }
  }
}
`,
    variables: none,
  },
];

function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}
