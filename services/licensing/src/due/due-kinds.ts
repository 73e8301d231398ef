import type { DueKind } from '@mainstay/kernel/due/due-work';
import { coverStart, coverStartKind } from '../fulfilment/cover-start.js';
import { noticesPlan } from '../notice/notice-plan.js';
import { noticesSend } from '../notice/send-notices.js';
import { announcementKind, releaseAnnounce, releaseMailKind } from '../release/release-announce.js';
import { releaseMail } from '../release/release-mail.js';
import { resellerChangeKinds } from '../reseller/reseller-change-due.js';

/** What licensing does when it falls due, by kind; of one instant in the order of their names. */
export const dueKinds: Readonly<Record<string, DueKind>> = {
  ...resellerChangeKinds,
  [coverStartKind]: coverStart,
  'notice-plan': noticesPlan,
  notices: noticesSend,
  [announcementKind]: releaseAnnounce,
  [releaseMailKind]: releaseMail,
};
