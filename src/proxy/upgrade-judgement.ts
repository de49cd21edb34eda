import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connection } from '../model/connection.ts';
import type { Device } from '../model/device.ts';
import type { RawHeaders, RequestInfo } from '../model/request.ts';
import type { RuleSet } from '../model/rule.ts';
import type { ExchangeNotes } from './context.ts';
import type { Destinations } from './destinations.ts';
import type { FaultLog } from './fault-log.ts';
import { endToEnd } from './headers.ts';
import { exchangeEvent } from './journal.ts';
import {
  type Judgement,
  judge,
  judgeAgain,
  judgeResponse,
  type ResponseJudgement,
} from './judge.ts';
import type { Passes } from './passes.ts';
import { judgeContext } from './pipeline.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import type { RedirectMemory } from './redirect-memory.ts';
import type { Target } from './target.ts';

/** An upgrade to WebSocket, and what was decided about it. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly device: Device;
  readonly target: Target;
  readonly startedAt: number;
  readonly connection: Connection;
  readonly described: RequestInfo | null;
  /** The set that it was judged by; its response is judged by the same. */
  readonly rules: RuleSet | null;
  readonly judgement: Judgement | null;
}

export interface JudgingTools {
  readonly parts: ProxyParts;
  readonly settings: ProxySettings;
  readonly destinations: Destinations;
  readonly redirects: RedirectMemory;
  readonly passes: Passes;
  readonly faults: FaultLog;
}

/** Describes and judges; where our own code fails, the upgrade goes on unjudged. */
export function consider(
  { request, device, target, connection }: Omit<Upgrade, 'described' | 'rules' | 'judgement'>,
  tools: JudgingTools,
): Pick<Upgrade, 'described' | 'rules' | 'judgement'> {
  const nothing = { described: null, rules: null, judgement: null };
  if (device.level === 'off') return nothing;
  const { parts } = tools;
  try {
    const url = target.url.replace(/^http/, 'ws');
    const head = { method: request.method ?? 'GET', url, headers: target.headers };
    const described = parts.classify.describe(head, device);
    if (described === null) return nothing;
    const rules = parts.rules();
    const theCase = { request: described, body: null, connection };
    return { described, rules, judgement: judge(theCase, rules, judgeContext(device, tools)) };
  } catch (error) {
    tools.faults.report('upgrade', error);
    return nothing;
  }
}

/** The upgrade with what holds now that the head of its response is there. */
export function reconsider(
  upgrade: Upgrade,
  response: IncomingMessage,
  tools: JudgingTools,
): Upgrade {
  const { described: request, rules, judgement: first, connection, device } = upgrade;
  if (request === null || first?.effect.kind !== 'forward' || !rules?.asksResponses) return upgrade;
  const { effect } = first;
  try {
    const head = { status: response.statusCode ?? 0, headers: response.rawHeaders };
    const theCase = { request, body: null, connection };
    const context = judgeContext(device, tools);
    return {
      ...upgrade,
      judgement: judgeAgain({ ...first, effect }, theCase, head, rules, context),
    };
  } catch (error) {
    tools.faults.report('upgrade', error);
    return upgrade;
  }
}

/** What is known of a forwarded upgrade once the head of its response is there. */
export function judged({ judgement }: Upgrade, headers: RawHeaders): ResponseJudgement | null {
  if (judgement === null || judgement.effect.kind !== 'forward') return null;
  return judgeResponse(judgement, headers, judgement.effect);
}

/** Writes it down, with what the server answered where it did. */
export function journal(
  upgrade: Upgrade,
  response: IncomingMessage | null,
  tools: JudgingTools,
): void {
  const { described, device, startedAt, judgement } = upgrade;
  if (described === null) return;
  const end = judged(upgrade, response === null ? [] : endToEnd(response.rawHeaders));
  const notes: ExchangeNotes = {
    request: described,
    body: null,
    judgement,
    verdict: end?.verdict ?? judgement?.verdict ?? null,
    removed: end?.removed ?? judgement?.effect.removed ?? [],
    streamed: null,
    status: response?.statusCode ?? null,
    program: upgrade.connection.program,
    decided: null,
    firstByte: null,
    silent: false,
  };
  const measured = { startedAt, endedAt: tools.parts.now(), bytesUp: 0, bytesDown: 0 };
  tools.parts.events.record(exchangeEvent(device, described, notes, measured, tools.parts));
}
