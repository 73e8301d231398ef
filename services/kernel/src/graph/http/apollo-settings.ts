import type { ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';

/** Each of them is on by default; some write headers, some answer pages, some would report to a stranger. */
function switchedOff(): ApolloServerPlugin[] {
  return [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
}

/**
 * What every @apollo/server of the house has in common: it is a reader of requests behind a front of ours, which
 * refuses strangers, batches and other methods itself. `onProblem` is told that there is one and not which, because
 * Apollo's messages may quote what was sent.
 */
export function apolloSettings(onProblem: () => void) {
  return {
    plugins: switchedOff(),
    introspection: true,
    persistedQueries: false,
    csrfPrevention: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: { debug: () => undefined, info: () => undefined, warn: onProblem, error: onProblem },
  } as const;
}
