import { expect, it } from 'vitest';
import { PROOFS, REFUSAL_REASONS } from '../../../src/model/program.ts';

// They stand in the databases of people: a word that is renamed reads as nothing learnt.
it('the words of proofs and refusals stay what they are', () => {
  expect(PROOFS).toEqual(['check', 'internal', 'probe', 'use']);
  expect(REFUSAL_REASONS).toEqual(['alert', 'silence', 'incompatible', 'grpc']);
});
