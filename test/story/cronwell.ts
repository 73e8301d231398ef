import { handOn } from './cronwell/handing.js';
import { firstOn, type Known } from './cronwell/known.js';
import { carry, moveCovered, run } from './cronwell/machines.js';
import { handOver, hide } from './cronwell/others.js';
import { associate, preview } from './cronwell/packs.js';
import { become, order, pay } from './cronwell/purchase.js';
import { analyze, lapse, support } from './cronwell/serving.js';
import type { Story } from './story.js';

/** From purchase to validation, at a vendor who sells packs. */
export const cronwell: Story<Known> = {
  tenant: 'cronwell',
  firstOn,
  steps: [
    { title: 'A reseller orders for its customer', play: order },
    { title: 'The invoice is paid', play: pay },
    { title: 'The order becomes what was bought', play: become },
    { title: 'What packs would cover is shown before', play: preview },
    { title: 'Packs are associated, and one is taken back', play: associate },
    { title: 'What it bought for itself it hands on', play: handOn },
    { title: 'The product is activated and validates, also offline', play: run },
    { title: 'It moves to another machine', play: moveCovered },
    { title: 'A machine without a network asks by hand', play: carry },
    { title: 'The customer is helped', play: support },
    { title: 'An analyst asks across all services', play: analyze },
    { title: 'Others see none of it', play: hide },
    { title: 'A year later cover has lapsed', play: lapse },
    { title: 'Another reseller becomes of record', play: handOver },
  ],
};
