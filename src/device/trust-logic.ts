import type {
  HostTrust,
  Program,
  ProgramFacts,
  TrustEvidence,
  TrustState,
  TrustSubject,
} from '../model/program.ts';

/** How trust is learnt: pure functions, given by who builds the registry. */
export interface TrustLogic {
  newProgram(subject: Pick<Program, 'device' | 'fingerprint'>, now: number): Program;
  newHostTrust(subject: TrustSubject): HostTrust;
  learn(state: TrustState, evidence: TrustEvidence, now: number): TrustState;
  /** As after a refusal, because a person wants it so. */
  leave(host: HostTrust, now: number): HostTrust;
  factsOf(program: Program, host: HostTrust | null, now: number): ProgramFacts;
}
