import type { Vendor } from '../vendor.ts';
import { NUMBERS, PERSON } from '../words.ts';

const FILM = 'a film of the visit';

/** Recorders: what is on the page, where the pointer goes, what is clicked and typed. */
export const FILMS: readonly Vendor[] = [
  {
    tracker: 'Microsoft Clarity',
    company: 'Microsoft',
    hosts: ['clarity.ms'],
    path: /collect/,
    marks: ['e.0', 'e.4', 'e.10', 'a.0.0'],
    events: [],
    event: FILM,
    // The envelope is a list; its places are those of Clarity's public source.
    sites: ['e.11'],
    ids: { 'e.5': 'browser id', 'e.6': 'visit number' },
  },
  {
    tracker: 'Hotjar',
    company: 'Hotjar',
    hosts: ['hotjar.com', 'hotjar.io'],
    events: [],
    paths: [[/feedback|surveys?\/|polls?\//, 'an answer of the visitor']],
    event: FILM,
    sites: ['page_url', 'url', 'page.url'],
    personal: PERSON,
    ids: { user_id: 'customer number', uuid: 'browser id', ...NUMBERS },
  },
  {
    tracker: 'FullStory',
    company: 'FullStory',
    hosts: ['fullstory.com'],
    path: /^\/rec\//,
    events: [],
    event: FILM,
    sites: ['Url', 'url'],
    personal: PERSON,
    ids: { UserId: 'browser id', SessionId: 'visit number', userId: 'browser id' },
  },
  {
    tracker: 'Mouseflow',
    company: 'Mouseflow',
    hosts: ['mouseflow.com'],
    events: [],
    event: FILM,
    sites: ['url'],
  },
  {
    tracker: 'Lucky Orange',
    company: 'Lucky Orange',
    hosts: ['luckyorange.com', 'luckyorange.net'],
    events: [],
    event: FILM,
    sites: ['url'],
  },
  {
    tracker: 'Crazy Egg',
    company: 'Crazy Egg',
    hosts: ['crazyegg.com'],
    events: [],
    event: FILM,
    sites: ['u', 'url'],
  },
];
