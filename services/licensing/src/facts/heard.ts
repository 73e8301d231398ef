import type { EventHandlers } from '@mainstay/kernel/events/inbox';

/** What is done with each fact that support and billing tell. */
export const heard: EventHandlers = {};
