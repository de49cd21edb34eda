import type { IContext } from 'http-mitm-proxy';
import { ExchangeContext } from './context.ts';
import { createBodyEditing } from './edit-body.ts';
import { countBytes } from './exchange-bytes.ts';
import type { FaultLog } from './fault-log.ts';
import { exchangeEvent } from './journal.ts';
import { tellOfCall } from './learn.ts';
import type { EyelidMitm } from './mitm.ts';
import { noteTrust } from './note-trust.ts';
import { type PipelineTools, runStages, type StageTools } from './pipeline.ts';
import { handleResponseHead, noteNoResponse, type ResponseTools } from './response-phase.ts';
import { createUnpacking } from './unpack-body.ts';

type Tools = PipelineTools & { readonly faults: FaultLog };

/** Eyelid's own handlers, registered with the library's hooks. */
export class ExchangeHandlers {
  readonly #tools: Tools & StageTools & ResponseTools;

  constructor(tools: Tools) {
    const editBody = createBodyEditing({ log: tools.parts.log, faults: tools.faults });
    this.#tools = { ...tools, editBody, unpack: createUnpacking() };
  }

  register(mitm: EyelidMitm): void {
    mitm.onRequest((ctx, callback) => this.#run(own(ctx), callback));
    mitm.onResponse((ctx, callback) => {
      // As with requests: what was answered is not forwarded.
      if (handleResponseHead(own(ctx), this.#tools)) callback();
    });
  }

  /** Where the request was answered, the callback is not called: nothing is forwarded. */
  #run(ctx: ExchangeContext, callback: () => void): void {
    this.#noteAtEnd(ctx);
    noteTrust(ctx, this.#tools);
    const settle = (onward: boolean): void => {
      if (onward) callback();
    };
    const onward = runStages(ctx, this.#tools);
    if (!(onward instanceof Promise)) {
      settle(onward);
      return;
    }
    onward
      .catch((error: unknown) => {
        this.#tools.faults.report('request', error);
        return true;
      })
      .then(settle)
      .catch((error: unknown) => this.#tools.faults.report('forward', error));
  }

  #noteAtEnd(ctx: ExchangeContext): void {
    const moved = countBytes(ctx.clientToProxyRequest, ctx.proxyToClientResponse);
    ctx.proxyToClientResponse.once('close', () => {
      try {
        const { up, down } = moved();
        this.#note(ctx, up, down);
      } catch (error) {
        this.#tools.faults.report('journal', error);
      }
    });
  }

  #note(ctx: ExchangeContext, bytesUp: number, bytesDown: number): void {
    const { notes, device, startedAt } = ctx;
    if (notes.silent || notes.request === null) return;
    if (notes.status === null) noteNoResponse(ctx);
    const { parts } = this.#tools;
    const measured = { startedAt, endedAt: parts.now(), bytesUp, bytesDown };
    parts.events.record(exchangeEvent(device, notes.request, notes, measured, parts));
    tellOfCall(notes, parts.learning);
  }
}

/** All contexts are ours: mitm.ts makes them. */
function own(ctx: IContext): ExchangeContext {
  if (ctx instanceof ExchangeContext) return ctx;
  throw new Error('a context that is not ours');
}
